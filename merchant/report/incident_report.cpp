#include <algorithm>
#include <map>

#include "merchant/report/frame.hpp"
#include "merchant/report/incidents.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::merchant::report {
namespace {

constexpr std::string_view still_open = "Chưa xong";

const IncidentForm& form_of(std::string_view code) {
  return *std::ranges::find(incident_forms(), code, &IncidentForm::code);
}

/// Whole minutes until it ended.
Cell minutes_of(const Incident& one) {
  if (!one.ended) return {};
  return std::chrono::floor<std::chrono::minutes>(*one.ended - one.at).count();
}

Row incident_row(const Incident& one, std::int64_t place) {
  const auto& form = form_of(one.code);
  const bool open = form.ends && !one.ended;
  Row row{Level::line,
          {place, ledger::business_day_of(one.at), one.at, text(std::string{form.title}),
           one.stall.empty() ? Cell{} : text(one.stall.text()),
           one.source.empty() ? Cell{} : text(one.source), text(one.detail), minutes_of(one),
           text(open ? std::string{still_open} : one.result)}};
  row.cells.push_back(one.entry == ledger::Seq{}
                          ? Cell{}
                          : Cell{static_cast<std::int64_t>(ledger::number(one.entry))});
  return row;
}

Table incident_table(const Incidents& incidents) {
  Table table{"incidents",
              "Nhật ký",
              {{"place", "STT", Kind::number, 10},
               {"day", "Ngày", Kind::day, 22},
               {"at", "Giờ", Kind::clock, 14},
               {"incident", "Sự cố", Kind::text, 62},
               {"stall", "Mã điểm KD", Kind::text, 20},
               {"source", "Nguồn", Kind::text, 26},
               {"detail", "Chi tiết", Kind::text, 62},
               {"minutes", "Xử lý trong (phút)", Kind::count, 20},
               {"result", "Kết quả", Kind::text, 36},
               {"entry", "Bút toán", Kind::number, 20}},
              {}};
  const auto listed = std::min(incidents.all.size(), incidents_max);
  for (std::size_t i = 0; i < listed; ++i) {
    table.rows.push_back(incident_row(incidents.all[i], static_cast<std::int64_t>(i) + 1));
  }
  return table;
}

struct CodeSums {
  std::int64_t count = 0;
  std::int64_t ended = 0;
};

/// What only happens, such as odd money, does not end: "–", and not 0.
Cell ended_of(const CodeSums& sums, bool ends) {
  return ends ? Cell{sums.ended} : Cell{};
}

Table sum_table(const Incidents& incidents) {
  Table table{"sums",
              "Tổng hợp",
              {{"incident", "Sự cố", Kind::text, 150},
               {"count", "Số lần", Kind::count, 40},
               {"ended", "Đã xử lý xong", Kind::count, 40}},
              {}};
  std::map<std::string_view, CodeSums> sums;
  for (const auto& one : incidents.all) {
    auto& sum = sums[one.code];
    ++sum.count;
    if (one.ended) ++sum.ended;
  }
  CodeSums total;
  bool any_ends = false;
  for (const auto& form : incident_forms()) {
    const auto& sum = sums[form.code];
    if (sum.count == 0) continue;
    table.rows.push_back(
        {Level::line, {text(std::string{form.title}), sum.count, ended_of(sum, form.ends)}});
    total.count += sum.count;
    if (form.ends) total.ended += sum.ended;
    any_ends = any_ends || form.ends;
  }
  // Of nothing at all, nothing has ended: 0.
  const bool none = table.rows.empty();
  table.rows.push_back(
      {Level::total, {text("TỔNG CỘNG"), total.count, ended_of(total, any_ends || none)}});
  return table;
}

std::vector<std::string> notes_of(const Incidents& incidents) {
  std::vector<std::string> notes{
      "Lấy từ sổ cái; không ghi người chuyển, số tiền và số tài khoản. Xử lý tính đến hết kỳ."};
  if (incidents.sticker_checks) {
    notes.push_back("Kiểm tra tem: " + format_number(*incidents.sticker_checks) + " lượt, " +
                    format_number(incidents.genuine_checks) +
                    " lượt thấy tem đúng (giữ 50 lượt mới nhất của mỗi điểm).");
  }
  if (incidents.without_some) {
    notes.emplace_back(
        "Không ghi việc về giao dịch của hộ kinh doanh chưa đồng ý cho xem số liệu.");
  }
  if (incidents.all.size() > incidents_max) {
    notes.push_back("Chỉ liệt kê " + format_number(incidents_max) + " việc đầu kỳ.");
  }
  return notes;
}

}  // namespace

Report incident_report(const Incidents& incidents) {
  const auto& registry = *incidents.registry;
  auto report = framed(registry, incidents.period, incidents.as_of, incidents.head);
  report.code = "BC-07";
  report.file_name = file_name_of("BC07", registry, incidents.period);
  report.title = "NHẬT KÝ SỰ CỐ";
  report.tables = {incident_table(incidents), sum_table(incidents)};
  report.notes = notes_of(incidents);
  return report;
}

}  // namespace chopay::merchant::report
