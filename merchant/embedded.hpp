#pragma once

#include <string_view>

namespace chopay::merchant {

/// The bytes of a file that is compiled in ("tax.json"); empty if there is none of that name.
std::string_view embedded(std::string_view file_name);

}  // namespace chopay::merchant
