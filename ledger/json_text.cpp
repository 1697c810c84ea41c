#include "ledger/json_text.hpp"

#include "ledger/plain_bytes.hpp"

namespace chopay::ledger {
namespace {

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
  for (;;) {
    const auto plain = plain_length(text);
    out.append(text.substr(0, plain));
    if (plain == text.size()) break;
    append_escaped(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out += '"';
}

}  // namespace chopay::ledger
