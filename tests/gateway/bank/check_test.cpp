#include "gateway/bank/check.hpp"

#include <catch2/catch.hpp>

#include "gateway/bank/error.hpp"
#include "gateway/bank/sorted_json.hpp"
#include "tests/gateway/bank/samples.hpp"

using namespace chopay::bank;
using namespace chopay::bank::testing;

namespace {

std::string line_of(std::string_view kind, const Message& message, std::string_view more = "") {
  std::string headers = "{";
  for (const auto& [name, value] : message.headers) {
    if (headers.size() > 1) headers += ',';
    append_json_string(headers, name);
    headers += ':';
    append_json_string(headers, value);
  }
  std::string body;
  append_json_string(body, message.body);
  std::string secret;
  append_json_string(secret, source_of(kind).secrets.current.view());
  return R"({"provider":")" + std::string(kind) + R"(","headers":)" + headers + R"(},"body":)" +
         body + R"(,"secret":)" + secret + std::string(more) + "}";
}

std::string result_of(const std::string& line, SeenIds& seen) {
  const auto row = parse_check_row(line);
  REQUIRE(row.has_value());
  return check_callback(*row, seen, at_unix(now_unix)).value();
}

}  // namespace

TEST_CASE("The check says what would happen, and that the second time is a duplicate") {
  SeenIds seen;
  const std::string line = line_of("sepay", sample("sepay"), R"(,"now":1795477867)");
  const std::string notice =
      R"("notices":[{"txn_id":"sepay:501","amount":85000,"account":"0888000111",)"
      R"("content":"VQ7K2M","time":"2026-11-24T06:50:55+07:00"}],)"
      R"("reply":{"status":200,"body":"{\"success\":true}"},"why":null})";
  CHECK(result_of(line, seen) == R"({"accepted":true,"action":"credit",)" + notice);
  CHECK(result_of(line, seen) == R"({"accepted":true,"action":"duplicate",)" + notice);
}

TEST_CASE("The check says why a message is refused") {
  SeenIds seen;
  Message message = sample("sepay");
  message.body += " ";
  CHECK(result_of(line_of("sepay", message), seen) ==
        R"({"accepted":false,"action":"reject_auth","notices":[],)"
        R"("reply":{"status":401,"body":"{\"success\":false}"},)"
        R"("why":"the signature does not fit the body"})");
  CHECK(seen.empty());
}

TEST_CASE("The age of a message is judged only when the row has a time") {
  SeenIds seen;
  const auto action = [&](std::string_view more) {
    const std::string result = result_of(line_of("sepay", sample("sepay"), more), seen);
    return result.substr(result.find("action") + 9, 12);
  };
  CHECK(action(R"(,"now":1795479999)") == "reject_stale");
  CHECK(action("") == R"(credit","not)");
}

TEST_CASE("Of a batch the incoming notices are shown") {
  SeenIds seen;
  const Fields item = transaction_of("casso-v1");
  const std::string body = R"({"data":[)" + json_of(item) + "," +
                           json_of(with(with(item, "id", "8"), "amount", "-1")) + "," +
                           json_of(with(item, "id", "9")) + "]}";
  const std::string result = result_of(line_of("casso-v1", with_headers("casso-v1", body)), seen);
  CHECK(result.find(R"("action":"batch")") != std::string::npos);
  CHECK(result.find("casso:7") != std::string::npos);
  CHECK(result.find("casso:8") == std::string::npos);
  CHECK(result.find("casso:9") != std::string::npos);
}

TEST_CASE("Rows that are incomplete or of nobody are errors, not verdicts") {
  CHECK(parse_check_row("{}").error().code == Errc::missing_field);
  CHECK(parse_check_row("{").error().code == Errc::bad_json);
  CHECK(parse_check_row(R"({"headers":{},"body":"","secret":"","now":"x"})").error().code ==
        Errc::bad_time);
  SeenIds seen;
  const auto row = parse_check_row(R"({"provider":"nobody","headers":{},"body":"","secret":""})");
  REQUIRE(row.has_value());
  CHECK(check_callback(*row, seen, at_unix(0)).error().code == Errc::unknown_provider);
}

TEST_CASE("A file of header lines is read") {
  const auto headers = read_header_lines("POST /x HTTP/1.1\r\nA: 1\r\nb:two: three \n: no\n\n");
  REQUIRE(headers.fields().size() == 2);
  CHECK(headers.get("a") == "1");
  CHECK(headers.get("B") == "two: three");
}
