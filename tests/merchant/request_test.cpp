#include <catch2/catch.hpp>

#include <stdexcept>

#include "merchant/entry_data.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

RequestView look(MarketDesk& desk, const std::string& id) {
  return desk.ask(FindRequest{id}).value();
}

Result<RequestView> open(MarketDesk& desk, std::int64_t dong, Idempotency idempotency) {
  return desk.ask(OpenRequest{MarketDesk::market(), StallId::parse("A01").value(), Dong{dong}, "",
                              15min, idempotency});
}

}  // namespace

TEST_CASE("A payment request is pending, then expired, by the clock alone") {
  MarketDesk desk;
  desk.open_market();
  const auto opened = desk.open_request("A01", 85'000);
  CHECK(opened.status == RequestStatus::pending);
  CHECK(opened.request.expires_at == desk.clock.now() + 15min);
  CHECK(opened.request.id.size() == 25);
  desk.clock.advance(15min - 1ms);
  CHECK(look(desk, opened.request.id).status == RequestStatus::pending);
  desk.clock.advance(1ms);
  CHECK(look(desk, opened.request.id).status == RequestStatus::expired);
}

TEST_CASE("An amount outside 1 to 499999999 đồng opens nothing") {
  MarketDesk desk;
  desk.open_market();
  const auto before = desk.log.size();
  for (const std::int64_t dong : {0L, -1L, 500'000'000L}) {
    CHECK(open(desk, dong, {}).error().code == Errc::bad_amount);
  }
  CHECK(desk.log.size() == before);
  CHECK(open(desk, 1, {"k1", "c"}).has_value());
  CHECK(open(desk, 499'999'999, {"k2", "c"}).has_value());
}

TEST_CASE("The same idempotency key gives the same request, with other content it is refused") {
  MarketDesk desk;
  desk.open_market();
  const auto first = open(desk, 85'000, {"key", "content"}).value();
  const auto again = open(desk, 85'000, {"key", "content"}).value();
  CHECK_FALSE(first.repeated);
  CHECK(again.repeated);
  CHECK(again.request.id == first.request.id);
  CHECK(open(desk, 90'000, {"key", "other"}).error().code == Errc::idempotency_conflict);
}

TEST_CASE("A pending request can be cancelled, twice with the same answer, a paid one cannot") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  CHECK(desk.ask(CancelRequest{MarketDesk::market(), request.id})->status ==
        RequestStatus::cancelled);
  const auto entries = desk.log.size();
  CHECK(desk.ask(CancelRequest{MarketDesk::market(), request.id})->status ==
        RequestStatus::cancelled);
  CHECK(desk.log.size() == entries);

  const auto paid = desk.open_request("A01", 50'000).request;
  desk.take(desk.notice("A01", 50'000, std::string{paid.reference.text()}));
  CHECK(desk.ask(CancelRequest{MarketDesk::market(), paid.id}).error().code == Errc::not_pending);
}

TEST_CASE("Unknown stalls, markets and requests are named as such") {
  MarketDesk desk;
  desk.open_market();
  const auto other = ledger::MarketId::parse("other").value();
  CHECK(desk.ask(FindRequest{"pr_nothing"}).error().code == Errc::unknown_request);
  CHECK(desk.ask(CancelRequest{MarketDesk::market(), "x"}).error().code == Errc::unknown_request);
  CHECK(desk.ask(ShowRegistry{other}).error().code == Errc::unknown_market);
  CHECK(
      desk.ask(OpenRequest{MarketDesk::market(), StallId::parse("Z9").value(), Dong{1}, "", 1s, {}})
          .error()
          .code == Errc::unknown_stall);
}

TEST_CASE("A note with control characters or over 200 bytes is refused, not cut") {
  MarketDesk desk;
  desk.open_market();
  for (const auto& note : {std::string(201, 'x'), std::string{"a\nb"}}) {
    CHECK(desk.ask(OpenRequest{
                       MarketDesk::market(), StallId::parse("A01").value(), Dong{1}, note, 1s, {}})
              .error()
              .code == Errc::bad_text);
  }
}

TEST_CASE("Every status and verdict is read back by its name, and no other word is one") {
  using S = RequestStatus;
  using V = CreditVerdict;
  for (const auto status : {S::pending, S::paid, S::short_, S::over, S::late, S::expired,
                            S::cancelled, S::refunded, S::part_refunded}) {
    CHECK(status_from_name(status_name(status)) == status);
  }
  for (const auto verdict :
       {V::paid, V::short_, V::over, V::late, V::again, V::static_, V::unmatched}) {
    CHECK(verdict_from_name(verdict_name(verdict)) == verdict);
  }
  CHECK_FALSE(status_from_name("Paid"));
  CHECK_FALSE(verdict_from_name(""));
  CHECK_THROWS_AS(status_name(static_cast<S>(99)), std::logic_error);
  CHECK_THROWS_AS(verdict_name(static_cast<V>(99)), std::logic_error);
}

TEST_CASE("What would take more out of a sale than it has stops before the sale is wrong") {
  MarketDesk desk;
  desk.open_market();
  auto request = desk.open_request("A01", 85'000).request;
  request.receive(Dong{50'000}, desk.clock.now());
  request.give_back(Dong{20'000});
  CHECK_THROWS_AS(request.give_back(Dong{30'001}), std::logic_error);
  CHECK_THROWS_AS(request.release(Dong{30'001}), std::logic_error);
  CHECK(request.received == Dong{50'000});
  CHECK(request.kept() == Dong{30'000});
}

TEST_CASE("Money for a sale of which some was given back is told as a second payment") {
  MarketDesk desk;
  desk.open_market();
  auto request = desk.open_request("A01", 85'000).request;
  request.receive(Dong{50'000}, desk.clock.now());
  CHECK(request.verdict(Dong{35'000}, desk.clock.now()) == CreditVerdict::paid);
  request.give_back(Dong{50'000});
  CHECK(request.verdict(Dong{35'000}, desk.clock.now()) == CreditVerdict::again);
  CHECK(request.verdict(Dong{85'000}, desk.clock.now()) == CreditVerdict::again);
}

TEST_CASE("A sale that the rules named is found by its pay link, which is its name") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  CHECK(request.link() == request.id);
  CHECK(look(desk, request.link()).request.amount == Dong{85'000});
}

TEST_CASE("What a credit meant and why it was posted there keep their words in the log for ever") {
  using Verdict = CreditVerdict;
  CHECK(verdict_name(Verdict::paid) == "paid");
  CHECK(verdict_name(Verdict::short_) == "short");
  CHECK(verdict_name(Verdict::over) == "over");
  CHECK(verdict_name(Verdict::late) == "late");
  CHECK(verdict_name(Verdict::again) == "again");
  CHECK(verdict_name(Verdict::static_) == "static");
  CHECK(verdict_name(Verdict::unmatched) == "unmatched");
  CHECK(reason_name(MatchReason::code) == "code");
  CHECK(reason_name(MatchReason::corrected_code) == "corrected_code");
  CHECK(reason_name(MatchReason::exact_amount) == "exact_amount");
  CHECK(reason_name(MatchReason::stall_memo) == "stall_memo");
  CHECK(reason_name(MatchReason::sole_stall) == "sole_stall");
  CHECK(reason_name(MatchReason::former_account) == "former_account");
  CHECK(reason_name(MatchReason::shared_account) == "shared_account");
}
