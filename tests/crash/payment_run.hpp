#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/crash/sealed_ledger.hpp"
#include "tests/crash/shim_disk.hpp"

namespace chopay::testing {

/// A run as somebody outside saw it: what there was after each batch. Batch 0 is the empty ledger.
struct PaymentRun {
  std::vector<LedgerContent> ends;
};

/// Writes `payments` payments of two markets in batches of 1 … `batch_max` to a ledger on the disk,
/// as a lane would: each with changes of the vault, signed checkpoints and the head guard moved.
/// Marks on the disk the number of each batch that could be answered. The WAL is moved often.
PaymentRun run_payments(ShimDisk& disk, const RunPlace& place, std::size_t payments,
                        std::size_t batch_max, std::uint64_t seed);

/// What a power cut has left.
struct Recovered {
  std::optional<std::string> guard;  ///< the bytes of the head guard, where there is one
  bool guard_may_be_torn = false;    ///< within a sector: it may then say that it is damaged
  std::uint64_t acknowledged = 0;    ///< batches that were answered
  bool go_on = false;                ///< whether it is to take a further batch
};

/// Opens the ledger that is on the disk and checks it: it verifies with all its signatures, it ends
/// where a batch ended in both markets and in the vault, at the last one acknowledged or later, the
/// head guard lets it go on, and it does where that is asked. Says what is wrong.
std::optional<std::string> check_recovered(const PaymentRun& run, const RunPlace& place,
                                           const Recovered& recovered);

}  // namespace chopay::testing
