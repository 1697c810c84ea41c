#include "ledger/disk_room.hpp"

#include <sys/statvfs.h>

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

}  // namespace chopay::ledger
