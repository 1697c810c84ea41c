#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/reference_code.hpp"

namespace chopay::merchant {

/// A reference code found in a transfer text.
struct Candidate {
  ReferenceCode code;
  /// A symbol was put right. Such a code counts only if an open request has it and asks for
  /// exactly the amount that came: a wrong match is worse than none.
  bool corrected;
  std::size_t position;  ///< byte of the text where the prefix begins
};

/// How the prefix of a code must stand in a text.
enum class PrefixReading {
  exact,      ///< all three letters right
  one_wrong,  ///< or two of the three, if the eight symbols are right; always `corrected`
};

/// Bytes of a transfer text that are looked at; what lies behind is not read. Longest seen: 512.
inline constexpr std::size_t transfer_text_bytes_max = 4096;

/// The text as codes are looked for in it: A–Z and 0–9 only, upper case, marks folded (đ → D),
/// everything else dropped.
std::string squeeze(std::string_view text);

/// All reference codes of this prefix in a transfer text, in order, each once (the uncorrected
/// reading is kept). Spaces, dots and dashes inside a code, its case, and what banks put around
/// it do not matter; exactly eight symbols after the prefix belong to it. One wrong symbol among
/// the eight is put right, and so is a last symbol missing at the end of the text.
/// Works on any bytes; allocates only for the result.
std::vector<Candidate> scan(std::string_view text, ReferencePrefix prefix = {},
                            PrefixReading reading = PrefixReading::exact);

}  // namespace chopay::merchant
