#include "gateway/cli/console.hpp"

#include <algorithm>

namespace chopay::cli {

int fail(Console& console, std::string_view text, int exit_code) {
  std::string line = "chopay: ";
  line += text;
  std::replace_if(
      line.begin(), line.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
  console.err << line << '\n';
  return exit_code;
}

bool next_line(std::istream& in, std::string& line, std::size_t bytes_max) {
  line.clear();
  if (!in) return false;
  constexpr auto end = std::istream::traits_type::eof();
  auto* buffer = in.rdbuf();
  bool any = false;
  for (int c = buffer->sbumpc(); c != '\n'; c = buffer->sbumpc()) {
    if (c == end) {
      in.setstate(std::ios::eofbit);
      return any;
    }
    any = true;
    if (line.size() < bytes_max) line += static_cast<char>(c);
  }
  return true;
}

}  // namespace chopay::cli
