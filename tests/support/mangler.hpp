#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace chopay::testing {

/// What is left of the reference code in a mangled text.
enum class CodeState {
  whole,      ///< all characters there and right (breaks and case apart)
  one_wrong,  ///< all there, one of the symbols behind the prefix is another one
  cut,        ///< some of its characters are missing
};

struct MangledText {
  std::string text;
  CodeState state;
};

/// Makes transfer texts as banks deliver them out of a reference code: a payer's memo around the
/// code, what the bank puts before and behind it, a space after every 35th character, cuts,
/// changes of case, punctuation turned to spaces or dropped, and one substituted symbol in every
/// tenth text. The same seed gives the same texts.
class Mangler {
 public:
  explicit Mangler(std::uint64_t seed) : random_(seed) {}

  /// REQUIRES a code of upper-case letters and digits whose first three are its prefix.
  MangledText mangle(std::string_view code);

 private:
  /// One byte of the text being made, and which character of the code it is (-1: none).
  struct Byte {
    char value;
    int code_at;
  };
  using Bytes = std::vector<Byte>;

  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  bool percent(unsigned share) { return below(100) < share; }

  std::string fill(std::string_view form);
  std::string name();
  Bytes written_code(std::string_view code, bool substitute);
  Bytes memo(std::string_view code, bool substitute);
  void drop_punctuation(Bytes& bytes);
  void change_case(Bytes& bytes);

  std::mt19937_64 random_;
};

}  // namespace chopay::testing
