#include "tests/crash/file_tap.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

// The linker leads these calls of the program here and gives the system's own another name
// (ld --wrap, CMakeLists.txt).
extern "C" {
ssize_t __real_pwrite(int file, const void* bytes, size_t count, off_t offset);
int __real_fsync(int file);
int __real_fdatasync(int file);
int __real_renameat2(int from_folder, const char* from, int to_folder, const char* to,
                     unsigned flags);
ssize_t __wrap_pwrite(int file, const void* bytes, size_t count, off_t offset);
int __wrap_fsync(int file);
int __wrap_fdatasync(int file);
int __wrap_renameat2(int from_folder, const char* from, int to_folder, const char* to,
                     unsigned flags);
}

namespace chopay::testing {
namespace {

struct Tapped {
  ShimDisk& disk;
  std::string path;       ///< as the disk's events name it
  std::string real_path;  ///< as the system does
};
std::optional<Tapped> tapped;

/// What a file of the program is to the tap.
enum class Seen { no, yes, unfinished };

/// Under the name that it has before it is whole a file may fail, but no power cut leaves it.
Seen how_seen(int file) {
  if (!tapped) return Seen::no;
  std::array<char, 512> path{};
  const auto link = "/proc/self/fd/" + std::to_string(file);
  const auto length = ::readlink(link.c_str(), path.data(), path.size());
  if (length <= 0) return Seen::no;
  const std::string_view name{path.data(), static_cast<std::size_t>(length)};
  if (name == tapped->real_path) return Seen::yes;
  return name == tapped->real_path + ".new" ? Seen::unfinished : Seen::no;
}

int sync_tapped(int file, int (*real)(int)) {
  const auto seen = how_seen(file);
  if (seen == Seen::no) return real(file);
  if (tapped->disk.is_to_fail(Fault::Kind::sync)) {
    errno = EIO;
    return -1;
  }
  if (seen == Seen::yes) tapped->disk.note({DiskEvent::Act::sync, tapped->path, 0, {}});
  return 0;
}

/// One sector, which a disk writes or does not.
ssize_t write_tapped(int file, std::string_view bytes, off_t offset, Seen seen) {
  const bool full = tapped->disk.is_to_fail(Fault::Kind::full);
  if (full || tapped->disk.is_to_fail(Fault::Kind::write)) {
    errno = full ? ENOSPC : EIO;
    return -1;
  }
  if (seen == Seen::yes) {
    tapped->disk.note({DiskEvent::Act::write, tapped->path, offset, std::string{bytes}});
  }
  return __real_pwrite(file, bytes.data(), bytes.size(), offset);
}

/// A file that gets the tapped name was synced before, and is there whole or not at all.
void note_new_name(std::string_view name) {
  if (!tapped || name != tapped->path) return;
  std::ifstream file{tapped->path, std::ios::binary};
  tapped->disk.note({DiskEvent::Act::appear, tapped->path, 0,
                     std::string{std::istreambuf_iterator<char>{file}, {}}});
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
  const auto seen = how_seen(file);
  if (seen == Seen::no) return __real_pwrite(file, bytes, count, offset);
  return write_tapped(file, {static_cast<const char*>(bytes), count}, offset, seen);
}

int __wrap_fsync(int file) {
  return chopay::testing::sync_tapped(file, __real_fsync);
}

int __wrap_fdatasync(int file) {
  return chopay::testing::sync_tapped(file, __real_fdatasync);
}

int __wrap_renameat2(int from_folder, const char* from, int to_folder, const char* to,
                     unsigned flags) {
  const int result = __real_renameat2(from_folder, from, to_folder, to, flags);
  if (result == 0) chopay::testing::note_new_name(to);
  return result;
}
