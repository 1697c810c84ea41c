#include <catch2/catch.hpp>

#include "merchant/event.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

const PayeeAccount account{"970436", "1017595600"};

statement::Imported imported(const std::string& id = std::string(64, 'a')) {
  const auto day = ledger::business_day_of(testing::market_morning());
  return {{}, {}, id, "bidv", account, day, day, 3, 2, Dong{90'000}, "board:x"};
}

Result<statement::Imported> import(MarketDesk& desk, const statement::Imported& what) {
  return desk.ask(ImportStatement{MarketDesk::market(), what, {}});
}

/// A credit that only a statement tells of, booked on this day.
BankNotice from_statement(MarketDesk& desk, std::int64_t dong, const std::string& reference,
                          ledger::BusinessDay day) {
  auto notice = desk.notice("A01", dong, "mua ca");
  notice.source = statement::source_of(std::string(64, 'a'));
  notice.bank_ref = reference;
  notice.day = day;
  notice.occurred_at = ledger::Instant{day.date()} - ledger::vietnam_offset;
  return notice;
}

}  // namespace

TEST_CASE("The same statement twice is one entry, another file is another") {
  MarketDesk desk;
  desk.open_market();
  const auto first = import(desk, imported());
  REQUIRE(first.has_value());
  CHECK(first->seq == desk.log.back().entry.seq);
  const auto entries = desk.log.size();
  CHECK(import(desk, imported())->seq == first->seq);
  CHECK(desk.log.size() == entries);
  CHECK(import(desk, imported(std::string(64, 'b')))->seq != first->seq);
  const auto all = desk.ask(ShowStatements{MarketDesk::market()})->all;
  REQUIRE(all.size() == 2);
  CHECK(all[0].id == std::string(64, 'a'));
  CHECK(all[0].credit_sum == Dong{90'000});
  const auto day = desk.ask(ShowDay{MarketDesk::market(), imported().from});
  REQUIRE(day->statements.size() == 1);
  CHECK(day->statements[0].id == std::string(64, 'b'));
}

TEST_CASE("A late notice of a transfer that a statement told of first is a duplicate") {
  MarketDesk desk;
  desk.open_market();
  const auto today = ledger::business_day_of(desk.clock.now());
  const auto posted = desk.take(from_statement(desk, 50'000, "FT1", today));
  CHECK(posted.outcome == NoticeOutcome::posted);
  auto notice = desk.notice("A01", 50'000, "mua ca");
  notice.bank_ref = "FT1";
  CHECK(desk.take(notice).outcome == NoticeOutcome::duplicate);
  CHECK(desk.balance("bank/970436/1017595600") == Dong{50'000});
}

TEST_CASE("A transfer of the night is not counted twice where bank and notice give it two days") {
  const auto today = ledger::business_day_of(testing::market_morning());
  const auto tomorrow = ledger::BusinessDay::from_days(today.days() + 1);
  const ledger::Instant night = ledger::Instant{today.date()} - ledger::vietnam_offset + 23h;
  const auto notice_of_the_night = [&](MarketDesk& desk) {
    auto notice = desk.notice("A01", 50'000, "mua ca");
    notice.bank_ref = "FT1";
    notice.day = today;
    notice.occurred_at = night;
    return notice;
  };
  SECTION("the statement first") {
    MarketDesk desk;
    desk.open_market();
    const auto posted = desk.take(from_statement(desk, 50'000, "FT1", tomorrow));
    const auto taken = desk.take(notice_of_the_night(desk));
    CHECK(taken.outcome == NoticeOutcome::duplicate);
    CHECK(taken.seq == posted.seq);
  }
  SECTION("the notice first, between the comparison and the import") {
    MarketDesk desk;
    desk.open_market();
    desk.take(notice_of_the_night(desk));
    CHECK(desk.take(from_statement(desk, 50'000, "FT1", tomorrow)).outcome ==
          NoticeOutcome::duplicate);
  }
  SECTION("another amount is another transfer") {
    MarketDesk desk;
    desk.open_market();
    desk.take(from_statement(desk, 40'000, "FT1", tomorrow));
    CHECK(desk.take(notice_of_the_night(desk)).outcome == NoticeOutcome::posted);
  }
}

namespace {

/// A credit of A01 that a statement tells, paid by the request's code 20 minutes before the import.
BankNotice told_by_statement(MarketDesk& desk, const std::string& text, bool timed = true) {
  auto line = desk.notice("A01", 50'000, text);
  const auto today = ledger::business_day_of(desk.clock.now());
  const auto first_moment = ledger::Instant{today.date()} - ledger::vietnam_offset;
  line.source = statement::source_of(std::string(64, 'a'));
  line.occurred_at = timed ? desk.clock.now() - 20min : first_moment;
  return line;
}

/// The bank's own notice of money that was paid then, with its own reference.
BankNotice told_by_bank(MarketDesk& desk, const std::string& text, std::chrono::seconds ago) {
  auto notice = desk.notice("A01", 50'000, text);
  notice.occurred_at = desk.clock.now() - ago;
  return notice;
}

RejectionWhy newest_why(MarketDesk& desk) {
  return read_rejection(desk.log.back().entry).why;
}

}  // namespace

TEST_CASE("Money of a request's code that a statement told is one credit under two references") {
  MarketDesk desk;
  desk.open_market();
  const std::string code{desk.open_request("A01", 50'000).request.reference.text()};
  desk.clock.advance(30min);
  const auto line = desk.take(told_by_statement(desk, code, GENERATE(true, false)));
  REQUIRE(line.outcome == NoticeOutcome::posted);
  const auto notice = told_by_bank(desk, code, 20min - 40s);
  const auto again = desk.take(notice);
  CHECK(again.outcome == NoticeOutcome::duplicate);
  CHECK(again.seq == line.seq);
  CHECK(newest_why(desk) == RejectionWhy::same_money);
  CHECK(desk.rules.book(MarketDesk::market())->alarms().newest().empty());
  const auto entries = desk.log.size();
  CHECK(desk.take(notice).seq == line.seq);
  CHECK(desk.log.size() == entries);
  CHECK(desk.balance("bank/970436/1017595600") == Dong{50'000});
  SECTION("another transfer by the code, later, is money of its own") {
    desk.clock.advance(5min);
    CHECK(desk.take(told_by_bank(desk, code, 1min)).outcome == NoticeOutcome::posted);
  }
  SECTION("the credit stands for one notice alone") {
    CHECK(desk.take(told_by_bank(desk, code, 20min)).outcome == NoticeOutcome::posted);
  }
}

TEST_CASE(
    "Money that a statement perhaps told is not posted a second time before a person decides") {
  MarketDesk desk;
  desk.open_market();
  desk.clock.advance(30min);
  const auto line = desk.take(told_by_statement(desk, "mua ca"));
  const auto notice = told_by_bank(desk, "mua ca", 20min);
  const auto held = desk.take(notice);
  CHECK(held.outcome == NoticeOutcome::told_twice);
  CHECK(newest_why(desk) == RejectionWhy::told_twice);
  CHECK(desk.balance("bank/970436/1017595600") == Dong{50'000});
  const auto& alarm = desk.rules.book(MarketDesk::market())->alarms().newest().back();
  CHECK(alarm.code == AlarmCode::told_twice);
  CHECK(alarm.earlier == line.seq);
  const auto entries = desk.log.size();
  CHECK(desk.take(notice).outcome == NoticeOutcome::told_twice);
  CHECK(desk.log.size() == entries);
  SECTION("who says that it is other money has it posted, once") {
    TakeNotice other{notice, true};
    other.other_money = true;
    CHECK(desk.ask(other).outcome == NoticeOutcome::posted);
    CHECK(desk.ask(other).outcome == NoticeOutcome::duplicate);
    CHECK(desk.take(notice).outcome == NoticeOutcome::duplicate);
    CHECK(desk.balance("bank/970436/1017595600") == Dong{100'000});
  }
  SECTION("a statement that has its reference posts it") {
    auto own_line = notice;
    own_line.source = statement::source_of(std::string(64, 'b'));
    CHECK(desk.take(own_line).outcome == NoticeOutcome::posted);
  }
}

TEST_CASE("Who says that it is the same money has it posted nowhere, and nothing waits any more") {
  MarketDesk desk;
  desk.open_market();
  desk.clock.advance(30min);
  const auto line = desk.take(told_by_statement(desk, "mua ca"));
  const auto notice = told_by_bank(desk, "mua ca", 20min);
  const auto held = desk.take(notice);
  const auto list = desk.ask(ShowHeldNotices{MarketDesk::market()});
  REQUIRE(list->waiting.size() == 1);
  const auto& [waiting, told_at] = list->waiting.front();
  CHECK(waiting.seq == held.seq);
  CHECK(waiting.key == ledger::CreditKey{notice.day, notice.bank, notice.account, notice.bank_ref});
  CHECK(waiting.amount == Dong{50'000});
  CHECK(waiting.occurred_at == notice.occurred_at);
  CHECK(waiting.earlier == line.seq);
  CHECK(told_at == notice.occurred_at);
  CHECK(desk.ask(SettleHeldNotice{MarketDesk::market(), line.seq, "board:x"}).error().code ==
        Errc::not_pending);
  CHECK(desk.ask(SettleHeldNotice{MarketDesk::market(), held.seq, "board:x"}).has_value());
  CHECK(desk.ask(ShowHeldNotices{MarketDesk::market()})->waiting.empty());
  CHECK(desk.ask(SettleHeldNotice{MarketDesk::market(), held.seq, "board:x"}).error().code ==
        Errc::not_pending);
  const auto entries = desk.log.size();
  SECTION("the bank tells it again, and a list does: it is a duplicate of the statement's") {
    const auto again = desk.take(notice);
    CHECK(again.outcome == NoticeOutcome::duplicate);
    CHECK(again.seq == line.seq);
  }
  SECTION("the same after a restart") {
    merchant::Rules other{desk.random};
    REQUIRE(other.restore(desk.rules.state()));
    CHECK(other.book(MarketDesk::market())->held().ever());
    CHECK(other.book(MarketDesk::market())->held().waiting().empty());
  }
  CHECK(desk.log.size() == entries);
  CHECK(desk.balance("bank/970436/1017595600") == Dong{50'000});
}

TEST_CASE("Who said that it is other money stands beside it, and what waits outlives a snapshot") {
  MarketDesk desk;
  desk.open_market();
  desk.clock.advance(30min);
  desk.take(told_by_statement(desk, "mua ca"));
  const auto notice = told_by_bank(desk, "mua ca", 20min);
  const auto held = desk.take(notice);
  merchant::Rules other{desk.random};
  REQUIRE(other.restore(desk.rules.state()));
  const auto* waiting = other.book(MarketDesk::market())->held().find(held.seq);
  REQUIRE(waiting);
  CHECK(waiting->account == account);
  TakeNotice what{notice, true};
  what.other_money = true;
  what.by = "board:x";
  CHECK(desk.ask(what).outcome == NoticeOutcome::posted);
  CHECK(read_credit(desk.log.back().entry).other_money_by == "board:x");
  CHECK(desk.ask(ShowHeldNotices{MarketDesk::market()})->waiting.empty());
}

TEST_CASE("Only money that a statement can have told is held back") {
  MarketDesk desk;
  desk.open_market();
  desk.clock.advance(2h);
  desk.take(told_by_statement(desk, "mua ca"));
  CHECK(desk.take(told_by_bank(desk, "mua ca", 15min)).outcome == NoticeOutcome::told_twice);
  CHECK(desk.take(told_by_bank(desk, "mua ca", 15min - 1s)).outcome == NoticeOutcome::posted);
  CHECK(desk.take(told_by_bank(desk, "mua ca", 0min)).outcome == NoticeOutcome::posted);
  auto other_sum = told_by_bank(desk, "mua ca", 20min);
  other_sum.amount = Dong{50'001};
  CHECK(desk.take(other_sum).outcome == NoticeOutcome::posted);
}

TEST_CASE("Two credits of a statement that fit alike are for a person, whatever code they have") {
  MarketDesk desk;
  desk.open_market();
  const std::string code{desk.open_request("A01", 50'000).request.reference.text()};
  desk.clock.advance(30min);
  desk.take(told_by_statement(desk, code));
  desk.take(told_by_statement(desk, code));
  CHECK(desk.take(told_by_bank(desk, code, 20min)).outcome == NoticeOutcome::told_twice);
}

TEST_CASE("Imports outlive a snapshot of the books") {
  MarketDesk desk;
  desk.open_market();
  import(desk, imported()).value();
  const auto today = ledger::business_day_of(desk.clock.now());
  desk.take(from_statement(desk, 50'000, "FT1", ledger::BusinessDay::from_days(today.days() + 1)));
  testing::RepeatableRandom random;
  Rules restored{random};
  REQUIRE(restored.restore(desk.rules.state()));
  const auto& imports = restored.book(MarketDesk::market())->imports();
  REQUIRE(imports.all().size() == 1);
  CHECK(imports.all()[0].account == account);
  CHECK(imports.beside({today, "970436", "1017595600", "FT1"}).size() == 1);
}

TEST_CASE("A credit of a statement turns no screen green") {
  MarketDesk desk;
  desk.open_market();
  const auto today = ledger::business_day_of(desk.clock.now());
  desk.take(from_statement(desk, 50'000, "FT1", today));
  CHECK(event_of(desk.log.back().entry)->type == "late_credit");
  desk.take(desk.notice("A01", 50'000, "mua ca"));
  CHECK(event_of(desk.log.back().entry)->type == "credit");
}

TEST_CASE("The lines beside an entry come back as they were, and damage is told") {
  statement::Line line;
  line.row = 7;
  line.day = ledger::business_day_of(testing::market_morning());
  line.occurred_at = testing::market_morning();
  line.amount = Dong{85'000};
  line.reference = "FT\"1";
  auto other = line;
  other.occurred_at.reset();
  other.direction = Direction::out;
  other.reversal = true;
  const auto text = statement::lines_text({line, other});
  const auto read = statement::read_lines_text(text);
  REQUIRE(read.has_value());
  CHECK(*read == std::vector{line, other});
  for (const char* bad :
       {"", "{}", "[1]", "[[1,2,3,4,5,6,7]]", "[[1,\"x\",null,1,\"in\",false,\"\"]]"}) {
    INFO(bad);
    CHECK(statement::read_lines_text(bad).has_error());
  }
}
