#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "qr/decoded.hpp"
#include "qr/error.hpp"

namespace chopay::cli {

inline constexpr std::size_t picture_bytes_max = 8U << 20U;

/// The texts of all QR codes in a PNG or JPEG picture, by both readers; picture_too_big,
/// picture_damaged, picture_unknown.
qr::Result<std::vector<std::string>> codes_in(std::string_view picture);

}  // namespace chopay::cli
