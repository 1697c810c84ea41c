#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "ledger/store.hpp"
#include "tests/crash/shim_disk.hpp"

namespace chopay::testing {

/// The batches of a run, as somebody outside saw them: which ends of the log there were, and what
/// each ended with. Batch 0 is the empty ledger.
struct PaymentRun {
  std::map<std::uint64_t, ledger::Hash> ends;    ///< seq after each batch → hash of its entry
  std::map<std::uint64_t, std::string> markers;  ///< seq after each batch → row of the vault
};

/// Writes `payments` payments in batches of 1 … `batch_max` to a ledger on the disk and marks on it
/// the seq of each batch that append() has returned for. The WAL is moved often.
PaymentRun run_payments(ShimDisk& disk, const std::string& directory, std::size_t payments,
                        std::size_t batch_max, std::uint64_t seed);

/// Opens the ledger that is on the disk and checks it: it verifies, it ends where a batch ended, at
/// `acknowledged` or later, and takes a further payment where `go_on`. Says what is wrong.
std::optional<std::string> check_recovered(const PaymentRun& run, const std::string& directory,
                                           std::uint64_t acknowledged, bool go_on);

}  // namespace chopay::testing
