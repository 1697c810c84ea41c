#include <catch2/catch.hpp>

#include "running.hpp"

using namespace chopay;

namespace {

/// What the program would have been asked to do.
struct Begun {
  testing::Running run;
  std::optional<cli::InitOptions> options;

  Begun() {
    run.hooks.init = [this](const cli::InitOptions& given, std::ostream&) {
      options = given;
      return 0;
    };
  }
};

}  // namespace

TEST_CASE("init takes a market from its options and asks for nothing") {
  Begun begun;
  CHECK(begun.run({"init", "--data", "d", "--name", "Chợ Hạ Long I", "--province", "Quảng Ninh",
                   "--id", "ha-long-1", "--person", "Chị Lan", "--url",
                   "https://pay.example.vn/"}) == 0);
  REQUIRE(begun.options);
  const auto& market = begun.options->market.market;
  CHECK(market.market.text() == "ha-long-1");
  CHECK(market.data.name == "Chợ Hạ Long I");
  CHECK(market.data.province == "Quảng Ninh");
  CHECK_FALSE(market.data.sandbox);
  CHECK(begun.options->person == "Chị Lan");
  CHECK(begun.options->url == "https://pay.example.vn");
  CHECK(begun.run.take().empty());
  CHECK(begun.run({"init", "--data", "d", "--name", "Chợ A", "--province", "Quảng Ninh", "--person",
                   "Chị Lan"}) == 0);
  CHECK(begun.options->market.market.market.text() == "cho-a");
  CHECK(begun.options->url == "http://127.0.0.1:8080");
  CHECK(begun.run.take().empty());
}

TEST_CASE("init asks for what was not given, and makes the short name of the name") {
  Begun begun;
  begun.run.in.str("Chợ Cái Dăm (mới)\nQuảng Ninh\n\nChị Lan\n\n");
  CHECK(begun.run({"init", "--data", "d"}) == 0);
  REQUIRE(begun.options);
  CHECK(begun.options->market.market.market.text() == "cho-cai-dam-moi");
  CHECK(begun.options->person == "Chị Lan");
  CHECK(begun.options->url == "http://127.0.0.1:8080");
  CHECK(begun.run.take() ==
        "Name of the market: Province: Its short name in addresses [cho-cai-dam-moi]: "
        "Name of the first board manager: "
        "Address at which it will be reached [http://127.0.0.1:8080]: ");
}

TEST_CASE("init with half of the answers opens nothing and says what is missing") {
  const std::pair<const char*, const char*> inputs[] = {
      {"", "a market needs a --name"},
      {"Chợ A", "a market needs a --province"},
      {"Chợ A\nQuảng Ninh\nChợ A\n", "--id: "},
      {"Chợ A\nQuảng Ninh\n\n\n", "somebody must be the first: --person"}};
  for (const auto& [input, complaint] : inputs) {
    Begun begun;
    begun.run.in.str(input);
    CHECK(begun.run({"init", "--data", "d"}) == 2);
    CHECK_THAT(begun.run.complaint(), Catch::Matchers::StartsWith(complaint));
    CHECK_FALSE(begun.options);
  }
}
