#pragma once

#include <string>

#include "tests/crash/shim_disk.hpp"

namespace chopay::testing {

/// While it lives, all that the program writes and syncs of one real file past SQLite, such as the
/// head guard, is noted among a disk's events, and fails when the disk says so. One at a time; the
/// file is used by one thread at a time.
class FileTap {
 public:
  /// The file need not be there yet, but its folder must.
  FileTap(ShimDisk& disk, const std::string& path);
  ~FileTap();
  FileTap(const FileTap&) = delete;
  FileTap& operator=(const FileTap&) = delete;
};

}  // namespace chopay::testing
