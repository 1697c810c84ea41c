// What is asked of money that is not there, or in words that are not taken, is refused by name and
// leaves the log as it was.
#include <catch2/catch.hpp>

#include "merchant/suggest.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

/// A market where 30.000 đ of nobody's came into the account that A02 and A03 share.
struct SharedMoney {
  MarketDesk desk;
  ledger::Seq credit = (desk.open_market(), desk.take(desk.notice("A02", 30'000, "nham")).seq);

  static StallId stall(const char* id) { return StallId::parse(id).value(); }

  Result<CreditState> explain(std::vector<CreditPart> parts, std::string why = "") {
    return desk.ask(Allocate{MarketDesk::market(), credit, std::move(parts), "board", why});
  }
  Result<Refund> refund(std::int64_t dong, StallId from = {}, std::string request = "",
                        std::string why = "") {
    return desk.ask(
        RequestRefund{MarketDesk::market(), credit, Dong{dong}, from, request, "board", why});
  }
};

const auto nowhere = MarketId::parse("no-market").value();
const std::string too_long(why_bytes_max + 1, 'x');

}  // namespace

TEST_CASE("In a market that nobody opened nothing is opened, changed or found") {
  SharedMoney shared;
  auto& desk = shared.desk;
  const auto entries = desk.log.size();
  OpenRequest open;
  open.market = nowhere;
  CHECK(desk.ask(open).error().code == Errc::unknown_market);
  CHECK(desk.ask(CancelRequest{nowhere, "x"}).error().code == Errc::unknown_request);
  CHECK(desk.ask(AskRest{nowhere, "x"}).error().code == Errc::unknown_request);
  CHECK(desk.ask(FindRequest{"x", nowhere}).error().code == Errc::unknown_request);
  CHECK(desk.ask(Allocate{nowhere, shared.credit, {}, "board", ""}).error().code ==
        Errc::unknown_market);
  CHECK(desk.ask(UndoAllocation{nowhere, shared.credit, shared.credit, "board"}).error().code ==
        Errc::unknown_allocation);
  CHECK(desk.ask(ShowSuspense{nowhere}).error().code == Errc::unknown_market);
  CHECK(desk.ask(FindCredit{nowhere, shared.credit}).error().code == Errc::unknown_market);
  CHECK(
      desk.ask(RequestRefund{nowhere, shared.credit, Dong{1}, {}, "", "board", ""}).error().code ==
      Errc::unknown_market);
  CHECK(desk.ask(CancelRefund{nowhere, "x", "board"}).error().code == Errc::unknown_refund);
  CHECK(desk.ask(ShowRefunds{nowhere, ""}).error().code == Errc::unknown_market);
  CHECK(desk.log.size() == entries);
}

TEST_CASE("A request, a credit or a refund that is not there is neither changed nor found") {
  SharedMoney shared;
  auto& desk = shared.desk;
  const auto entries = desk.log.size();
  const auto market = MarketDesk::market();
  const auto no_credit = desk.log.front().entry.seq;  // the market's own opening
  CHECK(desk.ask(CancelRequest{market, "x"}).error().code == Errc::unknown_request);
  CHECK(desk.ask(AskRest{market, "x"}).error().code == Errc::unknown_request);
  CHECK(desk.ask(FindRequest{"x", market}).error().code == Errc::unknown_request);
  CHECK(desk.ask(FindRequest{"x"}).error().code == Errc::unknown_request);
  CHECK(desk.ask(FindCredit{market, no_credit}).error().code == Errc::unknown_credit);
  CHECK(desk.ask(FindCredit{market, shared.credit})->amount == Dong{30'000});
  CHECK(desk.ask(UndoAllocation{market, shared.credit, shared.credit, "board"}).error().code ==
        Errc::unknown_allocation);
  CHECK(desk.ask(RequestRefund{market, no_credit, Dong{1}, {}, "", "board", ""}).error().code ==
        Errc::unknown_credit);
  CHECK(desk.ask(CancelRefund{market, "x", "board"}).error().code == Errc::unknown_refund);
  CHECK(desk.ask(ShowRefunds{market, "x"}).error().code == Errc::unknown_refund);
  CHECK(desk.ask(ShowRefunds{market, ""})->empty());
  CHECK(desk.log.size() == entries);
}

TEST_CASE("Parts that cannot be a credit's are refused, each for its reason") {
  SharedMoney shared;
  const auto a02 = SharedMoney::stall("A02");
  const auto code = [&](std::vector<CreditPart> parts, const std::string& why = "") {
    return shared.explain(std::move(parts), why).error().code;
  };
  const auto entries = shared.desk.log.size();
  CHECK(code({}) == Errc::bad_parts);
  CHECK(code(std::vector<CreditPart>(credit_parts_max + 1, {a02, "", Dong{1}})) == Errc::bad_parts);
  CHECK(code({{a02, "", Dong{0}}}) == Errc::bad_parts);
  CHECK(code({{a02, "", Dong{-1}}, {a02, "", Dong{30'001}}}) == Errc::bad_parts);
  CHECK(code({{a02, "", Dong{30'001}}}) == Errc::bad_parts);
  CHECK(code({{a02, "", Dong{29'999}}}) == Errc::bad_parts);
  CHECK(code({{SharedMoney::stall("Z99"), "", Dong{30'000}}}) == Errc::unknown_stall);
  CHECK(code({{SharedMoney::stall("A01"), "", Dong{30'000}}}) == Errc::bad_parts);
  CHECK(code({{a02, "no-request", Dong{30'000}}}) == Errc::unknown_request);
  const auto of_another = shared.desk.open_request("A03", 30'000).request;
  CHECK(code({{a02, of_another.id, Dong{30'000}}}) == Errc::unknown_request);
  CHECK(code({{a02, "", Dong{30'000}}}, too_long) == Errc::bad_text);
  CHECK(shared.desk.log.size() == entries + 1);  // the request of A03
}

TEST_CASE("A credit that two stalls share gives back by the name of a stall or a request only") {
  SharedMoney shared;
  const auto a02 = SharedMoney::stall("A02");
  const auto a03 = SharedMoney::stall("A03");
  const auto request = shared.desk.open_request("A03", 10'000).request;
  REQUIRE(shared.explain({{a02, "", Dong{20'000}}, {a03, request.id, Dong{10'000}}}).has_value());
  CHECK(shared.refund(5'000).error().code == Errc::bad_parts);
  CHECK(shared.refund(5'000, SharedMoney::stall("A01")).error().code == Errc::bad_parts);
  CHECK(shared.refund(5'000, {}, "no-request").error().code == Errc::bad_parts);
  CHECK(shared.refund(20'001, a02).error().code == Errc::bad_refund_amount);
  CHECK(shared.refund(5'000, a02, "", too_long).error().code == Errc::bad_text);
  CHECK(shared.refund(5'000, a02)->part.stall == a02);
  CHECK(shared.refund(10'000, {}, request.id)->part.request == request.id);
  CHECK(shared.desk.ask(ShowRefunds{MarketDesk::market(), ""})->size() == 2);
}

TEST_CASE("A refund is cancelled once, and not once it is paid") {
  SharedMoney shared;
  auto& desk = shared.desk;
  const auto market = MarketDesk::market();
  REQUIRE(shared.explain({{SharedMoney::stall("A02"), "", Dong{30'000}}}).has_value());
  const auto dropped = shared.refund(10'000).value();
  REQUIRE(desk.ask(CancelRefund{market, dropped.id, "board"}).has_value());
  const auto entries = desk.log.size();
  CHECK(desk.ask(CancelRefund{market, dropped.id, "board"})->cancelled);
  CHECK(desk.log.size() == entries);
  const auto paid = shared.refund(10'000).value();
  auto notice = desk.notice("A02", 10'000, std::string{paid.reference.text()});
  notice.direction = Direction::out;
  REQUIRE(desk.take(notice).outcome == NoticeOutcome::refund_paid);
  CHECK(desk.ask(CancelRefund{market, paid.id, "board"}).error().code == Errc::not_pending);
}

TEST_CASE("A credit is explained anew so many times and no more") {
  SharedMoney shared;
  const char* const turns[] = {"A02", "A03"};
  for (std::size_t i = 0; i < allocations_max; ++i) {
    REQUIRE(shared.explain({{SharedMoney::stall(turns[i % 2]), "", Dong{30'000}}}).has_value());
  }
  const auto once_more = shared.explain({{SharedMoney::stall(turns[0]), "", Dong{30'000}}});
  CHECK(once_more.error().code == Errc::too_many_allocations);
}

TEST_CASE("No more places are suggested than a person reads, and each reason has a name") {
  SharedMoney shared;
  for (std::size_t i = 0; i <= suggestions_max; ++i) shared.desk.open_request("A02", 30'000);
  shared.desk.open_request("A01", 30'000);  // another account: never
  const auto list = shared.desk.ask(ShowSuspense{MarketDesk::market()}).value();
  const auto found = suggest(list.credits[0], "tra tien sap a02", *list.registry, list.requests);
  CHECK(found.size() == suggestions_max);
  for (const auto& one : found) CHECK(one.stall != SharedMoney::stall("A01"));
  CHECK(hint_name(Hint::exact_amount) == "exact_amount");
  CHECK(hint_name(Hint::near_time) == "near_time");
  CHECK(hint_name(Hint::similar_text) == "similar_text");
  CHECK(hint_name(Hint::same_account) == "same_account");
}

TEST_CASE("A sale of another day is no reason, and neither is the hour alone") {
  SharedMoney shared;
  shared.desk.open_request("A02", 99'000);
  auto list = shared.desk.ask(ShowSuspense{MarketDesk::market()}).value();
  const auto hour_alone = suggest(list.credits[0], "", *list.registry, list.requests);
  for (const auto& one : hour_alone) CHECK(one.request.empty());
  for (const auto apart : {-26h, 26h}) {
    auto credit = list.credits[0];
    credit.occurred_at += apart;
    credit.amount = Dong{99'000};
    const auto found = suggest(credit, "", *list.registry, list.requests);
    REQUIRE_FALSE(found.empty());
    CHECK(found[0].hints.size() == 1);
  }
}

TEST_CASE("Where every code that is drawn is taken, no sale, rest or refund gets a second's code") {
  constexpr std::size_t draws_max = 64;
  SharedMoney shared;
  auto& desk = shared.desk;
  REQUIRE(shared.explain({{SharedMoney::stall("A02"), "", Dong{30'000}}}).has_value());
  const auto too_little = desk.open_request("A01", 50'000).request;
  desk.take(desk.notice("A01", 20'000, std::string{too_little.reference.text()}));
  // The draws of a code, of four bytes each, begin again behind so many that were drawn before.
  const auto draw_again_behind = [&](std::size_t draws) {
    desk.random = testing::RepeatableRandom{99};
    std::vector<std::uint8_t> before(4 * draws);
    desk.random.fill(before);
  };
  for (std::size_t draws = 0; draws < draws_max; ++draws) {
    draw_again_behind(draws);
    desk.open_request("A01", 10'000);
  }
  const auto entries = desk.log.size();
  draw_again_behind(0);
  OpenRequest open{MarketDesk::market(), SharedMoney::stall("A01"), Dong{10'000}, "", 15min, {}};
  CHECK(desk.ask(open).error().code == Errc::no_free_reference);
  draw_again_behind(0);
  CHECK(desk.ask(AskRest{MarketDesk::market(), too_little.id}).error().code ==
        Errc::no_free_reference);
  draw_again_behind(0);
  CHECK(shared.refund(10'000).error().code == Errc::no_free_reference);
  CHECK(desk.log.size() == entries);
  draw_again_behind(1);
  CHECK(shared.refund(10'000).has_value());
}
