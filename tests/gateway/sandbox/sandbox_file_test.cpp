#include "gateway/sandbox/sandbox_file.hpp"

#include <catch2/catch.hpp>

using namespace chopay::sandbox;

namespace {

const SandboxFile example{"http://127.0.0.1:4711",
                          "key",
                          "ha-long-1",
                          {"A01", "A12"},
                          "sandbox",
                          "sepay",
                          "secret",
                          "till",
                          "shopper",
                          "board",
                          "sandbox",
                          "payos key",
                          "payos checksum key"};

std::string why(std::string_view json) {
  const auto file = parse_sandbox_file(json);
  REQUIRE(file.has_error());
  CHECK(file.error().code == Errc::bad_sandbox_file);
  return file.error().detail;
}

}  // namespace

TEST_CASE("A sandbox file is read as it was written") {
  const auto file = parse_sandbox_file(to_json(example)).value();
  CHECK(file.url == example.url);
  CHECK(file.api_key == example.api_key);
  CHECK(file.market == example.market);
  CHECK(file.stalls == example.stalls);
  CHECK(file.source_id == example.source_id);
  CHECK(file.source_secret == example.source_secret);
  CHECK(file.board == example.board);
  CHECK(file.payos_client_id == example.payos_client_id);
  CHECK(file.payos_api_key == example.payos_api_key);
  CHECK(file.payos_checksum_key == example.payos_checksum_key);
}

TEST_CASE("A sandbox file without what paying needs says what is missing") {
  CHECK(why("{") == "not a JSON object");
  CHECK(why("[]") == "not a JSON object");
  CHECK(why("{}") == "no \"source\"");
  CHECK(why(R"({"source":{"id":"s","kind":"sepay","secret":"x"}})") == "no \"url\"");
  CHECK(why(R"({"url":"http://h","source":{"kind":"sepay","secret":"x"}})") == "no \"source.id\"");
  CHECK(why(R"({"url":"http://h","source":{"id":"s","kind":"sepay","secret":7}})") ==
        "no \"source.secret\"");
  CHECK(why(R"({"url":"http://h","source":{"id":"s","kind":"casso","secret":"x"}})") ==
        "source.kind is not sepay");
}
