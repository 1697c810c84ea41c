#include "gateway/payos/order_history.hpp"

#include <catch2/catch.hpp>

#include "ledger/memory_store.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::payos;
using testing::MarketDesk;

namespace {

/// A market whose log also lies in a store.
struct OrderDesk {
  OrderDesk() { desk.open_market(); }

  OrderHistory fold(const std::string& id) {
    const auto fresh = std::span{desk.log}.subspan(stored);
    if (!fresh.empty()) {
      store.begin();
      store.append(fresh, {});
      stored = desk.log.size();
    }
    return fold_order(store.own_reader(), MarketDesk::market(),
                      merchant::StallId::parse("A01").value(), id, desk.log.back().entry.seq);
  }
  ledger::Seq pay(const merchant::RestCode& code, std::int64_t dong) {
    return desk.take(desk.notice("A01", dong, std::string{code.reference.text()})).seq;
  }

  MarketDesk desk;
  ledger::MemoryStore store;
  std::size_t stored = 0;
};

}  // namespace

TEST_CASE("An order is paid by the transfer that completes it, and by no later one") {
  OrderDesk it;
  const auto request = it.desk.open_request("A01", 50'000).request;
  CHECK_FALSE(it.fold(request.id).paid());
  it.pay(request.asks(), 20'000);
  CHECK_FALSE(it.fold(request.id).paid());
  const auto rest = it.desk.ask(merchant::AskRest{MarketDesk::market(), request.id}).value();
  it.pay(rest.request.asks(), 30'000);
  auto history = it.fold(request.id);
  CHECK(history.paid());
  CHECK_FALSE(history.paid_before_last);
  CHECK(history.request->received == ledger::Dong{50'000});
  CHECK(history.credits.size() == 2);
  it.pay(rest.request.asks(), 30'000);
  history = it.fold(request.id);
  CHECK(history.paid());
  CHECK(history.paid_before_last);
}

TEST_CASE("Money that somebody moves to an order counts, and money that is moved away does not") {
  OrderDesk it;
  const auto request = it.desk.open_request("A01", 50'000).request;
  const auto credit = it.desk.take(it.desk.notice("A01", 50'000, "nothing"));
  const merchant::CreditPart whole{request.stall, request.id, ledger::Dong{50'000}};
  const merchant::CreditPart stall_only{request.stall, {}, ledger::Dong{50'000}};
  const auto allocate = [&](const merchant::CreditPart& part) {
    it.desk.ask(merchant::Allocate{MarketDesk::market(), credit.seq, {part}, "api", "test"})
        .value();
  };
  allocate(stall_only);
  CHECK_FALSE(it.fold(request.id).paid());
  CHECK(it.fold(request.id).credits.empty());
  allocate(whole);
  const auto history = it.fold(request.id);
  CHECK(history.paid());
  CHECK_FALSE(history.paid_before_last);
  CHECK(history.credits.size() == 1);
}

TEST_CASE("An order that was cancelled, and one that never was, stand so") {
  OrderDesk it;
  const auto request = it.desk.open_request("A01", 50'000).request;
  it.desk.ask(merchant::CancelRequest{MarketDesk::market(), request.id}).value();
  CHECK(it.fold(request.id).request->cancelled_at.has_value());
  CHECK_FALSE(it.fold("payos.shop.1").request.has_value());
}
