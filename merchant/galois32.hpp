#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace chopay::merchant {

/// An element of GF(32), the field of 32 elements: 0–31.
using Symbol32 = std::uint8_t;

/// Symbols of one code word: five of data, then three of check.
using CodeWord = std::array<Symbol32, 8>;

inline constexpr std::size_t data_symbols = 5;

/// A code word that was read, and whether one of its symbols had to be put right.
struct RepairedWord {
  CodeWord word;
  std::optional<std::size_t> wrong_at;  ///< 0–7; none when the word was right as it stood
};

/// Appends the three check symbols of the Reed–Solomon code over GF(32) (x^5 + x^2 + 1, roots
/// α, α², α³; shortened from 31 symbols to 8), moved off the linear code by a constant, so that
/// runs of one symbol such as 00000000 are no code words. Two words differ in four symbols at
/// least. REQUIRES each symbol < 32.
CodeWord encode_word(const std::array<Symbol32, data_symbols>& data);

/// Reads a word, putting right at most one wrong symbol. Two wrong symbols are always noticed
/// (nothing is returned); three or more are noticed 99 times in 100. REQUIRES each symbol < 32.
std::optional<RepairedWord> repair_word(const CodeWord& word);

}  // namespace chopay::merchant
