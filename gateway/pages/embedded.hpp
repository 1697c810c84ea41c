#pragma once

#include <string_view>

namespace chopay::pages {

/// The bytes of a file that is compiled in ("till.html", "till.js"); empty if there is none of that
/// name.
std::string_view embedded(std::string_view file_name);

}  // namespace chopay::pages
