#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "gateway/cli/diagnosis.hpp"
#include "gateway/cli/error.hpp"

/// What `chopay doctor` asks of the machine.
namespace chopay::cli {

/// Room, kind and speed of the disk under a folder; writes and removes a small file there.
/// cannot_read, cannot_write.
Result<DiskFacts> look_at_disk(const std::string& folder);
/// Never fails: what cannot be seen does not exist.
FileFacts look_at_file(const std::string& path);
/// Whether the kernel's clock is being held to a time server's; nothing where it will not say.
std::optional<bool> clock_is_synchronised();
/// The most files that a process like this one may have open.
std::uint64_t open_files_max();
/// When the newest backup in the folder was made: itself, or the ones in it, each a folder with a
/// ledger.db. Nothing where there is none.
std::optional<ledger::Instant> newest_backup(const std::string& folder);

}  // namespace chopay::cli
