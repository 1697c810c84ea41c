#pragma once

#include <string>
#include <string_view>

namespace chopay::ledger {

/// Appends the text as a JSON string with its quotes: `"`, `\` and control characters are escaped
/// (the latter as \u00xx), everything else goes out as it is. The bytes of entries are written so
/// (FORMAT.md).
void append_json_string(std::string& out, std::string_view text);

}  // namespace chopay::ledger
