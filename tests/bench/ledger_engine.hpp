#pragma once

#include <cstdint>
#include <string>

namespace chopay::bench {

struct EngineOptions {
  std::uint64_t entries = 10'000'000;  ///< for the readings; at least 1 M
  int rounds = 5;
  std::string directory = "build/bench-ledger";  ///< must be on a real disk
};

/// Medians, of the ledger room alone: sealing, the look-up of the key and the durable append.
struct EngineFigures {
  double per_s = 0;     ///< batches of 256, 1 M entries present
  double per_s_64 = 0;  ///< batches of 64
  double growth = 0;    ///< the rate at 5 M entries by the rate at 10 k
  double verify_per_s = 0;
  double day_list_ms = 0;      ///< a stall's day among all entries
  double day_totals_ms = 0;    ///< of 1,000 stalls
  double start_s = 0;          ///< beside a snapshot of 64 MB of the newest head
  double backup_pause_ms = 0;  ///< the longest append of 25, 200 times a second, during a backup
};

EngineFigures measure_engine(const EngineOptions& options);

}  // namespace chopay::bench
