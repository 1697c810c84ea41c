#include "gateway/cli/diagnosis.hpp"

#include <algorithm>
#include <array>

namespace chopay::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t mib = 1U << 20U;
constexpr auto sync_least = 10us;  // NVMe with a protected cache takes 20 µs and more
constexpr auto sync_most = 50ms;
constexpr auto backup_age_most = 26h;  // a daily one, and time to make it
constexpr auto certificate_least = std::chrono::days{14};
constexpr std::uint64_t open_files_least = 4'096;

std::string of(std::string_view folder) {
  return ' ' + std::string{folder};
}

std::string octal(unsigned mode) {
  return {static_cast<char>('0' + ((mode >> 6U) & 7U)),
          static_cast<char>('0' + ((mode >> 3U) & 7U)), static_cast<char>('0' + (mode & 7U))};
}

/// SQLite 3.7.0 to 3.51.2 lose commits when two connections move the WAL at once; these do not.
bool moves_wal_safely(int number) {
  return number >= 3'051'003 || (number >= 3'044'006 && number < 3'045'000) ||
         (number >= 3'050'007 && number < 3'051'000);
}

std::string version_text(int number) {
  return std::to_string(number / 1'000'000) + '.' + std::to_string(number / 1'000 % 1'000) + '.' +
         std::to_string(number % 1'000);
}

}  // namespace

Finding judge_space(const DiskFacts& disk, std::string_view folder) {
  Finding found{Health::good, "disk", std::to_string(disk.free_bytes / mib) + " MiB free at", ""};
  found.says += of(folder);
  if (disk.kind == "memory") {
    return {Health::bad, "disk",
            std::string{folder} + " lies in memory: a power cut takes all of it",
            "put `data` on a disk"};
  }
  if (disk.kind == "network") {
    return {Health::bad, "disk", std::string{folder} + " lies on another machine's disk",
            "put `data` on a disk of this machine: locks and syncs over a network cannot be relied "
            "on"};
  }
  if (disk.free_bytes < 128 * mib) {
    found.health = Health::bad;
  } else if (disk.free_bytes < 1'024 * mib || disk.free_bytes < disk.all_bytes / 20) {
    found.health = Health::warning;
  }
  if (found.health != Health::good) {
    found.advice = "make room: when the disk is full, banks are answered 503 and send again";
  }
  return found;
}

Finding judge_sync(const DiskFacts& disk, std::string_view folder) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(disk.sync_time).count();
  Finding found{Health::good, "sync", "a durable write takes " + std::to_string(us) + " µs at", ""};
  found.says += of(folder);
  if (disk.sync_time < sync_least) {
    found.health = Health::bad;
    found.advice =
        "no disk is that fast: a cache says that it has written what it has not, and a power cut "
        "loses acknowledged money. Look for cache=unsafe of a virtual machine, eatmydata, or a "
        "controller without a battery";
  } else if (disk.sync_time > sync_most) {
    found.health = Health::warning;
    found.advice = "tills wait for that; an SSD takes 0.1 to 2 ms";
  }
  return found;
}

Finding judge_clock(ledger::Instant now, std::optional<ledger::Instant> newest,
                    std::optional<bool> synchronised) {
  Finding found{Health::good, "clock", "it is " + ledger::format_instant(now), ""};
  if (newest && now < *newest) {
    return {Health::bad, "clock",
            found.says + ", before the ledger's newest entry of " + ledger::format_instant(*newest),
            "set the clock: until then writes are answered 503 clock_behind"};
  }
  if (synchronised == false) {
    found.health = Health::warning;
    found.says += "; no time server is followed";
    found.advice =
        "install systemd-timesyncd or chrony: signed callbacks are refused when clocks "
        "are five minutes apart";
  }
  return found;
}

