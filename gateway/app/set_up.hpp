#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/api/services.hpp"
#include "gateway/app/set_up_plan.hpp"
#include "gateway/app/source_trial.hpp"

namespace chopay::app {

/// The first run of a gateway without a market: one link, good once and for half an hour, makes one
/// browser the one that sets it up; until it has, nothing else is served. What is kept of the link
/// and of the browser are hashes, in memory alone: a restart has a new link. Safe from any thread.
class SetUp {
 public:
  static constexpr std::chrono::minutes link_lifetime{30};
  static constexpr std::chrono::hours browser_lifetime{2};
  static constexpr int tries_a_minute = 20;  ///< of one address

  /// What there is once the market is open, for the page that tells of it.
  struct Done {
    SetUpPlan plan;
    std::string market;  ///< its name
    std::string code;    ///< of the manager's invitation
    bool made_secret = false;
    std::optional<Trial> trial = {};
  };
  /// Carries a plan out while the gateway runs; called from a thread that is no I/O thread. Throws.
  using CarryOut = std::function<std::string(const SetUpPlan&)>;

  /// Closes the gateway for all but the set-up; the token of the link. Before the gateway starts.
  std::string begin(ledger::Random& random, ledger::Instant now, std::string data,
                    CarryOut carry_out);
  /// Ends what it is doing: before the gateway is gone.
  void end() { worker_.reset(); }
  /// True while nothing but the set-up is served.
  bool is_pending() const { return pending_.load(std::memory_order_acquire); }
  const std::string& data() const { return data_; }

  /// Whether the token is the link's; it stays good.
  bool is_link(std::string_view token, ledger::Instant now) const;
  /// Ends the link: the new token of the browser that has opened it; nothing where it is not good.
  std::optional<std::string> take_link(std::string_view token, ledger::Random& random,
                                       ledger::Instant now);
  bool is_browser(std::string_view token, ledger::Instant now) const;

  /// Keeps the plan and carries it out, once; what another call is doing is waited for. Throws what
  /// cannot be done. Runs on a thread of its own: `done()` has what came of it.
  net::Task<bool> finish(net::Loop& loop, const SetUpPlan& plan, bool made_secret);
  std::optional<Done> done() const;
  void note_trial(const Trial& trial);

  http::RateLimit tries{tries_a_minute};

 private:
  void finish_now(const SetUpPlan& plan, bool made_secret);

  std::atomic<bool> pending_{false};
  std::string data_;
  CarryOut carry_out_;
  std::unique_ptr<api::WorkerPool> worker_;  ///< one thread, so one set-up at a time
  mutable std::mutex mutex_;
  std::string link_hash_;
  ledger::Instant link_until_{};
  std::string browser_hash_;
  ledger::Instant browser_until_{};
  std::optional<Done> done_;
};

}  // namespace chopay::app
