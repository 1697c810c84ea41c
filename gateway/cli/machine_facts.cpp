#include "gateway/cli/machine_facts.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace chopay::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::size_t syncs = 33;  // odd: the median is one of them
// linux/magic.h lacks these.
constexpr long cifs_magic = 0xFF534D42;
constexpr long smb2_magic = 0xFE534D42;
constexpr long fuse_magic = 0x65735546;

std::string kind_of(long magic) {
  switch (magic) {
    case TMPFS_MAGIC:
    case RAMFS_MAGIC:
      return "memory";
    case NFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case cifs_magic:
    case smb2_magic:
    case fuse_magic:
      return "network";
    default:
      return "disk";
  }
}

/// A file that is gone again, whatever happens.
class ProbeFile {
 public:
  explicit ProbeFile(std::string path)
      : path_(std::move(path)),
        file_(::open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)) {}
  ~ProbeFile() {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(path_.c_str());
  }
  ProbeFile(const ProbeFile&) = delete;
  ProbeFile& operator=(const ProbeFile&) = delete;

  /// How long it took until 4 KiB more were durable; nothing where that failed.
  std::optional<std::chrono::nanoseconds> append() {
    static constexpr std::array<char, 4096> block{};
    const auto begin = steady_clock::now();
    if (file_ < 0 || ::write(file_, block.data(), block.size()) != std::ssize(block) ||
        ::fdatasync(file_) != 0) {
      return std::nullopt;
    }
    return steady_clock::now() - begin;
  }

 private:
  std::string path_;
  int file_;
};

std::optional<ledger::Instant> made_at(const fs::path& backup) {
  struct stat status {};
  if (::stat((backup / "ledger.db").c_str(), &status) != 0) return std::nullopt;
  return ledger::Instant{std::chrono::seconds{status.st_mtim.tv_sec}};
}

}  // namespace

Result<DiskFacts> look_at_disk(const std::string& folder) {
  struct statfs room {};
  if (::statfs(folder.c_str(), &room) != 0) return Error{Errc::cannot_read, folder};
  const auto block = static_cast<std::uint64_t>(room.f_bsize);
  DiskFacts facts{room.f_bavail * block, room.f_blocks * block, kind_of(room.f_type), {}};
  const auto path = folder + "/.doctor-" + std::to_string(::getpid());
  ProbeFile probe{path};
  std::array<std::chrono::nanoseconds, syncs> times{};
  for (auto& time : times) {
    const auto took = probe.append();
    if (!took) return Error{Errc::cannot_write, path};
    time = *took;
  }
  std::nth_element(times.begin(), times.begin() + syncs / 2, times.end());
  facts.sync_time = times.at(syncs / 2);
  return facts;
}

FileFacts look_at_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {path};
  return {path, true, status.st_mode & 0777U, status.st_uid, status.st_dev};
}

std::optional<bool> clock_is_synchronised() {
  timex asked{};
  const int state = ::adjtimex(&asked);
  if (state < 0) return std::nullopt;
  return state != TIME_ERROR;
}

std::uint64_t open_files_max() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : 0;
}

std::optional<ledger::Instant> newest_backup(const std::string& folder) {
  auto newest = made_at(folder);
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator{folder, failed}) {
    if (const auto made = made_at(entry.path()); made && (!newest || *made > *newest)) {
      newest = made;
    }
  }
  return newest;
}

}  // namespace chopay::cli
