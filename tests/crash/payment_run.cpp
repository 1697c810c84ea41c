#include "tests/crash/payment_run.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include "ledger/verify.hpp"
#include "tests/crash/file_tap.hpp"
#include "tests/support/log_writer.hpp"

namespace chopay::testing {
namespace {

using namespace chopay::ledger;

Draft payment(std::size_t number, std::mt19937_64& random) {
  return credit_draft(random() % 3 == 0 ? "ha-long-2" : "ha-long-1",
                      "A" + std::to_string(random() % 40), "FT" + std::to_string(100'000 + number),
                      1'000 + std::int64_t(number));
}

/// One row changes with each batch; of the others one is put or erased.
std::vector<VaultChange> vault_changes(std::size_t batch, std::mt19937_64& random) {
  std::vector<VaultChange> changes{{"marker", "after " + std::to_string(batch)}};
  const auto name = "session/" + std::to_string(random() % 9);
  if (random() % 3 == 0) return changes.emplace_back(name, std::nullopt), changes;
  return changes.emplace_back(name, std::string(random() % 900, 'v')), changes;
}

std::optional<std::string> check_content(const PaymentRun& run, Reader& reader,
                                         std::uint64_t acknowledged) {
  const VerifyTrust trust{SealedLedger::key().identity(), {}};
  const auto report = verify(reader, trust);
  if (report.damage) return "verify: " + report.damage->error.message();
  for (const auto& market : report.markets) {
    if (market.signed_size != market.entries) return "not all that is there is signed";
  }
  const auto found = std::ranges::find(run.ends, content_of(reader));
  if (found == run.ends.end()) return "a part of a batch, or entries of one and vault of another";
  const auto batch = static_cast<std::uint64_t>(found - run.ends.begin());
  if (batch < acknowledged) return std::to_string(acknowledged - batch) + " acknowledged are lost";
  return std::nullopt;
}

/// Nothing where its file tells that it is damaged and may.
std::optional<std::string> check_guarded(SealedLedger& ledger, LedgerContent& end, bool go_on) {
  const auto now = market_morning() + std::chrono::hours{100};
  if (const auto refused = ledger.sealer.refused(now, now)) return "refused: " + refused->text;
  if (!go_on) return std::nullopt;
  ledger.add(std::vector{credit_draft("ha-long-1", "A1", "after", 1)}, {}, now, end);
  const VerifyTrust trust{SealedLedger::key().identity(), {}};
  const auto report = verify(ledger.store.own_reader(), trust);
  if (report.damage) return "verify of a further batch: " + report.damage->error.message();
  if (content_of(ledger.store.own_reader()) != end) return "a further batch is not there";
  return std::nullopt;
}

}  // namespace

PaymentRun run_payments(ShimDisk& disk, const RunPlace& place, std::size_t payments,
                        std::size_t batch_max, std::uint64_t seed) {
  std::mt19937_64 random{seed};
  PaymentRun run{{{}}};
  const FileTap tap{disk, place.guard()};
  SealedLedger ledger{place, HeadGuard::open(place.guard()).value()};
  for (std::size_t done = 0; done < payments;) {
    const auto size = std::min(payments - done, 1 + random() % batch_max);
    std::vector<Draft> batch;
    for (std::size_t i = 0; i < size; ++i) batch.push_back(payment(done + i, random));
    done += size;
    auto end = run.ends.back();
    // Four days long, so that checkpoints of several days are kept.
    const auto now = market_morning() + std::chrono::hours{96 * done / payments};
    ledger.add(batch, vault_changes(run.ends.size(), random), now, end);
    disk.mark(static_cast<std::int64_t>(run.ends.size()));
    run.ends.push_back(std::move(end));
    ledger.store.between_batches(random() % 4 != 0);
  }
  return run;
}

std::optional<std::string> check_recovered(const PaymentRun& run, const RunPlace& place,
                                           const Recovered& recovered) {
  try {
    place.write_guard(recovered.guard);
    auto guard = HeadGuard::open(place.guard());
    if (!guard && !recovered.guard_may_be_torn) return guard.error().message();
    SealedLedger ledger{place, guard ? std::optional{std::move(*guard)} : std::nullopt};
    auto& reader = ledger.store.own_reader();
    if (auto wrong = check_content(run, reader, recovered.acknowledged)) return wrong;
    auto end = content_of(reader);
    return check_guarded(ledger, end, recovered.go_on);
  } catch (const std::exception& failure) {
    return std::string{"does not open: "} + failure.what();
  }
}

}  // namespace chopay::testing
