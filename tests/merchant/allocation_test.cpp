#include <catch2/catch.hpp>

#include "merchant/settlement.hpp"
#include "merchant/suggest.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

StallId stall(const char* code) {
  return StallId::parse(code).value();
}

/// An unexplained credit on the account that A02 and A03 share.
ledger::Seq unexplained(MarketDesk& desk, std::int64_t dong) {
  const auto taken = desk.take(desk.notice("A02", dong, "mua ca"));
  REQUIRE(taken.verdict == CreditVerdict::unmatched);
  return taken.seq;
}

Result<CreditState> allocate(MarketDesk& desk, ledger::Seq credit, std::vector<CreditPart> parts) {
  return desk.ask(Allocate{MarketDesk::market(), credit, std::move(parts), "board", "khách báo"});
}

std::vector<CreditState> suspense(MarketDesk& desk) {
  return desk.ask(ShowSuspense{MarketDesk::market()})->credits;
}

std::vector<CreditState> explained(MarketDesk& desk) {
  return desk.ask(ShowSuspense{MarketDesk::market()})->explained;
}

RequestStatus status(MarketDesk& desk, const PaymentRequest& request) {
  return desk.ask(FindRequest{request.id})->status;
}

/// What the settlement of the log so far says.
Settlement settlement(const MarketDesk& desk) {
  std::map<std::string, ledger::DayTotal> totals;
  const auto day = ledger::business_day_of(testing::market_morning());
  for (const auto& sealed : desk.log) {
    CHECK(ledger::balanced(sealed.entry.postings));
    for (const auto& posting : sealed.entry.postings) {
      CHECK(sealed.entry.day == day);
      auto& total = totals[posting.account];
      total.account = posting.account;
      total.amount += posting.amount;
      ++total.postings;
    }
  }
  ledger::DayTotals sums;
  for (auto& [account, total] : totals) sums.totals.push_back(total);
  return settle(*desk.rules.book(MarketDesk::market())->registry(), day, sums);
}

DayFigures figures(const MarketDesk& desk, const char* code) {
  for (const auto& zone : settlement(desk).zones) {
    for (const auto& row : zone.stalls) {
      if (row.stall == stall(code)) return row.figures;
    }
  }
  return {};
}

}  // namespace

