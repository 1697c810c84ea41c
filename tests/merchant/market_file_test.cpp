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
  text.replace(text.find("\"970436\"", text.find("\"stalls\"")), 8, "\"no bank\"");
  const auto file = parse_market_file(text);
  REQUIRE(file.has_error());
  CHECK(file.error().detail == "stall A01: bank");
  for (const char* broken : {"", "[]", "{}", "{\"id\":\"Chợ\"}", "{\"id\":\"a\",\"name\":\"b\""}) {
    CHECK(parse_market_file(broken).has_error());
  }
}

TEST_CASE("A file that contradicts what is registered is told apart from one that only adds") {
  const auto file = parse_market_file(sandbox_market()).value();
  Registry registry;
  registry.name = file.market.data.name;
  registry.province = file.market.data.province;
  registry.sandbox = file.market.data.sandbox;
  registry.board_account = file.market.data.board_account;
  CHECK(contradiction(registry, file).empty());
  const auto& first = file.stalls.front();
  Stall stall{first.id,        first.zone,    first.name,   first.trade,
              first.household, first.account, first.holder, make_reference(1)};
  registry.stalls.emplace(stall.id, stall);
  CHECK(contradiction(registry, file).empty());
  registry.stalls.at(stall.id).account.number = "99999";
  CHECK(contradiction(registry, file) == "stall " + stall.id.text() + ": account");
  registry.sandbox = !registry.sandbox;
  CHECK(contradiction(registry, file) == "market: sandbox");
}

TEST_CASE("A file with an account or a name that no stall may have opens nothing") {
  auto text = sandbox_market();
  const auto account = parse_market_file(text).value().stalls.front().account.number;
  auto bad_account = text;
  bad_account.replace(bad_account.find('"' + account + '"'), account.size() + 2, "\"12-34\"");
  CHECK(parse_market_file(bad_account).error().detail.ends_with(": account"));
  auto long_name = text;
  long_name.replace(long_name.find("\"name\": \"") + 9, 0, std::string(300, 'x'));
  CHECK(parse_market_file(long_name).has_error());
}
