#include "merchant/statement/line_text.hpp"

#include "merchant/latin_fold.hpp"
#include "merchant/utf8.hpp"

namespace chopay::merchant::statement {
namespace {

constexpr std::string_view no_break_spaces[] = {"\u00A0", "\u202F", "\u2007"};

/// Bytes of the space that begins here; 0 where none does.
std::size_t space_bytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first <= 0x20 || first == 0x7F) return 1;
  for (const auto space : no_break_spaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string one_line(std::string_view text, std::size_t bytes_max) {
  if (!is_utf8(text)) return {};
  std::string line;
  bool gap = false;
  while (!text.empty()) {
    if (const auto bytes = space_bytes(text)) {
      gap = true;
      text.remove_prefix(bytes);
      continue;
    }
    if (gap && !line.empty()) line += ' ';
    gap = false;
    line += text.front();
    text.remove_prefix(1);
  }
  line.resize(cut_utf8(line, bytes_max).size());
  return line;
}

std::string plain_words(std::string_view text) {
  std::string words;
  bool gap = false;
  for (const char c : fold_for_search(text)) {
    if (!is_word_byte(c)) {
      gap = true;
      continue;
    }
    if (gap && !words.empty()) words += ' ';
    gap = false;
    words += c;
  }
  return words;
}

bool has_words(std::string_view words, std::string_view phrase) {
  for (auto at = words.find(phrase); at != std::string_view::npos;
       at = words.find(phrase, at + 1)) {
    const auto end = at + phrase.size();
    const bool begins = at == 0 || words[at - 1] == ' ';
    if (begins && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

}  // namespace chopay::merchant::statement
