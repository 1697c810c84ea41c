#include "ledger/disk_room.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>

namespace chopay::ledger {
namespace {

std::string mib(std::uint64_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

}  // namespace

std::optional<DiskRoom> disk_room(const std::string& path) {
  struct statvfs disk {};
  if (::statvfs(path.c_str(), &disk) != 0 || disk.f_blocks == 0) return std::nullopt;
  return DiskRoom{std::uint64_t{disk.f_bavail} * disk.f_frsize, (disk.f_flag & ST_RDONLY) != 0};
}

std::optional<Refused> no_room(const DiskRoom& room, const std::string& path) {
  if (room.read_only) {
    return Refused{Refusal::disk_read_only,
                   "the disk of " + path +
                       " is mounted read-only; nothing is added until it takes writes (look in the "
                       "kernel's log for the reason)"};
  }
  if (room.free_bytes < disk_reserve_bytes) {
    return Refused{Refusal::disk_full, "the disk of " + path + " has " + mib(room.free_bytes) +
                                           " left; nothing is added until it has " +
                                           mib(disk_reserve_bytes) + ": make room"};
  }
  return std::nullopt;
}

std::optional<Refused> disk_refusal(const std::string& path) {
  if (path.empty()) return std::nullopt;
  auto place = std::filesystem::absolute(path).lexically_normal();
  std::error_code unknown;
  while (place.has_relative_path() && !std::filesystem::exists(place, unknown)) {
    place = place.parent_path();
  }
  const auto room = disk_room(place.string());
  return room ? no_room(*room, path) : std::nullopt;
}

bool takes_writes(const std::string& folder) {
  const auto path = folder + "/disk.probe";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const std::string page(4'096, '\0');
  const bool written =
      ::write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  return ::unlink(path.c_str()) == 0 && written;
}

void forget_cached_pages(const std::string& directory) {
  for (const char* name : {"/ledger.db", "/ledger.db-wal"}) {
    const int file = ::open((directory + name).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    ::close(file);
  }
}

}  // namespace chopay::ledger
