#include "merchant/reference_code.hpp"

#include <algorithm>
#include <stdexcept>

#include "merchant/galois32.hpp"

namespace chopay::merchant {
namespace {

// Douglas Crockford's 32: 36 less I and L (like 1), O (like 0) and U (against words).
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view prefix_letters = "BCDFGHJKMNPQRSTVWXZ";
constexpr Symbol32 no_symbol = 0xFF;
constexpr unsigned bits_per_symbol = 5;

constexpr std::array<Symbol32, 256> make_values() {
  std::array<Symbol32, 256> values{};
  values.fill(no_symbol);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<Symbol32>(i);
  }
  values['O'] = 0;
  values['I'] = values['L'] = 1;
  return values;
}

constexpr auto values = make_values();

constexpr Symbol32 value_of(char character) {
  return values[static_cast<unsigned char>(character)];
}

constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::uint32_t data_of(const CodeWord& word) {
  std::uint32_t data = 0;
  for (std::size_t i = 0; i < data_symbols; ++i) data = data << bits_per_symbol | word[i];
  return data;
}

/// The word in the eight characters; a character outside the alphabet becomes 0 and is counted
/// in `strangers`, its place kept in `stranger_at`.
CodeWord word_of(std::string_view eight, std::size_t& strangers, std::size_t& stranger_at) {
  CodeWord word{};
  for (std::size_t i = 0; i < word.size(); ++i) {
    word[i] = value_of(eight[i]);
    if (word[i] != no_symbol) continue;
    word[i] = 0;
    ++strangers;
    stranger_at = i;
  }
  return word;
}

}  // namespace

std::optional<ReferencePrefix> ReferencePrefix::parse(std::string_view text) {
  if (text.size() != size) return std::nullopt;
  ReferencePrefix prefix;
  for (std::size_t i = 0; i < size; ++i) {
    prefix.letters_[i] = upper(text[i]);
    if (prefix_letters.find(prefix.letters_[i]) == std::string_view::npos) return std::nullopt;
  }
  return prefix;
}

ReferencePrefix ReferenceCode::prefix() const {
  return ReferencePrefix::parse(text().substr(0, ReferencePrefix::size)).value();
}

std::uint32_t ReferenceCode::data() const {
  std::uint32_t data = 0;
  for (const char c : text().substr(ReferencePrefix::size, data_symbols)) {
    data = data << bits_per_symbol | value_of(c);
  }
  return data;
}

ReferenceCode make_reference(std::uint32_t data, ReferencePrefix prefix) {
  if (data >= reference_count) throw std::invalid_argument("a reference code holds 25 bits");
  std::array<Symbol32, data_symbols> symbols{};
  for (std::size_t i = data_symbols; i-- > 0; data >>= bits_per_symbol) {
    symbols[i] = static_cast<Symbol32>(data % alphabet.size());
  }
  ReferenceCode code;
  auto out = std::copy(prefix.text().begin(), prefix.text().end(), code.characters_.begin());
  for (const Symbol32 symbol : encode_word(symbols)) *out++ = alphabet[symbol];
  return code;
}

std::optional<ReferenceCode> parse_reference(std::string_view text) {
  if (text.size() != ReferenceCode::size) return std::nullopt;
  const auto prefix = ReferencePrefix::parse(text.substr(0, ReferencePrefix::size));
  if (!prefix) return std::nullopt;
  std::array<char, ReferenceCode::symbols> eight{};
  std::ranges::transform(text.substr(ReferencePrefix::size), eight.begin(), upper);
  const auto read = read_symbols({eight.data(), eight.size()}, *prefix);
  if (!read || read->corrected) return std::nullopt;
  return read->code;
}

std::optional<ReadSymbols> read_symbols(std::string_view eight, ReferencePrefix prefix) {
  if (eight.size() != ReferenceCode::symbols) return std::nullopt;
  std::size_t strangers = 0, stranger_at = 0;
  const CodeWord word = word_of(eight, strangers, stranger_at);
  if (strangers > 1) return std::nullopt;
  const auto repaired = repair_word(word);
  if (!repaired) return std::nullopt;
  // With a stranger there may be no other wrong symbol.
  if (strangers == 1 && repaired->wrong_at.value_or(stranger_at) != stranger_at) {
    return std::nullopt;
  }
  return ReadSymbols{make_reference(data_of(repaired->word), prefix),
                     strangers == 1 || repaired->wrong_at.has_value()};
}

}  // namespace chopay::merchant
