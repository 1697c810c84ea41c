#include "ledger/json_text.hpp"

#include <algorithm>

namespace chopay::ledger {
namespace {

bool must_be_escaped(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void append_escaped(std::string& out, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  if (static_cast<unsigned char>(c) < 0x20) {
    out += "\\u00";
    out += digits[c >> 4];
    out += digits[c & 15];
  } else {
    out += '\\';
    out += c;
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (auto plain = text.begin();;) {
    const auto end = std::find_if(plain, text.end(), must_be_escaped);
    out.append(plain, end);
    if (end == text.end()) break;
    append_escaped(out, *end);
    plain = end + 1;
  }
  out += '"';
}

}  // namespace chopay::ledger
