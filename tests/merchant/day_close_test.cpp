#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

const auto today = ledger::business_day_of(testing::market_morning());
const auto tomorrow = ledger::BusinessDay::from_days(today.days() + 1);

Result<DayState> close(MarketDesk& desk, ledger::BusinessDay date) {
  return desk.ask(CloseDay{MarketDesk::market(), date, "board"});
}

}  // namespace

TEST_CASE("After a day is closed its money counts for the next open day, with its own time") {
  MarketDesk desk;
  desk.open_market();
  auto before = desk.notice("A01", 10'000, "mua ca");
  auto after = desk.notice("A01", 20'000, "mua ca");
  desk.take(before);
  CHECK(desk.log.back().entry.day == today);
  desk.clock.advance(24h);
  CHECK(close(desk, today)->closed);
  desk.take(after);
  CHECK(desk.log.back().entry.day == tomorrow);
  CHECK(desk.log.back().entry.key->day == today);
  CHECK(read_credit(desk.log.back().entry).occurred_at == after.occurred_at);
  CHECK(close(desk, tomorrow)->closed);
  auto later = desk.notice("A01", 30'000, "mua ca");
  later.day = today;
  desk.take(later);
  CHECK(desk.log.back().entry.day.days() == today.days() + 2);
}

TEST_CASE("The same notice before and after the close is one transfer") {
  MarketDesk desk;
  desk.open_market();
  const auto notice = desk.notice("A01", 10'000, "mua ca");
  const auto first = desk.take(notice);
  close(desk, today);
  const auto again = desk.take(notice);
  CHECK(again.outcome == NoticeOutcome::duplicate);
  CHECK(again.seq == first.seq);
}

TEST_CASE("A day is closed once, and not before it has begun") {
  MarketDesk desk;
  desk.open_market();
  CHECK(close(desk, tomorrow).error().code == Errc::day_not_over);
  CHECK(close(desk, today).has_value());
  const auto entries = desk.log.size();
  CHECK(close(desk, today).has_value());
  CHECK(desk.log.size() == entries);
}

TEST_CASE("What is explained after the close leaves the closed day as it was signed") {
  MarketDesk desk;
  desk.open_market();
  const auto seq = desk.take(desk.notice("A02", 30'000, "mua ca")).seq;
  close(desk, today);
  const auto stall = StallId::parse("A02").value();
  CHECK(desk.ask(Allocate{MarketDesk::market(), seq, {{stall, "", Dong{30'000}}}, "board", ""})
            .has_value());
  CHECK(desk.log.back().entry.day == tomorrow);
}

TEST_CASE("What a standstill left open is closed day by day, up to the one that is due") {
  MarketDesk desk;
  desk.open_market();
  const auto close_next = [&](ledger::BusinessDay last) {
    return desk.ask(CloseNextDay{MarketDesk::market(), last, "automatic"}).value().date;
  };
  CHECK(close_next(today) == today);  // the first of all is the one that is due
  const auto entries = desk.log.size();
  CHECK(close_next(today) == today);
  CHECK(desk.log.size() == entries);
  desk.clock.advance(72h);
  const auto last = ledger::BusinessDay::from_days(today.days() + 3);
  CHECK(close_next(last) == tomorrow);
  CHECK(close_next(last).days() == today.days() + 2);
  CHECK(close_next(last) == last);
  CHECK(desk.log.size() == entries + 3);
  CHECK(read_day_closed(desk.log.back().entry).by == "automatic");
  const auto future = ledger::BusinessDay::from_days(today.days() + 4);
  CHECK(desk.ask(CloseNextDay{MarketDesk::market(), future, "automatic"}).error().code ==
        Errc::day_not_over);
  CHECK(close_next(tomorrow) == last);  // all are closed already
}

TEST_CASE("Late credits are looked for only on a day whose day before is closed") {
  MarketDesk desk;
  desk.open_market();
  const auto takes_late = [&](ledger::BusinessDay date) {
    return desk.ask(ShowDay{MarketDesk::market(), date})->takes_late;
  };
  CHECK_FALSE(takes_late(today));
  CHECK_FALSE(takes_late(tomorrow));
  desk.clock.advance(24h);
  CHECK(close(desk, today)->closed);
  CHECK_FALSE(takes_late(today));
  CHECK(takes_late(tomorrow));
}
