#include "tests/crash/payment_run.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/support/log_writer.hpp"

namespace chopay::testing {
namespace {

using namespace chopay::ledger;

const auto market = MarketId::parse("ha-long-1").value();
/// So small that the WAL is moved, and begun anew, many times in a run.
constexpr CheckpointPages often{40, 80};
/// So few that rows are written by batches that came after their own.
constexpr std::size_t trail_max = 50;

Draft payment(std::size_t number, std::mt19937_64& random) {
  return credit_draft("ha-long-1", "A" + std::to_string(random() % 40),
                      "FT" + std::to_string(100'000 + number), 1'000 + std::int64_t(number));
}

}  // namespace

PaymentRun run_payments(ShimDisk& disk, const std::string& directory, std::size_t payments,
                        std::size_t batch_max, std::uint64_t seed) {
  std::mt19937_64 random{seed};
  PaymentRun run{{{0, Hash{}}}, {{0, ""}}};
  SqliteStore store{directory, often, trail_max};
  LogWriter log{store};
  for (std::size_t done = 0; done < payments;) {
    const auto size = std::min(payments - done, 1 + random() % batch_max);
    std::vector<Draft> batch;
    for (std::size_t i = 0; i < size; ++i) batch.push_back(payment(done + i, random));
    done += size;
    const std::string marker = "after " + std::to_string(done);
    const auto entries = log.add(batch, std::vector<VaultChange>{{"marker", marker}});
    run.ends[done] = entries.back().hash;
    run.markers[done] = marker;
    disk.mark(static_cast<std::int64_t>(done));
    store.between_batches(random() % 4 != 0);
  }
  return run;
}

std::optional<std::string> check_recovered(const PaymentRun& run, const std::string& directory,
                                           std::uint64_t acknowledged, bool go_on) {
  try {
    SqliteStore store{directory, often, trail_max};
    auto& reader = store.own_reader();
    const auto report = verify(reader);
    if (report.damage) return "verify: " + report.damage->error.message();
    const auto head = reader.head(market);
    const auto seq = number(head.seq);
    if (seq < acknowledged) return std::to_string(acknowledged - seq) + " acknowledged are lost";
    const auto end = run.ends.find(seq);
    if (end == run.ends.end()) return "a part of a batch: it ends at " + std::to_string(seq);
    if (end->second != head.hash) return "another entry at " + std::to_string(seq);
    if (reader.vault_get("marker").value_or("") != run.markers.at(seq)) {
      return "entries of one batch and vault of another";
    }
    if (!go_on) return std::nullopt;
    LogWriter{store}.add(std::vector{credit_draft("ha-long-1", "A1", "after", 1)});
    if (const auto more = verify(reader); more.damage) return more.damage->error.message();
    return std::nullopt;
  } catch (const std::exception& failure) {
    return std::string{"does not open: "} + failure.what();
  }
}

}  // namespace chopay::testing
