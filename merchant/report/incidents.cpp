#include "merchant/report/incidents.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "merchant/alarm.hpp"
#include "merchant/board_view.hpp"
#include "merchant/customer_complaint.hpp"
#include "merchant/log_search.hpp"
#include "merchant/payee_change.hpp"
#include "merchant/report/frame.hpp"
#include "merchant/sticker_check.hpp"
#include "merchant/vietnamese.hpp"
#include "qr/verdict.hpp"

namespace chopay::merchant::report {
namespace {

using ledger::Entry;

constexpr std::string_view sticker_prefix = "sticker_";

std::string detail_of(const Alarm& alarm) {
  if (alarm.code == AlarmCode::silent_stall) {
    return "Từ " + format_clock(alarm.since) + "; cùng khu có " + format_number(alarm.missed) +
           " giao dịch";
  }
  if (is_silence(alarm.code)) return "Từ " + format_clock(alarm.since);
  if (alarm.earlier == ledger::Seq{}) return {};
  return "Bút toán trước: " + format_number(static_cast<std::int64_t>(number(alarm.earlier)));
}

/// The code of the verdict on a sticker, as incident_forms() has it; empty for a genuine one.
std::string_view sticker_code(std::string_view verdict) {
  for (const auto& form : incident_forms()) {
    if (!form.code.starts_with(sticker_prefix)) continue;
    if (form.code.substr(sticker_prefix.size()) == verdict) return form.code;
  }
  return {};
}

/// Collects what the entries of a period tell, in their order.
class IncidentScan {
 public:
  void take(const Entry& entry) {
    switch (entry.kind) {
      case ledger::Kind::payee_change_asked: {
        const auto change = read_payee_change_asked(entry);
        open_changes_[change.id] = incidents_.size();
        const bool household = change.asked.party == Party::household;
        incidents_.push_back({entry.at, alarm_name(AlarmCode::payee_change), entry.stall, "",
                              household ? "Hộ kinh doanh đề nghị" : "Ban quản lý đề nghị"});
        incidents_.back().entry = entry.seq;
        return;
      }
      case ledger::Kind::payee_changed:
        return end(open_changes_, read_payee_change_step(entry).id, entry.at, "Đã đổi");
      case ledger::Kind::payee_change_withdrawn:
        return end(open_changes_, read_payee_change_step(entry).id, entry.at, "Đã rút lại");
      case ledger::Kind::credit:
        return take_credit(entry);
      default:
        for (const auto& alarm : alarms_of(entry)) add(alarm);
    }
  }

  std::vector<Incident> finish() { return std::move(incidents_); }

 private:
  using Open = std::map<std::string, std::size_t>;  ///< places in incidents_

  void take_credit(const Entry& entry) {
    const auto data = read_credit(entry);
    for (const auto& alarm : alarms_of_credit(entry, data)) add(alarm);
    end(silent_stalls_, entry.stall.text(), entry.at, "Đã có giao dịch lại");
    end(silent_sources_, data.source, entry.at, "Đã có tin lại");
  }

  void add(const Alarm& alarm) {
    if (alarm.code == AlarmCode::silent_stall) {
      silent_stalls_[alarm.stall.text()] = incidents_.size();
    }
    if (alarm.code == AlarmCode::silent_source) silent_sources_[alarm.source] = incidents_.size();
    incidents_.push_back({alarm.at, alarm_name(alarm.code), alarm.stall, alarm.source,
                          detail_of(alarm), std::nullopt, "", alarm.seq,
                          tells_of_sales(alarm.code)});
  }

  void end(Open& open, const std::string& name, Instant at, std::string_view result) {
    const auto found = open.find(name);
    if (found == open.end()) return;
    auto& incident = incidents_[found->second];
    incident.ended = at;
    incident.result = result;
    open.erase(found);
  }

