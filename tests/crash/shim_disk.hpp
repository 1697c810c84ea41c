#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace chopay::testing {

/// What SQLite asked of the disk, in order.
struct DiskEvent {
  enum class Act { write, truncate, sync, remove, appear, mark };
  Act act = Act::mark;
  std::string file;
  std::int64_t offset = 0;  ///< of a write; the new size of a truncation; the number of a mark
  std::string bytes;        ///< of a write; all that a file has which appears whole, or not at all
};

/// What is to fail: the `at`-th operation of the kind (from 1), and all after it where `for_ever`.
struct Fault {
  enum class Kind {
    none,
    read,          ///< a read fails with SQLITE_IOERR
    corrupt_read,  ///< a read fails with SQLITE_CORRUPT, as file systems with checksums tell it
    wrong_read,    ///< a read succeeds with other bytes than were written
    short_read,    ///< a read succeeds, but what comes after its first half is zeros
    wrong_copy,    ///< as wrong_read, of what is read to be moved from the WAL: SQLite looks at
                   ///< none of it, so the other two are not of these reads
    write,         ///< a write leaves its first half behind and fails with SQLITE_IOERR
    full,          ///< likewise with SQLITE_FULL
    sync,
    allocation,
  };
  Kind kind = Kind::none;
  std::uint64_t at = 0;
  bool for_ever = false;
};

/// A disk in memory that SQLite uses instead of the machine's while it lives: it records writes and
/// syncs, fails on demand, and can be set to any content. Promises what the file systems that the
/// ledger runs on do: a write may tear, but leaves the bytes beside it alone (SQLite's "powersafe
/// overwrite"). One at a time; used by one thread at a time, with no connection open when it is
/// made, set or destroyed.
class ShimDisk {
 public:
  using Files = std::map<std::string, std::string>;  ///< content by path

  ShimDisk();
  ~ShimDisk();
  ShimDisk(const ShimDisk&) = delete;
  ShimDisk& operator=(const ShimDisk&) = delete;

  /// Replaces all there is and forgets what was recorded.
  void set(const Files& files);
  /// What a process sees now, synced or not.
  Files files() const;
  /// Writes a mark among the events, such as "so many are acknowledged".
  void mark(std::int64_t number);
  /// Notes what was asked of a file that is none of SQLite's; see FileTap.
  void note(DiskEvent event);
  /// Counts an operation of the kind on such a file; true where it is to fail.
  bool is_to_fail(Fault::Kind kind);
  const std::vector<DiskEvent>& events() const;
  /// Starts counting for the fault from 0. When it comes for the first time, a mark of `fault_mark`
  /// is written.
  void fail(Fault fault);
  /// Whether the fault has come.
  bool failed() const;

  static constexpr std::int64_t fault_mark = -1;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace chopay::testing
