#include "merchant/vault_command.hpp"

#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay::merchant;
using chopay::testing::MarketDesk;

TEST_CASE("Who decided by a row that another has changed since overwrites nothing") {
  MarketDesk desk;
  const auto put = [&](const char* value, std::optional<std::string> seen) {
    ChangeVault what{{"complaint/x/1", value}, {{"further", value}}};
    what.only_if = {"complaint/x/1", std::move(seen)};
    return desk.ask(what);
  };
  CHECK(put("open", std::nullopt).has_value());
  CHECK(put("open again", std::nullopt).error().code == Errc::changed_meanwhile);
  CHECK(put("settled by one", "open").has_value());
  CHECK(put("settled by another", "open").error().code == Errc::changed_meanwhile);
  CHECK(desk.vault.at("complaint/x/1") == "settled by one");
  CHECK(desk.vault.at("further") == "settled by one");
  // Who asks for nothing puts it as before.
  CHECK(desk.ask(ChangeVault{{"complaint/x/1", std::nullopt}}).has_value());
  CHECK(desk.vault.count("complaint/x/1") == 0);
}
