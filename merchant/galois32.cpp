#include "merchant/galois32.hpp"

namespace chopay::merchant {
namespace {

constexpr unsigned field_order = 31;        // of the multiplicative group
constexpr unsigned polynomial = 0b100101U;  // x^5 + x^2 + 1, primitive over GF(2)

/// Added to the check symbols. Any values keep the distance of the code; these keep what people
/// and machines fill fields with (one symbol repeated, two digits in turn, symbols counted up or
/// down) two or more symbols away from every code word; a test checks them all.
constexpr std::array<Symbol32, 3> offset{11, 1, 26};

struct Tables {
  std::array<Symbol32, 2 * field_order> power{};  // α^i; twice round, so that sums need no modulo
  std::array<std::uint8_t, 32> log{};             // of 1–31
};

constexpr Tables make_tables() {
  Tables tables;
  unsigned value = 1;
  for (unsigned i = 0; i < field_order; ++i) {
    tables.power[i] = tables.power[i + field_order] = static_cast<Symbol32>(value);
    tables.log[value] = static_cast<std::uint8_t>(i);
    value <<= 1U;
    if ((value & 32U) != 0) value ^= polynomial;
  }
  return tables;
}

constexpr Tables tables = make_tables();

constexpr Symbol32 multiply(Symbol32 a, Symbol32 b) {
  if (a == 0 || b == 0) return 0;
  return tables.power[tables.log[a] + tables.log[b]];
}

constexpr Symbol32 add(Symbol32 a, Symbol32 b) {
  return static_cast<Symbol32>(a ^ b);
}

/// Coefficients of (x + α)(x + α²)(x + α³) below x³, highest first.
constexpr std::array<Symbol32, 3> make_generator() {
  const Symbol32 r1 = tables.power[1], r2 = tables.power[2], r3 = tables.power[3];
  return {add(add(r1, r2), r3), add(add(multiply(r1, r2), multiply(r1, r3)), multiply(r2, r3)),
          multiply(multiply(r1, r2), r3)};
}

constexpr std::array<Symbol32, 3> generator = make_generator();

/// The value of the word's polynomial at α^power, the first symbol being the coefficient of x^7.
Symbol32 syndrome(const CodeWord& word, std::size_t power) {
  Symbol32 value = 0;
  for (const Symbol32 symbol : word) value = add(multiply(value, tables.power[power]), symbol);
  return value;
}

CodeWord with_offset(CodeWord word) {
  for (std::size_t i = 0; i < offset.size(); ++i) {
    word[data_symbols + i] = add(word[data_symbols + i], offset[i]);
  }
  return word;
}

}  // namespace

CodeWord encode_word(const std::array<Symbol32, data_symbols>& data) {
  std::array<Symbol32, 3> rest{};  // of data · x³ divided by the generator
  CodeWord word{};
  for (std::size_t i = 0; i < data.size(); ++i) {
    word[i] = data[i];
    const Symbol32 lead = add(rest[0], data[i]);
    rest = {add(rest[1], multiply(lead, generator[0])), add(rest[2], multiply(lead, generator[1])),
            multiply(lead, generator[2])};
  }
  for (std::size_t i = 0; i < rest.size(); ++i) word[data_symbols + i] = rest[i];
  return with_offset(word);
}

std::optional<RepairedWord> repair_word(const CodeWord& received) {
  CodeWord word = with_offset(received);
  const Symbol32 s1 = syndrome(word, 1), s2 = syndrome(word, 2), s3 = syndrome(word, 3);
  if (s1 == 0 && s2 == 0 && s3 == 0) return RepairedWord{received, std::nullopt};
  // One wrong symbol of size e at locator X = α^j gives s1 = eX, s2 = eX², s3 = eX³.
  if (s1 == 0 || s2 == 0 || s3 == 0 || multiply(s2, s2) != multiply(s1, s3)) return std::nullopt;
  const unsigned degree = (tables.log[s2] + field_order - tables.log[s1]) % field_order;
  if (degree >= word.size()) return std::nullopt;  // in the part that shortening left out
  const unsigned size_log = (tables.log[s1] + field_order - degree) % field_order;
  const std::size_t at = word.size() - 1 - degree;
  word[at] = add(word[at], tables.power[size_log]);
  return RepairedWord{with_offset(word), at};
}

}  // namespace chopay::merchant