Finding judge_private(const FileFacts& file, unsigned user, std::string_view what) {
  const std::string named = std::string{what} + of(file.path);
  if (!file.exists) {
    return {Health::bad, "permissions", named + " is not there",
            "make it, or correct the settings"};
  }
  if ((file.mode & 077U) != 0) {
    return {Health::bad, "permissions", named + " has mode " + octal(file.mode),
            "others may look at it: chmod " +
                std::string{(file.mode & 0100U) != 0 ? "700" : "600"} + of(file.path)};
  }
  if (file.owner != user) {
    return {Health::bad, "permissions", named + " belongs to another user than the ledger",
            "chown it to the user that the service runs as"};
  }
  return {Health::good, "permissions", named + " is its owner's alone", ""};
}

Finding judge_guard(const FileFacts& guard_folder, const FileFacts& data) {
  if (!guard_folder.exists) {
    return {Health::bad, "guard", "the head guard's folder is not there" + of(guard_folder.path),
            "make it, or correct head_guard: the server does not start without it"};
  }
  if (guard_folder.device == data.device) {
    return {Health::warning, "guard", "the head guard lies on the ledger's own disk",
            "where there is another disk, put head_guard there: what brings back an old disk "
            "brings back both"};
  }
  return {Health::good, "guard", "the head guard lies on another disk than the ledger", ""};
}

Finding judge_sqlite(int number) {
  Finding found{Health::good, "sqlite", "SQLite " + version_text(number), ""};
  if (number < 3'040'000) {
    found.health = Health::bad;
    found.advice = "chopay is tried with 3.40 and newer: upgrade libsqlite3-0";
  } else if (!moves_wal_safely(number)) {
    found.says +=
        ", with one connection that writes: let no other program write to ledger.db while chopay "
        "runs";
  }
  return found;
}

Finding judge_backups(const FileFacts& folder, const FileFacts& data,
                      std::optional<ledger::Instant> newest, ledger::Instant now) {
  if (!newest) {
    return {Health::bad, "backups", "there is no backup in" + of(folder.path),
            "chopay ledger backup FOLDER --data " + data.path + ", every day"};
  }
  const auto age = std::chrono::duration_cast<std::chrono::hours>(now - *newest);
  Finding found{Health::good, "backups",
                "the newest backup is " + std::to_string(age.count()) + " hours old", ""};
  if (age > backup_age_most) {
    found.health = Health::warning;
    found.advice = "make one every day; look why the last ones failed";
  } else if (folder.device == data.device) {
    found.health = Health::warning;
    found.says += ", on the ledger's own disk";
    found.advice = "copy it to another machine, or run `chopay ledger follow` there";
  }
  return found;
}

Finding judge_certificate(std::string_view path, std::optional<ledger::Instant> end,
                          ledger::Instant now) {
  if (!end) {
    return {Health::bad, "certificate", std::string{path} + " is not a certificate in PEM",
            "without one no browser and no bank comes through TLS"};
  }
  const auto days = std::chrono::floor<std::chrono::days>(*end - now);
  Finding found{Health::good, "certificate",
                std::string{path} + " is good for " + std::to_string(days.count()) + " days", ""};
  if (*end <= now) {
    found = {Health::bad, "certificate",
             std::string{path} + " has ended at " + ledger::format_instant(*end),
             "renew it: browsers and banks refuse to come in"};
  } else if (days < certificate_least) {
    found.health = Health::warning;
    found.advice = "it should have been renewed by now: look why it was not";
  }
  return found;
}

Finding judge_open_files(std::uint64_t files_max) {
  if (files_max < open_files_least) {
    return {Health::warning, "files", "a process may open " + std::to_string(files_max) + " files",
            "each connection is one: set LimitNOFILE=65536, or ulimit -n"};
  }
  return {Health::good, "files", "a process may open " + std::to_string(files_max) + " files", ""};
}

Health worst(const std::vector<Finding>& findings) {
  Health found = Health::good;
  for (const auto& finding : findings) found = std::max(found, finding.health);
  return found;
}

std::string_view word(Health health) {
  constexpr std::array words{"good", "warning", "bad"};
  return words.at(static_cast<std::size_t>(health));
}

}  // namespace chopay::cli
