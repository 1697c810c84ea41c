#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"

namespace chopay::pages {

/// The path under which a page names a compiled-in file: "till.js" → "/assets/till.3f9c02ab.js".
/// The middle part is a hash over all assets, so a path never changes what it stands for and may be
/// cached for ever. Throws std::logic_error when there is no such file.
std::string asset_path(std::string_view file_name);

/// Answers GET /assets/{file}: the file with its media type, cached for a year. Nothing when the
/// name is not one that asset_path writes in this build. Any thread.
std::optional<http::Response> asset(std::string_view file_name);

/// Of the build: changes with any asset.
std::string assets_hash();

}  // namespace chopay::pages
