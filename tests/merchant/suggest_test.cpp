#include "merchant/suggest.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

/// 30.000 đ of nobody's on the account of A02 and A03.
struct NobodysMoney {
  MarketDesk desk;
  CreditState credit = (desk.open_market(), desk.take(desk.notice("A02", 30'000, "nham")),
                        suspense().credits.front());

  Suspense suspense() { return desk.ask(ShowSuspense{MarketDesk::market()}).value(); }
  std::vector<Suggestion> found(std::string_view text) {
    const auto list = suspense();
    return suggest(credit, text, *list.registry, list.requests);
  }
  /// Whether the text is a reason to think of the stall.
  bool names(std::string_view text, const char* stall) {
    for (const auto& one : found(text)) {
      if (one.stall != StallId::parse(stall).value() || !one.request.empty()) continue;
      return std::ranges::count(one.hints, Hint::similar_text) == 1;
    }
    return false;
  }
  void call(const char* stall, const char* name) {
    CorrectStall command{MarketDesk::market(), StallId::parse(stall).value(), {}, {}, "board"};
    command.correction.name = name;
    REQUIRE(desk.ask(command).has_value());
  }
  std::string memo(const char* stall) {
    return std::string{suspense().registry->stall(StallId::parse(stall).value())->memo.text()};
  }
};

}  // namespace

TEST_CASE("A text names a stall by its number, its name or most of its code, and not the other") {
  NobodysMoney money;
  money.call("A02", "Cô Bảy");
  for (const std::string& text : {std::string{"tra tien a02"}, std::string{"gui CÔ BẢY nhe"},
                                  money.memo("A02"), "{ck}~" + money.memo("A02")}) {
    CAPTURE(text);
    CHECK(money.names(text, "A02"));
    CHECK_FALSE(money.names(text, "A03"));
  }
}

TEST_CASE("A number that is a part of another, or a code with four symbols wrong, names no stall") {
  NobodysMoney money;
  CHECK_FALSE(money.names("tra tien a021", "A02"));
  CHECK_FALSE(money.names("tra tien ba02", "A02"));
  CHECK_FALSE(money.names("", "A02"));
  auto code = money.memo("A02");
  for (const auto at : {3, 5, 7}) code[at] = code[at] == '0' ? '1' : '0';
  CHECK(money.names("ck " + code, "A02"));
  code[9] = code[9] == '0' ? '1' : '0';
  CHECK_FALSE(money.names("ck " + code, "A02"));
}

TEST_CASE("A stall whose name is a mere sign is named by no text") {
  NobodysMoney money;
  money.call("A02", "★");
  CHECK_FALSE(money.names("★ tien ca ★", "A02"));
}

TEST_CASE("Money is no reason to think of a sale on another account, be it all the same") {
  NobodysMoney money;
  const auto sale = money.desk.open_request("A01", 30'000).request;
  const auto list = money.suspense();
  const auto found =
      suggest(money.credit, std::string{sale.reference.text()}, *list.registry, {sale});
  CHECK(found.size() == 2);  // the stalls of the account
  for (const auto& one : found) CHECK(one.request.empty());
}

TEST_CASE("A sale of another amount and another hour is not offered at all") {
  NobodysMoney money;
  money.desk.clock.advance(2h);
  money.desk.open_request("A02", 99'000);
  for (const auto& one : money.found("mua ca")) CHECK(one.request.empty());
}

TEST_CASE("A reason without a name is a bug, not an empty word on a board's screen") {
  CHECK_THROWS_AS(hint_name(static_cast<Hint>(99)), std::logic_error);
}
