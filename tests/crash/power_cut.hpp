#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/shim_disk.hpp"

namespace chopay::testing {

/// Follows what was written and synced, and makes the contents that a power cut may leave: all that
/// was synced, and of the rest any part, in any order, torn anywhere.
class PowerCut {
 public:
  void follow(const DiskEvent& event);

  enum class Kind {
    nothing,       ///< of what was not synced, nothing is there
    everything,    ///< all of it
    first_writes,  ///< the first so many writes, the last of them torn
    some_writes,   ///< any of the writes
    all_but_one,   ///< all writes but one
    some_sectors,  ///< any of the 512-byte sectors of any of the writes
    torn_sectors,  ///< likewise, each of them torn at any byte
  };
  static constexpr int kinds = 7;
  /// One content of that kind, drawn by `random`.
  ShimDisk::Files cut(Kind kind, std::mt19937_64& random) const;
  /// Whether anything waits for a sync.
  bool anything_pending() const;

 private:
  struct Name {
    std::string bytes;               ///< synced
    bool exists = false;             ///< the name itself is durable: the file was synced once
    std::vector<DiskEvent> pending;  ///< in order, not synced
  };
  std::map<std::string, Name> names_;
};

}  // namespace chopay::testing
