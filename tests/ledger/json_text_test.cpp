#include "ledger/json_text.hpp"

#include <catch2/catch.hpp>

#include <string>

#include "ledger/plain_bytes.hpp"

using namespace chopay::ledger;

namespace {

std::string json_of(std::string_view text) {
  std::string out = "before";
  append_json_string(out, text);
  return out.substr(6);
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

}  // namespace

TEST_CASE("A text is a JSON string with what must be escaped in it, wherever that stands") {
  CHECK(json_of("") == R"("")");
  CHECK(json_of("Chợ Hạ Long") == R"("Chợ Hạ Long")");
  CHECK(json_of("\"\\\x1f") == R"("\"\\\u001f")");
  CHECK(json_of({"\0", 1}) == R"("\u0000")");
  for (std::size_t at = 0; at < 20; ++at) {
    std::string text(20, 'x');
    text[at] = '"';
    CHECK(json_of(text) == '"' + std::string(at, 'x') + "\\\"" + std::string(19 - at, 'x') + '"');
  }
}

TEST_CASE("Bytes stand for themselves up to the first that does not, of every value and place") {
  for (int value = 0; value < 256; ++value) {
    const auto odd = static_cast<char>(value);
    for (std::size_t at = 0; at < 18; ++at) {
      for (const char other : {'x', '\x7f', '\x80', '\xff'}) {
        std::string text(18, other);
        text[at] = odd;
        CHECK(plain_length(text) == (is_plain(odd) ? text.size() : at));
      }
    }
  }
}
