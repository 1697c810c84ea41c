#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/refusal.hpp"

namespace chopay::ledger {

/// What must stay free on a ledger's disk: several times the biggest batch, and what the WAL grows
/// by until its next checkpoint. A commit that meets a full disk ends the process (nothing is known
/// of a failed sync); refusing before costs a 503.
inline constexpr std::uint64_t disk_reserve_bytes = 64u << 20;

struct DiskRoom {
  std::uint64_t free_bytes = 0;  ///< for those who are not root
  bool read_only = false;
};

/// Asks the file system that has this file or folder; nothing where it does not tell (some network
/// disks).
std::optional<DiskRoom> disk_room(const std::string& path);

/// Why nothing may be written to such a disk; nothing when it may.
std::optional<Refused> no_room(const DiskRoom& room, const std::string& path);

/// The same of the disk that has this file or folder, or would have it; nothing for an empty path.
std::optional<Refused> disk_refusal(const std::string& path);

/// Whether files of this folder can be made durable just now: writes a small one, syncs it, takes
/// it away again.
bool takes_writes(const std::string& folder);

/// Has the system forget what it keeps in memory of a ledger's files, so that what is read next is
/// what the disk has: after a failed sync, memory may show what was never written. REQUIRES: nobody
/// has the ledger open.
void forget_cached_pages(const std::string& directory);

}  // namespace chopay::ledger
