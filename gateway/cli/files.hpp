#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/cli/console.hpp"
#include "gateway/cli/error.hpp"

namespace chopay::cli {

/// Settings, secrets, market files: none is near this.
inline constexpr std::size_t text_file_bytes_max = 4U << 20U;

/// The bytes of a regular file. cannot_read, too_large (nothing of it is given).
Result<std::string> read_file(const std::string& path, std::size_t bytes_max = text_file_bytes_max);

/// Writes the file anew. cannot_write; then the file may hold a part.
Result<void> write_file(const std::string& path, std::string_view bytes);

/// What a command has made: into the file, or to the standard output where `path` is empty. Gives
/// the exit code.
int hand_out(std::string_view bytes, const std::string& path, Console& console);

}  // namespace chopay::cli
