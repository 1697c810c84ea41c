#include "tests/crash/file_tap.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>

// The linker leads these calls of the program here and gives the system's own another name
// (ld --wrap, CMakeLists.txt).
extern "C" {
ssize_t __real_pwrite(int file, const void* bytes, size_t count, off_t offset);
int __real_fsync(int file);
int __real_fdatasync(int file);
ssize_t __wrap_pwrite(int file, const void* bytes, size_t count, off_t offset);
int __wrap_fsync(int file);
int __wrap_fdatasync(int file);
}

namespace chopay::testing {
namespace {

struct Tapped {
  ShimDisk& disk;
  std::string path;       ///< as the disk's events name it
  std::string real_path;  ///< as the system does
};
std::optional<Tapped> tapped;

bool is_tapped(int file) {
  if (!tapped) return false;
  std::array<char, 512> path{};
  const auto link = "/proc/self/fd/" + std::to_string(file);
  const auto length = ::readlink(link.c_str(), path.data(), path.size());
  return length > 0 &&
         tapped->real_path == std::string_view{path.data(), static_cast<std::size_t>(length)};
}

int sync_tapped(int file, int (*real)(int)) {
  if (!is_tapped(file)) return real(file);
  if (tapped->disk.is_to_fail(Fault::Kind::sync)) {
    errno = EIO;
    return -1;
  }
  tapped->disk.note({DiskEvent::Act::sync, tapped->path, 0, {}});
  return 0;
}

/// One sector, which a disk writes or does not.
ssize_t write_tapped(int file, std::string_view bytes, off_t offset) {
  const bool full = tapped->disk.is_to_fail(Fault::Kind::full);
  if (full || tapped->disk.is_to_fail(Fault::Kind::write)) {
    errno = full ? ENOSPC : EIO;
    return -1;
  }
  tapped->disk.note({DiskEvent::Act::write, tapped->path, offset, std::string{bytes}});
  return __real_pwrite(file, bytes.data(), bytes.size(), offset);
}

}  // namespace

FileTap::FileTap(ShimDisk& disk, const std::string& path) {
  tapped.emplace(Tapped{disk, path, std::filesystem::weakly_canonical(path).string()});
}

FileTap::~FileTap() {
  tapped.reset();
}

}  // namespace chopay::testing

ssize_t __wrap_pwrite(int file, const void* bytes, size_t count, off_t offset) {
  using namespace chopay::testing;
  if (!is_tapped(file)) return __real_pwrite(file, bytes, count, offset);
  return write_tapped(file, {static_cast<const char*>(bytes), count}, offset);
}

int __wrap_fsync(int file) {
  return chopay::testing::sync_tapped(file, __real_fsync);
}

int __wrap_fdatasync(int file) {
  return chopay::testing::sync_tapped(file, __real_fdatasync);
}
