#pragma once

#include <optional>
#include <string_view>

#include "ledger/dong.hpp"

namespace chopay::merchant::statement {

/// Reads an amount as people write it: "1.250.000", "1,250,000", "1 250 000", "1.250.000,00",
/// "1,250,000.00", "85000.00", a sign before or behind or parentheses, "VND" or "đ" behind. Three
/// digits behind a separator are always thousands, since đồng has no decimals; decimals must be
/// zero, and separators must stand in their places. Nothing for any other text, and for more than
/// 15 digits.
std::optional<ledger::Dong> read_written_amount(std::string_view text);

/// Reads a number with decimals behind `point`, which must be zero, and no thousands separator:
/// "85000", "85000,", "85000.00" (ISO 20022 and SWIFT amounts, cells of a workbook). Nothing for
/// any other text.
std::optional<ledger::Dong> read_decimal_amount(std::string_view text, char point);

}  // namespace chopay::merchant::statement
