#include <catch2/catch.hpp>

#include "gateway/http/answer.hpp"
#include "gateway/http/error.hpp"
#include "gateway/http/guard.hpp"
#include "gateway/http/percent.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/whole_number.hpp"

using namespace chopay::http;

TEST_CASE("A query is read with its escapes and its order") {
  const auto query = parse_query("day=2026-11-24&name=c%C3%A0+ph%C3%AA&flag&empty=&x=a=b");
  REQUIRE(query.has_value());
  CHECK(query->get("day") == "2026-11-24");
  CHECK(query->get("name") == "c\xc3\xa0 ph\xc3\xaa");
  CHECK(query->find("flag") == "");
  CHECK(query->find("empty") == "");
  CHECK(query->get("x") == "a=b");
  CHECK_FALSE(query->find("none"));
  CHECK(query->all().size() == 5);
}

TEST_CASE("A parameter given twice is refused, however it is written") {
  CHECK(parse_query("a=1&a=2").error().code == Errc::parameter_twice);
  CHECK(parse_query("a=1&%61=2").error().code == Errc::parameter_twice);
}

TEST_CASE("A query that is none is refused") {
  for (const auto* text : {"a=%", "a=%0", "a=%zz", "%00=a", "a=%0a", "=a"}) {
    INFO(text);
    CHECK(parse_query(text).error().code == Errc::bad_query);
  }
  std::string many;
  for (int i = 0; i < 33; ++i) many += "p" + std::to_string(i) + "=1&";
  CHECK(parse_query(many).error().code == Errc::too_many_parameters);
}

TEST_CASE("A misspelt parameter is refused where the known ones are told") {
  CHECK(parse_query("day=1", {"day", "stall"}).has_value());
  const auto query = parse_query("dya=1", {"day", "stall"});
  REQUIRE(query.has_error());
  CHECK(query.error().code == Errc::parameter_unknown);
  CHECK(query.error().detail == "dya");
}

TEST_CASE("What is encoded decodes to itself") {
  std::string all;
  for (int c = 0x20; c < 0x7f; ++c) all += static_cast<char>(c);
  all += "\xc3\xaa";
  CHECK(percent_decoded(percent_encoded(all)) == all);
  CHECK(percent_encoded("a b/c") == "a%20b%2Fc");
  CHECK_FALSE(percent_decoded("%7f"));
}

TEST_CASE("A problem has a status, a title, a code and a detail") {
  const auto response = problem(422, "amount_out_of_range", "The amount \"-1\" is too small.");
  CHECK(response.status == 422);
  CHECK(response.content_type == "application/problem+json");
  CHECK(response.body ==
        R"({"type":"about:blank","status":422,"title":"Unprocessable Content",)"
        R"("code":"amount_out_of_range","detail":"The amount \"-1\" is too small."})");
  CHECK(problem(503, "busy").headers.get("retry-after") == "1");
  CHECK_FALSE(problem(404, "gone").headers.find("Retry-After"));
}

TEST_CASE("The date is the one of RFC 9110 and changes with the second") {
  DateLine date;
  CHECK(date.at(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(date.at(784111778) == "Sun, 06 Nov 1994 08:49:38 GMT");
  CHECK(date.at(1'795'000'000) == "Wed, 18 Nov 2026 11:06:40 GMT");
}

TEST_CASE("A handler replaces a default field, and cannot end a line") {
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.headers.add("content-security-policy", "default-src 'self'");
  response.headers.add("X-Odd", "a\r\nSet-Cookie: b");
  response.headers.add("X-Odd\nSet-Cookie", "b");
  std::string out;
  write_head(response, {}, "now", out);
  CHECK(out.find("default-src 'none'") == std::string::npos);
  CHECK(out.find("content-security-policy: default-src 'self'\r\n") != std::string::npos);
  CHECK(out.find("Set-Cookie") == std::string::npos);
  CHECK(out.find("Cache-Control: no-store\r\n") != std::string::npos);
  CHECK(out.find("Content-Length: 0\r\n") != std::string::npos);
}

TEST_CASE("An answer without content has no length") {
  Response response;
  response.status = 204;
  std::string out;
  write_head(response, {}, "now", out);
  CHECK(out.starts_with("HTTP/1.1 204 No Content\r\n"));
  CHECK(out.find("Content-Length") == std::string::npos);
}

TEST_CASE("A whole number is decimal digits and nothing else") {
  CHECK(whole_number("0") == 0);
  CHECK(whole_number("18446744073709551615") == UINT64_MAX);
  CHECK(whole_number("200", 200) == 200);
  CHECK_FALSE(whole_number("201", 200).has_value());
  for (const auto* wrong :
       {"", "-1", "+1", " 1", "1 ", "1.5", "1e3", "0x1f", "18446744073709551616"}) {
    CHECK_FALSE(whole_number(wrong).has_value());
  }
}

TEST_CASE(
    "Who listens at every address serves each that is written in figures, and no foreign name") {
  for (const std::string any : {"0.0.0.0", "::", "[::]"}) {
    const GuardPolicy policy{{any, "localhost"}};
    const auto is_served = [&](std::string_view host) {
      const Head head{"GET", "/pay", 11, {{"Host", host}}};
      return check_head(head, policy).has_value();
    };
    for (const auto* host : {"127.0.0.1", "127.0.0.1:8080", "192.168.1.5:80", "[::1]:8080",
                             "[2001:db8::5]", "localhost:8080", "0.0.0.0:8080"}) {
      INFO(host);
      CHECK(is_served(host));
    }
    for (const auto* host : {"evil.example", "evil.example:8080", "127.0.0.1.evil.example",
                             "127.0.0.1@evil.example", "127.1", "2130706433", "0x7f.0.0.1", "::1",
                             "[::1", "[]", "[127.0.0.1]", "[fe80::1%lo]", "1.2.3.4:99999999"}) {
      INFO(host);
      CHECK_FALSE(is_served(host));
    }
  }
}
