#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace chopay::merchant;

namespace {

/// A market with requests in every state: open, paid, cancelled, short with a code for the rest.
struct Busy : MarketDesk {
  Busy() {
    open_market();
    paid = open_request("A01", 85'000).request.id;
    take(notice("A01", 85'000, code_of(paid)));
    open = open_request("A02", 40'000).request.id;
    short_ = open_request("A03", 50'000).request.id;
    take(notice("A03", 20'000, code_of(short_)));
    cancelled = open_request("A02", 1'000).request.id;
    ask(CancelRequest{market(), cancelled}).value();
    take(notice("A02", 7'000, "khong ro"));
  }
  std::string code_of(const std::string& id) {
    return std::string{rules.book(market())->request(id)->reference.text()};
  }
  std::string paid, open, short_, cancelled;
};

}  // namespace

TEST_CASE("Books that were saved and restored are the same books") {
  Busy desk;
  const auto state = desk.rules.state();
  RepeatableRandom random;
  Rules restored{random};
  REQUIRE(restored.restore(state));
  const auto& before = *desk.rules.book(MarketDesk::market());
  const auto& after = *restored.book(MarketDesk::market());
  CHECK(after.registry()->name == before.registry()->name);
  CHECK(after.registry()->stalls.size() == 3);
  CHECK(after.registry()->zone("A")->name == "Khu hải sản");
  CHECK(after.requests_kept() == before.requests_kept());
  for (const auto& id : {desk.paid, desk.open, desk.short_, desk.cancelled}) {
    const auto* one = before.request(id);
    const auto* two = after.request(id);
    REQUIRE(two != nullptr);
    CHECK(two->status(desk.clock.now()) == one->status(desk.clock.now()));
    CHECK(two->received == one->received);
    CHECK(after.request_of(one->reference) == two);
  }
}

TEST_CASE("Restored books decide as the books would that were folded from the whole log") {
  Busy folded;
  const auto state = folded.rules.state();
  Busy restored;
  REQUIRE(restored.rules.restore(state));
  for (auto* desk : {&folded, &restored}) {
    desk->take(desk->notice("A02", 40'000, desk->code_of(desk->open)));
    desk->take(desk->notice("A03", 30'000, desk->code_of(desk->short_)));
    desk->open_request("A01", 9'000);
  }
  REQUIRE(folded.log.size() == restored.log.size());
  CHECK(folded.log.back().hash == restored.log.back().hash);
}

TEST_CASE("Bytes that are no state, or a part of one, restore nothing and change nothing") {
  Busy desk;
  const auto state = desk.rules.state();
  RepeatableRandom random;
  Rules rules{random};
  for (std::size_t size = 0; size < state.size(); size += 7) {
    CHECK_FALSE(rules.restore(state.substr(0, size)));
  }
  CHECK_FALSE(rules.restore(state + "x"));
  CHECK(rules.book(MarketDesk::market()) == nullptr);
}
