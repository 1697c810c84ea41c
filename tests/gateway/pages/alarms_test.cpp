#include "gateway/pages/alarms.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace chopay;
using namespace chopay::pages;
using sample::contains;

namespace {

ledger::Instant noon() {
  return ledger::parse_instant("2026-11-24T05:00:00.000Z").value();
}

HeldLook held() {
  HeldLook look;
  auto& notice = look.held.notice;
  notice.seq = ledger::Seq{17};
  notice.at = noon();
  notice.account = {"970436", "9903000000112"};
  notice.amount = ledger::Dong{85'000};
  notice.source = "<sepay>";
  notice.occurred_at = noon() - std::chrono::minutes{10};
  notice.earlier = ledger::Seq{1'234};
  look.held.told_at = noon() - std::chrono::minutes{11};
  look.stalls = {merchant::StallId::parse("A12").value()};
  return look;
}

std::string page_of(const AlarmsLook& look) {
  return alarms_page(*sample::hostile_market(), look).body;
}

}  // namespace

TEST_CASE("Money that waits shows both tellings, its account by its end, and two ways out") {
  AlarmsLook look;
  look.held.emplace().push_back(held());
  const auto page = page_of(look);
  for (const char* part : {"85.000", "••••0112", "Sạp A12", "11:50:00", "11:49:00", "1.234",
                           "&lt;sepay&gt;", "data-other=\"no\"", "data-other=\"yes\""}) {
    CHECK(contains(page, part));
  }
  CHECK_FALSE(contains(page, "9903000000112"));
  CHECK_FALSE(contains(page, "<sepay>"));
}

TEST_CASE("Who may settle nothing has no button, and what is hidden is only counted") {
  AlarmsLook look;
  look.alarms.emplace_back().code = merchant::AlarmCode::told_twice;
  const auto looking_on = page_of(look);
  CHECK(contains(looking_on, "Tiền có thể đã báo hai lần"));
  CHECK_FALSE(contains(looking_on, "id=\"held\""));
  CHECK_FALSE(contains(looking_on, "<button"));
  look.held.emplace();
  look.hidden = 2;
  CHECK(contains(page_of(look), "2 khoản của hộ chưa cho xem số"));
  CHECK(contains(page_of(look), "Không có khoản nào chờ xác nhận"));
}

TEST_CASE("Every alarm has words, and names its stall or source") {
  AlarmsLook look;
  for (int code = 0; code <= static_cast<int>(merchant::AlarmCode::silent_source); ++code) {
    look.alarms.clear();
    auto& alarm = look.alarms.emplace_back();
    alarm.code = static_cast<merchant::AlarmCode>(code);
    alarm.stall = merchant::StallId::parse("A12").value();
    CHECK_FALSE(contains(page_of(look), "<li><small>"));
    CHECK(contains(page_of(look), "Sạp A12"));
  }
}
