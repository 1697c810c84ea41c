#include "gateway/cli/files.hpp"

#include <filesystem>
#include <fstream>

namespace chopay::cli {

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) return Error{Errc::cannot_read, path};
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{Errc::cannot_read, path};
  std::string bytes;
  char part[16 * 1024];
  while (file.read(part, sizeof part), file.gcount() > 0) {
    bytes.append(part, static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > bytes_max) return Error{Errc::too_large, path};
  }
  if (file.bad()) return Error{Errc::cannot_read, path};
  return bytes;
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return Error{Errc::cannot_write, path};
  return {};
}

int hand_out(std::string_view bytes, const std::string& path, Console& console) {
  if (path.empty()) {
    console.out << bytes;
    return exit_done;
  }
  const auto written = write_file(path, bytes);
  return written ? exit_done : fail(console, written.error().message());
}

}  // namespace chopay::cli
