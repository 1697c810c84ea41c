#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "gateway/app/metrics.hpp"
#include "gateway/http/live.hpp"
#include "gateway/http/router.hpp"
#include "gateway/net/links.hpp"
#include "ledger/store.hpp"

namespace chopay::app {

/// What one of several gateways of a ledger does with requests. The one that leads answers them;
/// each other one passes them on to it, with the client's address, and gives back its answer, event
/// streams as they come. So keys, sessions and books are one gateway's, and what it revokes opens
/// nothing anywhere.
///
/// A request that was passed on is passed on no further. What has not left yet waits a little for a
/// gateway that leads; what has left and got no answer is answered 503, because nobody knows what
/// became of it. Where the one that leads lives, and only this gateway does not reach it, waiting
/// helps nobody: it says so soon, so that its client goes to another one.
class Passing {
 public:
  /// How long a request waits for a gateway that leads.
  struct Patience {
    /// Longer than another gateway takes to take over.
    std::chrono::milliseconds for_next{5'000};
    /// For one that lives and is not reached: while it takes up its work.
    std::chrono::milliseconds for_one_that_lives{1'000};
  };

  /// `lead`: what the store says of this gateway, callable from any thread. `secret`: how gateways
  /// know one another; null: nothing can be passed on. All that is passed in outlives it.
  Passing(net::IoThreads& threads, const net::TlsSecret* secret, std::function<ledger::Lead()> lead,
          Metrics& metrics, Patience patience);

  /// The handler that decides for this row; /healthz is everybody's own.
  http::Handler around(const http::Route& row, http::Handler handler);

  /// Where the gateway is that leads; empty: none that is known. `lives`: it has shown just now
  /// that it does; else another one takes over soon. From one thread.
  void leader_is(const std::string& address, bool lives);
  /// From now on the handlers are this gateway's own.
  void lead();

 private:
  struct Row {
    http::Handler handler;
    std::string pattern;
    std::chrono::milliseconds answer_max;
    bool readiness;  ///< it only asks whether this gateway is of use
  };
  struct Relay;

  net::Task<http::Response> answer(http::Exchange& exchange, const Row& row);
  net::Task<net::LinkAnswer> ask(net::Loop& loop, const std::string& message,
                                 std::chrono::milliseconds at_most);
  http::Response response_of(net::LinkAnswer answer, const http::Exchange& exchange,
                             const Row& row);
  net::Task<void> relay(http::EventSink& sink, std::shared_ptr<Relay> stream);
  net::Task<bool> resume(http::EventSink& sink, Relay& stream);
  std::string leader() const;
  std::chrono::milliseconds wait_max() const;
  bool may_wait_for_next() const;

  const std::function<ledger::Lead()> lead_;
  Metrics& metrics_;
  const Patience patience_;
  std::unique_ptr<net::Links> links_;  ///< null: nothing can be passed on
  std::deque<Row> rows_;               ///< never moved: handlers refer to them
  std::atomic<bool> leads_{false};
  std::atomic<bool> leader_lives_{false};
  /// When the one that led was seen to live, and when it was reached, for the last time; 0: never.
  std::atomic<std::chrono::steady_clock::time_point> lived_at_{};
  std::atomic<std::chrono::steady_clock::time_point> reached_at_{};
  mutable std::mutex mutex_;
  std::string leader_;
};

}  // namespace chopay::app
