#include "gateway/app/log.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "gateway/app/line_limit.hpp"
#include "merchant/utf8.hpp"

using namespace chopay;
using namespace chopay::app;
using namespace std::chrono_literals;

namespace {

std::string detail_of(std::string_view logged) {
  return std::string{boost::json::parse(logged).at("detail").as_string()};
}

}  // namespace

TEST_CASE("A line of the log names its request where it is about one, and says nothing else") {
  CHECK(log_object("signed_in", "lan", "5f0c91d2-1a") ==
        R"({"event":"signed_in","detail":"lan","request":"5f0c91d2-1a"})");
  CHECK(log_object("serving", "http://127.0.0.1:8080", "") ==
        R"({"event":"serving","detail":"http://127.0.0.1:8080"})");
}

TEST_CASE("Whatever a text holds, it stays one line of the log, and says the same when read") {
  const std::string texts[] = {"a\nb\r\n{\"event\":\"signed_in\"}",
                               "\x1b[2J\x1b]0;title\x07",
                               "quote \" and \\ back",
                               std::string("zero \0 byte", 11),
                               "Chợ Hạ Long I – 50.000 đ 🐟",
                               "lines \u2028 and \u2029 and \u0085",
                               "turned \u202e round \u2066 and \ufeff none",
                               "delete \x7f"};
  for (const auto& text : texts) {
    const auto logged = log_object("poll_failed", text, "");
    CAPTURE(logged);
    CHECK(detail_of(logged) == text);
    for (const std::string power :
         {"\n", "\r", "\x1b", "\x7f", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff"}) {
      CHECK(logged.find(power) == std::string::npos);
    }
  }
  CHECK(log_object("", "Chợ 🐟", "").find("Chợ 🐟") != std::string::npos);
}

TEST_CASE("Bytes of no character are told as such, and the rest of the line is kept") {
  const std::string_view texts[] = {"a\xff\xfe b", "a\xc3 b",         "a\xe1\xbb b",
                                    "a\xc0\xaf b", "a\xed\xa0\x80 b", "a\xf4\x90\x80\x80 b",
                                    "b\xf0\x9f"};
  for (const auto text : texts) {
    const auto logged = log_object("notice_kept", text, "");
    CAPTURE(logged);
    CHECK(merchant::is_utf8(logged));
    const auto detail = detail_of(logged);
    CHECK(detail.find("\ufffd") != std::string::npos);
    CHECK(detail.find('b') != std::string::npos);
  }
}

TEST_CASE("Of what happens without end a line a minute and kind is due, with how often it was") {
  LineLimit lines;
  const LineLimit::Time now{};
  CHECK(lines.due("unknown_host", now) == 1);
  for (int i = 0; i < 1'000; ++i) CHECK(lines.due("unknown_host", now + 59s) == 0);
  CHECK(lines.due("head_too_large", now + 59s) == 1);
  CHECK(lines.due("unknown_host", now + 60s) == 1'001);
  CHECK(lines.due("unknown_host", now + 61s) == 0);
}
