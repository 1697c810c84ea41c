#pragma once

#include <optional>
#include <string>
#include <vector>

namespace chopay::testing {

/// The lines of a text file, gzip-packed or not; nothing when it cannot be read.
std::optional<std::vector<std::string>> read_lines(const std::string& path);

/// The cells of a line of tab-separated text; at least one.
std::vector<std::string> split_tabs(const std::string& line);

/// The unrelated transfer texts in a directory of reference vectors (their second column);
/// nothing when the file is absent.
std::optional<std::vector<std::string>> read_unrelated_texts(const std::string& vectors);

}  // namespace chopay::testing
