#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/clock.hpp"

/// What `chopay doctor` makes of what was measured: pure, so that each finding can be tried without
/// a broken machine.
namespace chopay::cli {

enum class Health {
  good,     ///< nothing to do
  warning,  ///< works, but will not for ever, or would not survive a bad day
  bad,      ///< money or proof is at risk, or the gateway cannot start
};

/// One thing that was looked at.
struct Finding {
  Health health = Health::good;
  std::string check = {};   ///< one word: "disk", "sync", "clock", …
  std::string says = {};    ///< what was found, with figures
  std::string advice = {};  ///< what to do; empty where nothing is
};

/// The disk of a folder.
struct DiskFacts {
  std::uint64_t free_bytes = 0;  ///< that a process without root's rights may take
  std::uint64_t all_bytes = 0;
  std::string kind = {};  ///< where the folder lies: "memory", "network", "disk"
  /// Of a few dozen appends of 4 KiB, the median of the time until each was durable.
  std::chrono::nanoseconds sync_time{0};
};

/// Who may do what with a file or folder.
struct FileFacts {
  std::string path;
  bool exists = false;
  unsigned mode = 0;         ///< the nine bits of permission
  unsigned owner = 0;        ///< user id
  std::uint64_t device = 0;  ///< the disk that it lies on
};

/// Less than 1 GiB or 5 % is a warning, less than 128 MiB is bad: then notices are answered 503
/// soon.
Finding judge_space(const DiskFacts& disk, std::string_view folder);
/// No disk is durable within 10 µs: one that says so keeps writes in memory. More than 50 ms make
/// tills wait.
Finding judge_sync(const DiskFacts& disk, std::string_view folder);
/// `newest` is the time of the ledger's newest entry, if it has any; `synchronised` whether the
/// system says that it follows a time server, if it says anything.
Finding judge_clock(ledger::Instant now, std::optional<ledger::Instant> newest,
                    std::optional<bool> synchronised);
/// A folder or file that nobody but `user` may read; what it is called in words is `what`.
Finding judge_private(const FileFacts& file, unsigned user, std::string_view what);
/// The guard must not go away together with the ledger.
Finding judge_guard(const FileFacts& guard_folder, const FileFacts& data);
/// The library that the program runs with; `number` as SQLite counts: 3040001 is 3.40.1.
Finding judge_sqlite(int number);
/// The newest of the copies in a folder; nothing where there is none.
Finding judge_backups(const FileFacts& folder, const FileFacts& data,
                      std::optional<ledger::Instant> newest, ledger::Instant now);
/// What browsers and banks are shown. `end` is nothing where the file is no certificate. Less than
/// 14 days are a warning: then the renewal has failed already.
Finding judge_certificate(std::string_view path, std::optional<ledger::Instant> end,
                          ledger::Instant now);
/// How many files the process may open: each connection is one.
Finding judge_open_files(std::uint64_t files_max);

/// The worst of them; good where there are none.
Health worst(const std::vector<Finding>& findings);
std::string_view word(Health health);

}  // namespace chopay::cli