TEST_CASE("Unexplained money is listed by age until a person says whose it is") {
  MarketDesk desk;
  desk.open_market();
  const auto first = unexplained(desk, 30'000);
  desk.clock.advance(1min);
  const auto second = unexplained(desk, 40'000);
  REQUIRE(suspense(desk).size() == 2);
  CHECK(suspense(desk)[0].seq == first);
  CHECK(allocate(desk, first, {{stall("A02"), "", Dong{30'000}}}).has_value());
  REQUIRE(suspense(desk).size() == 1);
  CHECK(suspense(desk)[0].seq == second);
  CHECK(figures(desk, "A02").gross == Dong{30'000});
  CHECK(figures(desk, "A02").count == 1);
  CHECK(settlement(desk).totals.unmatched == Dong{40'000});
  CHECK(settlement(desk).totals.unmatched_count == 1);
}

TEST_CASE("An allocation can be taken back, and then all is as it was") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A02", 30'000).request;
  const auto credit = unexplained(desk, 30'000);
  const auto state = allocate(desk, credit, {{stall("A02"), request.id, Dong{30'000}}}).value();
  CHECK(status(desk, request) == RequestStatus::paid);
  const auto undo = [&](ledger::Seq allocation) {
    return desk.ask(UndoAllocation{MarketDesk::market(), credit, allocation, "board"});
  };
  CHECK(undo(credit).error().code == Errc::not_the_last_allocation);
  REQUIRE(explained(desk).size() == 1);
  CHECK(explained(desk)[0].allocations.back().entry == state.allocations.back().entry);
  CHECK(undo(state.allocations.back().entry)->in_suspense());
  CHECK(status(desk, request) == RequestStatus::pending);
  CHECK(suspense(desk).size() == 1);
  CHECK(explained(desk).empty());
  CHECK(figures(desk, "A02").gross.is_zero());
  CHECK(figures(desk, "A02").count == 0);
  CHECK(settlement(desk).totals.unmatched_count == 1);
  CHECK(undo(state.allocations.back().entry).error().code == Errc::unknown_allocation);
}

TEST_CASE("One transfer for two sales of two stalls is split, to the đồng or not at all") {
  MarketDesk desk;
  desk.open_market();
  const auto one = desk.open_request("A02", 30'000).request;
  const auto two = desk.open_request("A03", 45'000).request;
  const auto credit = unexplained(desk, 75'000);
  const CreditPart first{stall("A02"), one.id, Dong{30'000}};
  const auto entries = desk.log.size();
  CHECK(allocate(desk, credit, {first}).error().code == Errc::bad_parts);
  CHECK(allocate(desk, credit, {}).error().code == Errc::bad_parts);
  CHECK(allocate(desk, credit, {first, {stall("A03"), two.id, Dong{45'001}}}).error().code ==
        Errc::bad_parts);
  CHECK(allocate(desk, credit, {first, {stall("A03"), one.id, Dong{45'000}}}).error().code ==
        Errc::unknown_request);
  CHECK(allocate(desk, credit, {{stall("A01"), "", Dong{75'000}}}).error().code ==
        Errc::bad_parts);  // A01 has another account: the money never came to it
  CHECK(desk.log.size() == entries);
  CHECK(allocate(desk, credit, {first, {stall("A03"), two.id, Dong{45'000}}}).has_value());
  CHECK(status(desk, one) == RequestStatus::paid);
  CHECK(status(desk, two) == RequestStatus::paid);
  CHECK(figures(desk, "A03").gross == Dong{45'000});
  CHECK(figures(desk, "A03").count == 1);
}

TEST_CASE("What was paid too much moves to the request that it was meant for") {
  MarketDesk desk;
  desk.open_market();
  const auto first = desk.open_request("A01", 50'000).request;
  const auto second = desk.open_request("A01", 20'000).request;
  const auto seq = desk.take(desk.notice("A01", 70'000, std::string{first.reference.text()})).seq;
  CHECK(status(desk, first) == RequestStatus::over);
  CHECK(allocate(desk, seq,
                 {{stall("A01"), first.id, Dong{50'000}}, {stall("A01"), second.id, Dong{20'000}}})
            .has_value());
  CHECK(status(desk, first) == RequestStatus::paid);
  CHECK(status(desk, second) == RequestStatus::paid);
  CHECK(figures(desk, "A01").gross == Dong{70'000});
  CHECK(figures(desk, "A01").count == 1);
}

TEST_CASE("The same allocation twice writes one entry") {
  MarketDesk desk;
  desk.open_market();
  const auto credit = unexplained(desk, 30'000);
  allocate(desk, credit, {{stall("A02"), "", Dong{30'000}}});
  const auto entries = desk.log.size();
  CHECK(allocate(desk, credit, {{stall("A02"), "", Dong{30'000}}}).has_value());
  CHECK(desk.log.size() == entries);
  CHECK(allocate(desk, ledger::Seq{1}, {}).error().code == Errc::unknown_credit);
  CHECK(allocate(desk, ledger::Seq{999}, {}).error().code == Errc::unknown_credit);
}

TEST_CASE("A credit of three months ago stays as it is explained") {
  MarketDesk desk;
  desk.open_market();
  const auto seq = desk.take(desk.notice("A01", 70'000, "mua ca")).seq;
  desk.clock.advance(credit_changes_kept + 1h);
  CHECK(allocate(desk, seq, {{stall("A01"), "x", Dong{70'000}}}).error().code ==
        Errc::credit_too_old);
}

TEST_CASE("The same log folds to the same book, whatever was changed") {
  MarketDesk desk;
  desk.open_market();
  const auto one = desk.open_request("A02", 30'000).request;
  const auto credit = unexplained(desk, 30'000);
  allocate(desk, credit, {{stall("A02"), one.id, Dong{30'000}}});
  unexplained(desk, 10'000);
  Book again;
  for (const auto& sealed : desk.log) again.apply(sealed.entry);
  CHECK(again.request(one.id)->status(desk.clock.now()) == RequestStatus::paid);
  CHECK(again.credits().suspense_count() == 1);
  CHECK(again.credits().find(credit)->parts.size() == 1);
}

TEST_CASE("Suggestions say why, and the best comes first") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A03", 30'000).request;
  desk.open_request("A02", 99'000);
  unexplained(desk, 30'000);
  const auto list = desk.ask(ShowSuspense{MarketDesk::market()}).value();
  std::string code{request.reference.text()};
  code[3] = code[4] = code[5] = '?';
  const auto found = suggest(list.credits[0], "mua ca " + code, *list.registry, list.requests);
  REQUIRE(found.size() == 3);
  CHECK(found[0].request == request.id);
  // "?" is dropped from a text, so the code is cut short and no longer similar.
  CHECK(found[0].hints == std::vector{Hint::exact_amount, Hint::near_time});
  CHECK(found[1].hints == std::vector{Hint::same_account});

  code = std::string{request.reference.text()};
  for (const auto at : {3, 4, 5}) code[at] = code[at] == '0' ? '1' : '0';
  const auto similar = suggest(list.credits[0], code, *list.registry, list.requests);
  CHECK(similar[0].hints == std::vector{Hint::exact_amount, Hint::near_time, Hint::similar_text});
  const auto named = suggest(list.credits[0], "ck sap a03 toi", *list.registry, {});
  CHECK(named[0].stall == stall("A03"));
  CHECK(named[0].hints == std::vector{Hint::same_account, Hint::similar_text});
}

TEST_CASE("What may be taken back is a page of what was explained last, and nothing given back") {
  MarketDesk desk;
  desk.open_market();
  const auto sold = desk.take(desk.notice("A01", 9'000, "mua ca"));
  std::vector<ledger::Seq> credits;
  for (std::size_t i = 0; i <= explained_shown_max; ++i)
    credits.push_back(unexplained(desk, 1'000));
  for (const auto credit : credits) {
    desk.clock.advance(1min);
    allocate(desk, credit, {{stall("A02"), "", Dong{1'000}}}).value();
  }
  auto list = explained(desk);
  REQUIRE(list.size() == explained_shown_max);
  CHECK(list.front().seq == credits.back());
  CHECK(list.back().seq == credits[1]);
  // Money that came with its stall was never on the list.
  for (const auto& one : list) CHECK(one.seq != sold.seq);
  desk.ask(RequestRefund{MarketDesk::market(), credits.back(), Dong{1'000}, {}, "", "board", ""})
      .value();
  CHECK(explained(desk).front().seq == credits[credits.size() - 2]);
}

TEST_CASE("The same parts are one word, and any other stall, sale or sum is another") {
  MarketDesk desk;
  desk.open_market();
  const auto sale = desk.open_request("A02", 30'000).request;
  const auto credit = unexplained(desk, 30'000);
  const std::vector<std::vector<CreditPart>> words{
      {{stall("A02"), "", Dong{30'000}}},
      {{stall("A03"), "", Dong{30'000}}},
      {{stall("A02"), sale.id, Dong{30'000}}},
      {{stall("A02"), sale.id, Dong{10'000}}, {stall("A03"), "", Dong{20'000}}},
      {{stall("A02"), sale.id, Dong{20'000}}, {stall("A03"), "", Dong{10'000}}},
  };
  for (const auto& parts : words) {
    const auto entries = desk.log.size();
    REQUIRE(allocate(desk, credit, parts).has_value());
    REQUIRE(allocate(desk, credit, parts)->parts == parts);
    CHECK(desk.log.size() == entries + 1);
  }
  CHECK(figures(desk, "A02").gross == Dong{20'000});
  CHECK(figures(desk, "A03").gross == Dong{10'000});
}

TEST_CASE("What is to be given back is not taken back from its stall") {
  MarketDesk desk;
  desk.open_market();
  const auto market = MarketDesk::market();
  const auto credit = unexplained(desk, 30'000);
  const auto allocated = allocate(desk, credit, {{stall("A02"), "", Dong{30'000}}})->allocations;
  const UndoAllocation undo{market, credit, allocated.back().entry, "board"};
  const auto refund =
      desk.ask(RequestRefund{market, credit, Dong{10'000}, {}, "", "till", ""}).value();
  CHECK(desk.ask(undo).error().code == Errc::credit_refunded);
  desk.ask(CancelRefund{market, refund.id, "till"}).value();
  CHECK(desk.ask(undo)->in_suspense());
}

TEST_CASE("Money that was moved from the stall that it came with was never on the board's list") {
  MarketDesk desk;
  desk.open_market();
  const auto sale = desk.open_request("A01", 50'000).request;
  const auto sold = desk.take(desk.notice("A01", 70'000, "mua ca")).seq;
  REQUIRE(allocate(desk, sold,
                   {{stall("A01"), sale.id, Dong{50'000}}, {stall("A01"), "", Dong{20'000}}})
              .has_value());
  CHECK(explained(desk).empty());
  CHECK(desk.ask(FindCredit{MarketDesk::market(), sold})->parts.size() == 2);
}

TEST_CASE("A credit that nobody changed is found as it came, and one that is not there is not") {
  MarketDesk desk;
  desk.open_market();
  const auto sold = desk.take(desk.notice("A01", 70'000, "mua ca")).seq;
  const auto found = desk.ask(FindCredit{MarketDesk::market(), sold}).value();
  CHECK(found.amount == Dong{70'000});
  CHECK(found.parts == std::vector<CreditPart>{{stall("A01"), "", Dong{70'000}}});
  CHECK(desk.ask(FindCredit{MarketDesk::market(), ledger::Seq{999}}).error().code ==
        Errc::unknown_credit);
}
