#include <catch2/catch.hpp>

#include "merchant/statement/imported.hpp"
#include "tests/merchant/charges/charged_market.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::charges;
using ledger::Dong;
using testing::ChargedMarket;
using testing::MarketDesk;
using testing::month_of;
using testing::stall_id;

namespace {

const auto market = MarketDesk::market();

}  // namespace

TEST_CASE("A month is charged by area and by stall, once, and the same whoever asks again") {
  ChargedMarket place;
  const auto billed = place.bill("2026-11");
  CHECK(billed.stalls == 3);
  CHECK(billed.sum == Dong{470'000 + 320'000 + 20'000});
  CHECK(place.owed("A01") == Dong{470'000});
  CHECK(place.bill("2026-11").stalls == 0);
  CHECK(place.owed("A01") == Dong{470'000});
  CHECK(place.desk.balance("charges/2026-11") == Dong{-810'000});
}

TEST_CASE("A price of another month charges nothing before it, and none that was billed changes") {
  ChargedMarket place;
  place.bill("2026-11");
  const TariffSet dearer{{"sap", "Giá mới", true, Dong{200'000}, "", month_of("2026-12")},
                         "board:a"};
  place.desk.ask(SetTariff{market, dearer}).value();
  auto backwards = dearer;
  backwards.tariff.from = month_of("2026-11");
  CHECK(place.desk.ask(SetTariff{market, backwards}).error().code == Errc::bad_period);
  place.desk.ask(CloseCharges{market, month_of("2026-11"), "board:a"}).value();
  place.bill("2026-12");
  CHECK(place.owed("A01") == Dong{470'000 + 920'000});
}

TEST_CASE("Cash is collected once, never more than is owed, and none after the month is closed") {
  ChargedMarket place;
  CHECK(place.collect("A01", 1'000, "k0").error().code == Errc::not_pending);
  place.bill("2026-11");
  CHECK(place.collect("A01", 300'000, "k1").value().owed == Dong{170'000});
  CHECK(place.collect("A01", 300'000, "k1").value().owed == Dong{170'000});
  CHECK(place.collect("A01", 200'000, "k1").error().code == Errc::idempotency_conflict);
  CHECK(place.collect("A01", 170'001, "k2").error().code == Errc::bad_amount);
  CHECK(place.collect("X99", 1, "k3").error().code == Errc::unknown_stall);
  place.desk.ask(CloseCharges{market, month_of("2026-11"), "board:a"}).value();
  CHECK(place.collect("A01", 170'000, "k4").error().code == Errc::not_pending);
  CHECK(place.owed("A01") == Dong{170'000});
}

TEST_CASE("Money on the board's account pays the stall that its text names, and is no sale") {
  ChargedMarket place;
  place.bill("2026-11");
  CHECK(place.transfer(470'000, place.memo("A01") + " PHI CHO").outcome == NoticeOutcome::posted);
  CHECK(place.owed("A01") == Dong{});
  CHECK(place.desk.balance("board/970436/0011009999") == Dong{470'000});
  CHECK(place.desk.balance("sales/A01") == Dong{});
  CHECK(place.transfer(50'000, "chuyen tien").verdict == CreditVerdict::unmatched);
  CHECK(place.desk.balance("charge_suspense/ha-long-1") == Dong{-50'000});
  CHECK(place.owed("A02") == Dong{320'000});
}

TEST_CASE("The same transfer told twice pays once; told with another sum it pays nothing more") {
  ChargedMarket place;
  place.bill("2026-11");
  auto notice = place.desk.notice("A01", 100'000, place.memo("A01"));
  notice.account = "0011009999";
  CHECK(place.desk.take(notice, false).outcome == NoticeOutcome::posted);
  CHECK(place.desk.take(notice, false).outcome == NoticeOutcome::duplicate);
  notice.amount = Dong{200'000};
  CHECK(place.desk.take(notice, false).outcome == NoticeOutcome::conflict);
  CHECK(place.owed("A01") == Dong{370'000});
  CHECK(place.desk.rules.book(market)->alarms().newest().back().code == AlarmCode::contradiction);
}

TEST_CASE("Cash goes from collector to safe by two people, and what was missing is kept") {
  ChargedMarket place;
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1").value();
  const auto hand_over = [&](std::int64_t dong) {
    return place.desk.ask(HandOverCash{market, Dong{dong}, "board:a", "Chị An"});
  };
  const auto confirm = [&](ledger::Seq seq, std::int64_t dong, const char* by, const char* name) {
    return place.desk.ask(ConfirmHandOver{market, seq, Dong{dong}, by, name});
  };
  CHECK(hand_over(300'001).error().code == Errc::bad_amount);
  const auto handed = hand_over(300'000).value();
  CHECK(handed.held == Dong{300'000});
  CHECK(confirm(handed.seq, 300'000, "board:a", "Anh Ba").error().code == Errc::needs_other_party);
  CHECK(confirm(handed.seq, 290'000, "board:b", "Anh Ba").value().counted == Dong{290'000});
  CHECK(confirm(handed.seq, 300'000, "board:b", "Anh Ba").error().code == Errc::not_pending);
  CHECK(place.desk.balance("board_cash/ha-long-1") == Dong{290'000});
  CHECK(place.desk.balance("cash_difference/board:a") == Dong{10'000});
  CHECK(place.desk.balance("handed/board:a") == Dong{});
  CHECK(place.desk.balance("collector/board:a") == Dong{});
}

TEST_CASE("Two keys of one person are one person, and a key without a name is nobody") {
  ChargedMarket place;
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1", "collector:1", "Trần Thị Hoa").value();
  CHECK(place.desk.ask(HandOverCash{market, Dong{300'000}, "collector:1"}).error().code ==
        Errc::nameless_person);
  const auto handed =
      place.desk.ask(HandOverCash{market, Dong{300'000}, "collector:1", "Trần Thị Hoa"}).value();
  const auto confirmed_by = [&](const char* by, const char* name) {
    const ConfirmHandOver what{market, handed.seq, Dong{300'000}, by, name};
    const auto answer = place.desk.ask(what);
    return answer ? Errc::report_failed : answer.error().code;
  };
  CHECK(confirmed_by("board:2", "Trần Thị Hoa") == Errc::needs_other_party);
  CHECK(confirmed_by("board:2", "TRẦN THỊ HOA") == Errc::needs_other_party);
  CHECK(confirmed_by("board:2", "") == Errc::nameless_person);
  CHECK(place.desk.balance("handed/collector:1") == Dong{300'000});
  const ConfirmHandOver by_another{market, handed.seq, Dong{300'000}, "board:3", "Lê Văn Ba"};
  CHECK(place.desk.ask(by_another).value().counted == Dong{300'000});
}

TEST_CASE("What is left of a month is carried on, and nothing is lost on the way") {
  ChargedMarket place;
  place.bill("2026-11");
  place.collect("A01", 100'000, "k1").value();
  place.transfer(50'000, place.memo("A01"));
  place.desk.ask(WaiveCharge{market, stall_id("A02"), Dong{120'000}, "ốm", "board:a"}).value();
  place.desk.ask(CloseCharges{market, month_of("2026-11"), "board:a"}).value();
  place.transfer(20'000, place.memo("A01"));  // between two months: carried on
  place.bill("2026-12");
  const auto& book = place.desk.rules.book(market)->charges();
  const auto& november = book.month(month_of("2026-11"))->stalls.at(stall_id("A01"));
  const auto& december = book.month(month_of("2026-12"))->stalls.at(stall_id("A01"));
  CHECK(november.left() == Dong{320'000});
  CHECK(december.arrears == Dong{300'000});
  CHECK(december.left() == Dong{770'000});
  for (const char* code : {"A01", "A02", "A10"}) {
    CHECK(book.owed(stall_id(code)) == place.desk.balance(std::string{"due/"} + code));
  }
  const auto charged =
      place.desk.balance("charges/2026-11") + place.desk.balance("charges/2026-12");
  const auto arrived = place.desk.balance("collector/board:a") +
                       place.desk.balance("board/970436/0011009999") +
                       place.desk.balance("waived/2026-11");
  CHECK(-charged == arrived + place.owed("A01") + place.owed("A02") + place.owed("A10"));
}

TEST_CASE("One month is open at a time, and the board needs an account before the first") {
  ChargedMarket place;
  place.bill("2026-11");
  CHECK(place.desk.ask(BillStalls{market, month_of("2026-12"), "board:a"}).error().code ==
        Errc::bad_period);
  place.desk.ask(CloseCharges{market, month_of("2026-11"), "board:a"}).value();
  CHECK(place.desk.ask(BillStalls{market, month_of("2026-11"), "board:a"}).error().code ==
        Errc::not_pending);
  CHECK(place.desk.ask(BillStalls{market, month_of("2026-10"), "board:a"}).error().code ==
        Errc::bad_period);
  MarketDesk poor;
  poor.open_market();
  CHECK(poor.ask(BillStalls{market, month_of("2026-11"), "board:a"}).error().code ==
        Errc::unknown_account);
}

TEST_CASE("The state of the charges survives as bytes") {
  ChargedMarket place;
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1").value();
  place.desk.ask(HandOverCash{market, Dong{100'000}, "board:a", "Chị An"}).value();
  const auto state = place.desk.rules.state();
  testing::RepeatableRandom random;
  Rules other{random};
  REQUIRE(other.restore(state));
  CHECK(other.book(market)->charges().owed(stall_id("A01")) == Dong{170'000});
  CHECK(other.book(market)->charges().cash_of("board:a").handed == Dong{100'000});
}

TEST_CASE("Money that names no stall waits, is given to stalls in parts, and can be taken back") {
  ChargedMarket place;
  place.bill("2026-11");
  const auto money = place.transfer(400'000, "chuyen tien cho").seq;
  const auto name = [&](const char* stall, std::int64_t dong) {
    return place.desk.ask(NameMoney{market, money, stall_id(stall), Dong{dong}, "board:a"});
  };
  CHECK(name("A01", 400'001).error().code == Errc::bad_amount);
  CHECK(name("A01", 0).error().code == Errc::bad_amount);
  CHECK(name("X99", 1).error().code == Errc::unknown_stall);
  CHECK(place.desk.ask(NameMoney{market, ledger::Seq{1}, stall_id("A01"), Dong{1}, "board:a"})
            .error()
            .code == Errc::unknown_credit);
  const auto first = name("A01", 300'000).value();
  CHECK(first.owed == Dong{170'000});
  CHECK(name("A02", 100'000).value().owed == Dong{220'000});
  CHECK(name("A02", 1).error().code == Errc::bad_amount);
  CHECK(place.desk.balance("charge_suspense/ha-long-1") == Dong{});
  const TakeBackName back{market, money, first.seq, "board:a"};
  CHECK(place.desk.ask(back).value().owed == Dong{470'000});
  CHECK(place.desk.ask(back).error().code == Errc::unknown_allocation);
  CHECK(place.desk.balance("charge_suspense/ha-long-1") == Dong{-300'000});
  CHECK(place.desk.balance("due/A01") == place.owed("A01"));
  const auto shown = place.charges(ChargesPart::overview).unnamed;
  REQUIRE(shown.size() == 1);
  CHECK(shown[0].left() == Dong{300'000});
  REQUIRE(shown[0].parts.size() == 1);
  CHECK(shown[0].parts[0].stall == stall_id("A02"));
  testing::RepeatableRandom random;
  Rules other{random};
  REQUIRE(other.restore(place.desk.rules.state()));
  CHECK(other.book(market)->charges().unnamed(money)->left() == Dong{300'000});
}

TEST_CASE("Money that was named long ago leaves the book, what waits and what is new never does") {
  ChargedMarket place;
  place.bill("2026-11");
  const auto named = place.transfer(100'000, "chuyen tien cho").seq;
  const auto waits = place.transfer(50'000, "tien cho").seq;
  place.desk.ask(NameMoney{market, named, stall_id("A01"), Dong{100'000}, "board:a"}).value();
  const auto is_kept = [&](ledger::Seq money) {
    return place.desk.rules.book(market)->charges().unnamed(money) != nullptr;
  };
  place.desk.clock.advance(std::chrono::hours{24 * named_kept_days});
  place.transfer(1'000, "nua");
  CHECK(is_kept(named));
  place.desk.clock.advance(std::chrono::hours{48});
  place.transfer(2'000, "nua");
  CHECK(!is_kept(named));
  CHECK(is_kept(waits));
  CHECK(place.owed("A01") == Dong{370'000});
}

TEST_CASE("One transfer of the night that notice and statement date differently pays once") {
  ChargedMarket place;
  place.bill("2026-11");
  auto notice = place.desk.notice("A01", 100'000, place.memo("A01"));
  notice.account = "0011009999";
  notice.occurred_at = ledger::parse_instant("2026-11-24T16:30:00.000Z").value();  // 23:30
  notice.day = ledger::business_day_of(notice.occurred_at);
  CHECK(place.desk.take(notice, false).outcome == NoticeOutcome::posted);
  auto booked = notice;
  booked.source = "statement:970436";
  REQUIRE(statement::is_statement_source(booked.source));
  booked.day = ledger::BusinessDay::from_days(notice.day.days() + 1);
  CHECK(place.desk.take(booked, false).outcome == NoticeOutcome::duplicate);
  CHECK(place.owed("A01") == Dong{370'000});
  auto another = booked;  // another sum is another transfer
  another.amount = Dong{70'000};
  CHECK(place.desk.take(another, false).outcome == NoticeOutcome::posted);
  auto by_notice = booked;  // told by a notice again: the bank says that it is another
  by_notice.source = notice.source;
  by_notice.day = ledger::BusinessDay::from_days(notice.day.days() - 1);
  CHECK(place.desk.take(by_notice, false).outcome == NoticeOutcome::posted);
}

TEST_CASE("What one paper needs of the charges is given, and the rest of the book is not copied") {
  ChargedMarket place;
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1", "collector:a", "Chị Hoa").value();
  const auto bills = place.charges(ChargesPart::bills);
  CHECK(bills.bills.stalls.size() == 3);
  CHECK(bills.area_prices.at(stall_id("A01")) == Dong{100'000});
  CHECK(bills.debts.empty());
  CHECK(place.charges(ChargesPart::debts).bills.stalls.empty());
  CHECK(place.charges(ChargesPart::debts).debts.at(stall_id("A01")).all == Dong{170'000});
  const auto overview = place.charges(ChargesPart::overview);
  REQUIRE(overview.months.size() == 1);
  CHECK(overview.months[0].sum.left() == Dong{510'000});
  CHECK(overview.cash.at("collector:a").name == "Chị Hoa");
  CHECK(overview.bills.stalls.empty());
  const ShowCharges unbilled{market, ChargesPart::bills, month_of("2026-12")};
  CHECK(place.desk.ask(unbilled).error().code == Errc::unknown_charge_month);
}
