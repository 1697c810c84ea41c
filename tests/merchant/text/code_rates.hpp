#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "merchant/transfer_text.hpp"

namespace chopay::testing {

/// How well codes are found in mangled transfer texts.
struct CodeRates {
  std::size_t readable = 0;       ///< texts whose code is whole or has one wrong symbol
  std::size_t found = 0;          ///< of these, with the code among those scanned
  std::size_t cut = 0;            ///< texts whose code is not all there
  std::size_t found_cut = 0;      ///< of these, with the code found all the same
  std::size_t misread = 0;        ///< another code returned as uncorrected
  std::size_t miscorrected = 0;   ///< another code returned as corrected
  std::size_t wrong_matches = 0;  ///< another code that the rule for open requests lets pass
  std::vector<std::string> texts;

  double found_share() const { return static_cast<double>(found) / static_cast<double>(readable); }
};

/// Opens `count` requests with codes and amounts drawn from the seed, pays each with a mangled
/// text, and scans the texts. A scanned code passes when a request with it is open and, where a
/// symbol was put right, asks for exactly the amount that came.
CodeRates measure_code_rates(std::size_t count, std::uint64_t seed);

}  // namespace chopay::testing
