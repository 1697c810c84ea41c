#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chopay::http {

/// The number that a parameter's decimal digits are. Nothing for an empty text, a sign, a fraction,
/// anything before or behind, or more than `max`.
std::optional<std::uint64_t> whole_number(std::string_view text, std::uint64_t max = UINT64_MAX);

}  // namespace chopay::http
