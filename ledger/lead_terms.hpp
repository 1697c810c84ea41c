#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "ledger/clock.hpp"

namespace chopay::ledger {

/// How fit a gateway is to add to the ledger, by what it knows of itself.
enum class Fitness {
  fit,
  doubtful,  ///< it would refuse for what the ledger is: no other's right clock or key mends that
  unfit,     ///< it would refuse for a reason of its own: another one may add
};

/// What one of several gateways and the lease of its ledger (PostgresLease) tell one another.
/// Thread-safe.
///
/// One that leads and is unfit offers the lead, until it is taken or it is fit again. Only a fit
/// one takes what is offered, and an unfit one takes what nobody holds later than the others.
class LeadTerms {
 public:
  /// `fit` until something else is said.
  void set_fitness(Fitness fitness) { fitness_ = fitness; }
  Fitness fitness() const { return fitness_; }

  /// Whether another one leads and has offered the lead, as of the last Store::try_to_lead().
  bool lead_is_offered() const { return offered_; }
  void set_offered(bool offered) { offered_ = offered; }

  /// The ledger's server had this time of day when this machine had run for so long, to a second.
  void server_said(Instant time, std::chrono::milliseconds since_boot) {
    server_offset_ = time.time_since_epoch() - since_boot;
  }
  /// How far its time of day is from since_boot(); nothing where it has not said.
  std::optional<std::chrono::milliseconds> server_offset() const {
    const auto offset = server_offset_.load();
    return offset == unknown ? std::nullopt : std::optional{offset};
  }

 private:
  static constexpr auto unknown = std::chrono::milliseconds::min();

  std::atomic<std::chrono::milliseconds> server_offset_{unknown};
  std::atomic<Fitness> fitness_{Fitness::fit};
  std::atomic<bool> offered_{false};
};

}  // namespace chopay::ledger
