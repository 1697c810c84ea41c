#include <catch2/catch.hpp>

#include <fstream>
#include <string>

#include "gateway/bank/check.hpp"
#include "gateway/bank/json_reader.hpp"
#include "gateway/bank/sorted_json.hpp"
#include "tests/gateway/bank/signing.hpp"

// Reads the shared reference messages, when they are there. The tests beside this one have cases of
// their own.
using namespace chopay::bank;

namespace {

std::string canonical(JsonValue value) {
  return sorted_json(value, JsonStyle::javascript);
}

void check_row(const std::string& line, SeenIds& seen) {
  const JsonLimits limits{.bytes_max = 1 << 20};
  JsonDocument expected_document;
  const auto expected = expected_document.parse(line, limits);
  REQUIRE(expected.has_value());
  INFO(expected->find("id")->text());
  const auto row = parse_check_row(line);
  REQUIRE(row.has_value());
  const auto result = check_callback(*row, seen, testing::at_unix(testing::now_unix));
  REQUIRE(result.has_value());
  INFO(*result);
  JsonDocument document;
  const auto actual = document.parse(*result, limits);
  REQUIRE(actual.has_value());
  CHECK(actual->find("accepted")->text() == expected->find("valid")->text());
  CHECK(actual->find("action")->text() == expected->find("action")->text());
  CHECK(actual->find("reply")->find("status")->text() ==
        expected->find("reply")->find("status")->text());
  const auto wanted = *expected->find("normalised");
  const std::string notices = canonical(*actual->find("notices"));
  std::string wanted_notices = "[";
  if (!wanted.is(JsonKind::null)) wanted_notices += canonical(wanted);
  CHECK(notices == wanted_notices + "]");
  const auto reply = expected->find("reply")->find("body")->text();
  const bool has_placeholder = reply.find('<') != std::string_view::npos;
  if (!has_placeholder) CHECK(actual->find("reply")->find("body")->text() == reply);
}

}  // namespace

TEST_CASE("Every reference message gets its action, fields and answer") {
  std::ifstream file(CHOPAY_SHARED "/vectors/callbacks.jsonl");
  if (!file) {
    WARN("the shared vectors are not here; skipped");
    return;
  }
  SeenIds seen;
  int rows = 0;
  for (std::string line; std::getline(file, line); ++rows) check_row(line, seen);
  CHECK(rows >= 59);
}