  std::vector<Incident> incidents_;
  Open open_changes_;
  Open silent_stalls_;
  Open silent_sources_;
};

/// What was scanned at stalls from `from` to before `to`; a genuine sticker ends what was wrong
/// with the one before it.
void add_sticker_checks(ledger::Reader& reader, Incidents& into, Instant from, Instant to) {
  into.sticker_checks = 0;
  std::map<std::string, std::vector<std::size_t>> open;
  for (const auto& check : read_sticker_checks(reader, into.registry->market)) {
    if (check.at < from || check.at >= to) continue;
    ++*into.sticker_checks;
    if (check.verdict == qr::verdict_name(qr::Verdict::genuine)) {
      ++into.genuine_checks;
      for (const auto place : std::exchange(open[check.stall], {})) {
        into.all[place].ended = check.at;
        into.all[place].result = "Đã thấy tem đúng";
      }
      continue;
    }
    const auto code = sticker_code(check.verdict);
    if (code.empty()) continue;
    if (!check.stall.empty()) open[check.stall].push_back(into.all.size());
    const auto at_stall = StallId::parse(check.stall);
    const bool other = !check.code_of.empty() && check.code_of != check.stall;
    into.all.push_back({check.at, code, at_stall ? *at_stall : StallId{}, "",
                        other ? "Mã của điểm " + check.code_of : ""});
  }
}

void add_complaints(ledger::Reader& reader, Incidents& into, Instant from, Instant to) {
  for (auto& complaint : read_complaints(reader, into.registry->market)) {
    if (complaint.at < from || complaint.at >= to) continue;
    const auto stall = StallId::parse(complaint.stall);
    Incident incident{complaint.at, "complaint", stall ? *stall : StallId{}, "",
                      std::move(complaint.text)};
    if (complaint.settled_at && *complaint.settled_at < to) {
      incident.ended = complaint.settled_at;
      incident.result = std::move(complaint.result);
    }
    into.all.push_back(std::move(incident));
  }
}

}  // namespace

const std::vector<IncidentForm>& incident_forms() {
  static const std::vector<IncidentForm> forms{
      {"sticker_foreign", "Tem lạ: nghi bị dán đè", true},
      {"sticker_other_stall", "Tem của điểm khác", true},
      {"sticker_outdated", "Tem cũ: cần thay", true},
      {"sticker_broken", "Tem hỏng: không quét được", true},
      {"complaint", "Khách khiếu nại", true},
      {alarm_name(AlarmCode::payee_change), "Đổi tài khoản nhận tiền", true},
      {alarm_name(AlarmCode::silent_stall), "Điểm lâu không có giao dịch", true},
      {alarm_name(AlarmCode::silent_source), "Mất tín hiệu của ngân hàng", true},
      {"notice_kept", "Tin báo được giữ lại, chờ xem"},
      {alarm_name(AlarmCode::contradiction), "Một giao dịch báo hai số tiền"},
      {alarm_name(AlarmCode::told_twice), "Một khoản có thể báo hai lần"},
      {alarm_name(AlarmCode::clock_skew), "Đồng hồ ngân hàng chạy trước"},
      {alarm_name(AlarmCode::amount_differs), "Nhận thiếu hoặc thừa"},
      {alarm_name(AlarmCode::tiny_amount), "Khoản nhận dưới 1.000 đồng"},
      {alarm_name(AlarmCode::same_payer), "Cùng người, cùng số tiền trong một phút"},
  };
  return forms;
}

Incidents read_incidents(ledger::Reader& reader, std::shared_ptr<const Registry> registry,
                         const Period& period, const BesideTheLog& beside) {
  const auto& market = registry->market;
  const Instant from{period.from.date() - ledger::vietnam_offset};
  const Instant to{period.to.date() + std::chrono::days{1} - ledger::vietnam_offset};
  Incidents found{registry, period, {}, {}, 0, false, reader.head(market), {}};
  found.as_of = time_of(reader, market, found.head);
  IncidentScan scan;
  const auto after = last_before(reader, market, from, found.head.seq);
  read_entries(reader, market, after, found.head.seq, [&](const Entry& entry) {
    if (entry.at >= to) return false;
    scan.take(entry);
    return true;
  });
  found.all = scan.finish();
  if (beside.sticker_checks) add_sticker_checks(reader, found, from, to);
  if (beside.complaints) add_complaints(reader, found, from, to);
  for (const auto& kept : beside.kept_aside) {
    if (kept.at >= from && kept.at < to) {
      found.all.push_back({kept.at, "notice_kept", {}, kept.source, ""});
    }
  }
  std::ranges::stable_sort(found.all, {}, &Incident::at);
  return found;
}

Incidents board_view(Incidents whole) {
  std::erase_if(whole.all, [&](const Incident& one) {
    return one.of_sales && !one.stall.empty() && !board_sees(*whole.registry, one.stall);
  });
  // Said whether anything was left out or not: else the note would tell that there was.
  whole.without_some = std::ranges::any_of(whole.registry->stalls,
                                           [](const auto& row) { return !row.second.consents(); });
  return whole;
}

}  // namespace chopay::merchant::report
