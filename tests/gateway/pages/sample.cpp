#include "sample.hpp"

#include "gateway/pages/absent.hpp"
#include "gateway/pages/alarms.hpp"
#include "gateway/pages/board.hpp"
#include "gateway/pages/lock.hpp"
#include "gateway/pages/month.hpp"
#include "gateway/pages/patrol.hpp"
#include "gateway/pages/payee_changes.hpp"
#include "gateway/pages/receipt.hpp"
#include "gateway/pages/sign_in.hpp"
#include "gateway/pages/stalls.hpp"
#include "gateway/pages/start.hpp"
#include "gateway/pages/sticker_check.hpp"
#include "gateway/pages/till.hpp"

namespace chopay::pages::sample {
namespace {

merchant::Stall stall(std::string_view code, std::uint32_t memo) {
  const std::string bad{attack};
  return {ledger::StallId::parse(code).value(),
          "A",
          "Mực " + bad,
          bad,
          "Hộ " + bad,
          {"970418", "9903000000112"},
          "HKD " + bad,
          merchant::make_reference(memo)};
}

ledger::Instant at(std::string_view text) {
  return ledger::parse_instant(text).value();
}

}  // namespace

std::shared_ptr<const merchant::Registry> hostile_market() {
  auto market = std::make_shared<merchant::Registry>();
  market->market = ledger::MarketId::parse("ha-long-1").value();
  market->name = "Chợ " + std::string{attack};
  market->sandbox = true;
  market->zones.push_back({"A", "Khu " + std::string{attack}});
  for (const auto& each : {stall("A12", 12), stall("A2", 2)}) market->stalls.emplace(each.id, each);
  return market;
}

merchant::RequestView request(merchant::RequestStatus status, std::int64_t received) {
  merchant::PaymentRequest request{"pr_0123456789abcdefghijkl",
                                   ledger::StallId::parse("A12").value(),
                                   ledger::Dong{85'000},
                                   std::string{attack},
                                   merchant::make_reference(85'000),
                                   {"970418", "9903000000112"},
                                   at("2026-11-24T07:05:00.000Z"),
                                   at("2026-11-24T07:20:00.000Z"),
                                   {},
                                   ledger::Dong{received},
                                   false};
  return {std::move(request), status, hostile_market(), false};
}

PayLook look(bool sandbox) {
  return {sandbox, at("2026-11-24T07:06:00.000Z"), "00020101…",
          "JXF00000000 " + std::string{attack}, "<svg viewBox=\"0 0 1 1\"></svg>"};
}

merchant::Settlement settlement() {
  const auto market = hostile_market();
  ledger::DayTotals sums;
  const auto day = ledger::parse_business_day("2026-11-24").value();
  const auto add = [&](std::string account, std::int64_t amount) {
    sums.totals.push_back({day, std::move(account), 1, ledger::Dong{amount}, ledger::Seq{7}});
  };
  add("bank/970418/9903000000112", 1'255'000);
  add("sales/A12", -1'250'000);
  add("suspense/ha-long-1", -5'000);
  sums.head.seq = ledger::Seq{1'017};
  sums.head.hash.fill(0xab);
  return merchant::settle(*market, day, sums);
}

AuditLook audit_look() {
  AuditLook look;
  look.market_id = "ha-long-1";
  look.market_name = "Chợ " + std::string{attack};
  look.sandbox = true;
  for (const std::uint64_t seq : {3, 2, 1}) {
    AuditRow row{ledger::Seq{seq}, {}, {}};
    row.hash.fill(static_cast<std::uint8_t>(seq));
    ledger::Entry entry;
    entry.seq = row.seq;
    entry.at = at("2026-11-24T07:06:00.000Z");
    entry.kind = seq == 1 ? ledger::Kind::market_opened : ledger::Kind::credit;
    entry.postings = {{"bank/970418/9903000000112", ledger::Dong{85'000}},
                      {"sales/A12", ledger::Dong{-85'000}}};
    if (seq != 3) row.entry = std::move(entry);
    look.rows.push_back(std::move(row));
  }
  look.checkpoint = ledger::Note{"log.example.vn/ha-long-1\n3\nq6urqw==\n",
                                 {{"log.example.vn/ha-long-1", 7, "signature"}}};
  look.key = "log.example.vn/ha-long-1+00000007+AQ== " + std::string{attack};
  look.cosigned = look.checkpoint;
  look.witnesses = {"witness " + std::string{attack}};
  return look;
}

SourcesLook sources_look() {
  SourcesLook look;
  look.market_name = "Chợ " + std::string{attack};
  look.sandbox = look.signed_in = look.may_run = true;
  const auto heard = at("2026-11-24T07:06:00.000Z");
  look.sources.push_back({"sepay", "sepay", heard, false, {{"accepted", 12}, {"test", 1}}, {}});
  look.sources.push_back({"mb", "mb", heard, true, {}, {}});
  look.sources.push_back({"bidv", "bidv", {}, false, {}, {}});
  look.sources.front().newest.push_back(
      {7, heard, "reject_auth", 401, "no header " + std::string{attack}});
  look.delays.push_back({"970436", 120, std::chrono::milliseconds{850}, std::chrono::seconds{75}});
  return look;
}

merchant::PayeeChange payee_change() {
  return {"pc_0123456789abcdefghijkl",        ledger::StallId::parse("A12").value(),
          {"970422", "0901234567"},           "HKD " + std::string{attack},
          {merchant::Party::household, "an"}, at("2026-11-24T07:05:00.000Z")};
}

std::vector<http::Response> pages_of_people() {
  std::vector<http::Response> pages;
  for (const auto word : {SignInWord::none, SignInWord::wrong, SignInWord::wait, SignInWord::busy,
                          SignInWord::stale}) {
    pages.push_back(sign_in_form_page({"token", attack, word, std::chrono::seconds{100}}));
  }
  for (const auto word :
       {EnrolWord::none, EnrolWord::bad_name, EnrolWord::name_taken, EnrolWord::too_short,
        EnrolWord::too_long, EnrolWord::is_name, EnrolWord::obvious, EnrolWord::not_repeated,
        EnrolWord::wrong_code, EnrolWord::not_theirs, EnrolWord::wait, EnrolWord::busy}) {
    for (const bool renews : {false, true}) {
      pages.push_back(
          enrol_person_page({"Ban Quản lý chợ", attack, "Chỉ xem.", "<svg></svg>",
                             "otpauth://totp/A:B?secret=C", "ABCDEFGH", attack, renews, word}));
    }
  }
  const auto now = at("2026-11-24T11:05:09.000Z");
  pages.push_back(account_page(
      {attack,
       "Ban Quản lý chợ",
       attack,
       "token",
       true,
       {{"0a1b", std::string{attack}, now, now, false}, {"0a1c", "", now, now, true}}}));
  for (const auto state : {LockState::locked, LockState::unlocked, LockState::no_pin,
                           LockState::wrong, LockState::wait, LockState::revoked, LockState::busy,
                           LockState::choose, LockState::choose_digits, LockState::choose_obvious,
                           LockState::choose_again, LockState::choose_busy}) {
    pages.push_back(lock_page({state, "A12", 3, std::chrono::seconds{200}}));
  }
  return pages;
}

std::vector<http::Response> all_pages() {
  using merchant::RequestStatus;
  const auto market = hostile_market();
  std::vector<http::Response> pages;
  pages.push_back(
      till_page(*market, market->stalls.begin()->second, {true, std::chrono::minutes{15}}));
  for (const auto status :
       {RequestStatus::pending, RequestStatus::paid, RequestStatus::short_, RequestStatus::over,
        RequestStatus::late, RequestStatus::expired, RequestStatus::cancelled}) {
    pages.push_back(pay_page(request(status, 200), look(true)));
    auto of_shop = look();
    of_shop.of_shop = of_shop.leads_back = true;
    pages.push_back(pay_page(request(status), of_shop));
  }
  pages.push_back(
      receipt_page(request(RequestStatus::paid, 200),
                   {ledger::Seq{7}, ledger::Dong{200}, at("2026-11-24T07:06:00.000Z"), true}));
  pages.push_back(board_page(settlement(), at("2026-11-24T11:05:09.000Z")));
  pages.push_back(month_page({settlement(), settlement()}));
  pages.push_back(hall_page(settlement(), at("2026-11-24T11:05:09.000Z")));
  pages.push_back(patrol_page(true));
  pages.push_back(audit_page(audit_look()));
  pages.push_back(audit_page({"ha-long-1", "Chợ", true, {}, false, {}, {}, {}}));
  pages.push_back(sources_page(sources_look()));
  const auto now = at("2026-11-24T11:05:09.000Z");
  pages.push_back(
      payee_changes_page(*market, {{payee_change(), std::string{attack}}}, now, {true, true}));
  pages.push_back(payee_changes_page(*market, {}, now, {}));
  HeldLook held;
  held.held.notice.source = attack;
  AlarmsLook alarms;
  alarms.alarms.emplace_back().source = attack;
  alarms.held.emplace().push_back(held);
  alarms.hidden = 1;
  alarms.signed_in = true;
  pages.push_back(alarms_page(*market, alarms));
  pages.push_back(stall_list_page(*market, {true, true, Language::vietnamese, attack}));
  pages.push_back(stall_card_page(*market, market->stalls.begin()->second, {true, true}));
  pages.push_back(stall_card_page(*market, market->stalls.begin()->second, {}));
  pages.push_back(board_people_page(*market, true));
  pages.push_back(start_page(true));
  for (const auto issue : {std::optional<int>{}, std::optional{1}, std::optional{2}}) {
    pages.push_back(sticker_check_page(*market, market->stalls.begin()->second, issue));
  }
  pages.push_back(no_such_sticker_page());
  pages.push_back(not_found_page());
  pages.push_back(no_such_payment_page());
  pages.push_back(sign_in_page());
  for (auto& page : pages_of_people()) pages.push_back(std::move(page));
  return pages;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace chopay::pages::sample
