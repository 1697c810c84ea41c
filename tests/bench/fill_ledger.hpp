#pragma once

#include <cstdint>
#include <vector>

#include "ledger/key_edge.hpp"
#include "ledger/store.hpp"

namespace chopay::bench {

/// Payments as a big market has them: stalls in turn at random, references that rise with time,
/// so many a day. Seals and appends them as a lane does, without rules.
class LedgerFiller {
 public:
  struct Shape {
    std::size_t stalls = 1'000;
    std::uint64_t payments_per_day = 100'000;
  };
  LedgerFiller(ledger::Store& store, Shape shape);

  /// Appends `payments` in batches of `batch`; returns the payments a second, decided keys and
  /// sealing included.
  double add(std::uint64_t payments, std::size_t batch);
  std::uint64_t payments() const { return ledger::number(head_.seq); }
  ledger::MarketId market() const { return market_; }
  ledger::StallId stall(std::size_t number) const;
  /// The business day of the n-th payment.
  ledger::BusinessDay day_of(std::uint64_t payment) const;

  /// The n-th payment; each is to be asked for once.
  ledger::Draft draft(std::uint64_t payment);

 private:
  ledger::Store& store_;
  Shape shape_;
  ledger::MarketId market_;
  ledger::Head head_;
  ledger::KeyEdge edge_;
  ledger::SystemRandom salts_;
  std::uint64_t random_ = 1;
};

}  // namespace chopay::bench
