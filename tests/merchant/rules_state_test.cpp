#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace chopay::merchant;

namespace {

/// A market with requests in every state: open, paid, cancelled, short with a code for the rest.
struct Busy {
  Busy() {
    desk.open_market();
    paid = desk.open_request("A01", 85'000).request.id;
    pay("A01", 85'000, paid);
    open = desk.open_request("A02", 40'000).request.id;
    short_ = desk.open_request("A03", 50'000).request.id;
    pay("A03", 20'000, short_);
    cancelled = desk.open_request("A02", 1'000).request.id;
    desk.ask(CancelRequest{MarketDesk::market(), cancelled}).value();
    desk.take(desk.notice("A02", 7'000, "khong ro"));
  }
  void pay(const std::string& stall, std::int64_t dong, const std::string& request) {
    const auto* asked = desk.rules.book(MarketDesk::market())->request(request);
    desk.take(desk.notice(stall, dong, std::string{asked->reference.text()}));
  }
  MarketDesk desk;
  std::string paid, open, short_, cancelled;
};

}  // namespace

TEST_CASE("Books that were saved and restored are the same books") {
  Busy busy;
  const auto state = busy.desk.rules.state();
  RepeatableRandom random;
  Rules restored{random};
  REQUIRE(restored.restore(state));
  const auto& before = *busy.desk.rules.book(MarketDesk::market());
  const auto& after = *restored.book(MarketDesk::market());
  CHECK(after.registry()->name == before.registry()->name);
  CHECK(after.registry()->stalls.size() == 3);
  CHECK(after.registry()->zone("A")->name == "Khu hải sản");
  CHECK(after.requests_kept() == before.requests_kept());
  for (const auto& id : {busy.paid, busy.open, busy.short_, busy.cancelled}) {
    const auto* one = before.request(id);
    const auto* two = after.request(id);
    REQUIRE(two != nullptr);
    CHECK(two->status(busy.desk.clock.now()) == one->status(busy.desk.clock.now()));
    CHECK(two->received == one->received);
    CHECK(after.request_of(one->reference) == two);
  }
}

TEST_CASE("Restored books decide as the books would that were folded from the whole log") {
  Busy folded;
  const auto state = folded.desk.rules.state();
  Busy restored;
  REQUIRE(restored.desk.rules.restore(state));
  for (auto* busy : {&folded, &restored}) {
    busy->pay("A02", 40'000, busy->open);
    busy->pay("A03", 30'000, busy->short_);
    busy->desk.open_request("A01", 9'000);
  }
  REQUIRE(folded.desk.log.size() == restored.desk.log.size());
  CHECK(folded.desk.log.back().hash == restored.desk.log.back().hash);
}

TEST_CASE("Bytes that are no state, or a part of one, restore nothing and change nothing") {
  Busy busy;
  const auto state = busy.desk.rules.state();
  RepeatableRandom random;
  Rules rules{random};
  for (std::size_t size = 0; size < state.size(); size += 7) {
    CHECK_FALSE(rules.restore(state.substr(0, size)));
  }
  CHECK_FALSE(rules.restore(state + "x"));
  CHECK(rules.book(MarketDesk::market()) == nullptr);
}
