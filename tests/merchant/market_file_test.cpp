#include "merchant/market_file.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <sstream>

using namespace chopay::merchant;

namespace {

std::string sandbox_market() {
  std::ifstream file{CHOPAY_TESTS "/../config/sandbox_market.json"};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("The sandbox market has 3 zones, 12 stalls and accounts at 3 banks") {
  const auto file = parse_market_file(sandbox_market()).value();
  CHECK(file.market.data.sandbox);
  CHECK(file.market.data.name == "Chợ Hạ Long I");
  CHECK(file.zones.size() == 3);
  CHECK(file.stalls.size() == 12);
  std::set<std::string> banks;
  for (const auto& stall : file.stalls) banks.insert(stall.account.bank);
  CHECK(banks.size() == 3);
}

TEST_CASE("A market file names the first place that is wrong") {
  auto text = sandbox_market();
  text.replace(text.find("\"970436\""), 8, "\"no bank\"");
  const auto file = parse_market_file(text);
  REQUIRE(file.has_error());
  CHECK(file.error().detail == "stall A01: bank");
  for (const char* broken : {"", "[]", "{}", "{\"id\":\"Chợ\"}", "{\"id\":\"a\",\"name\":\"b\""}) {
    CHECK(parse_market_file(broken).has_error());
  }
}
