#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/settings.hpp"
#include "gateway/net/links.hpp"
#include "ledger/appender.hpp"
#include "ledger/refusal.hpp"

namespace chopay::app {

/// What is read off the process at the moment of asking.
struct Levels {
  struct Market {
    std::string id;
    std::uint64_t entries = 0;
    double newest_age_s = 0;  ///< since its newest entry was decided
    std::uint64_t suspense = 0;
  };
  struct Webhook {
    std::string id;
    std::uint64_t waiting = 0;  ///< messages that were read and are not delivered
  };
  bool lane_failed = false;
  std::optional<ledger::Refusal> lane_refused = {};  ///< why nothing is added just now
  std::uint64_t wal_bytes = 0;
  std::vector<Market> markets;
  std::vector<Webhook> webhooks;
};

/// Counts and times for Prometheus. Names no payer, no stall and no amount. Callable from any
/// thread.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  /// A batch of the lane.
  void batch(const ledger::BatchFigures& figures);
  /// An answered request.
  void served(const http::Served& served);
  /// A request that was refused before any handler had it, by the code of its answer: few values.
  void refused(std::string_view code);
  /// A connection that was turned away because there were too many.
  void shed();
  /// A message of this source that brought something new came so long after the bank's own time.
  void told(const std::string& source, std::chrono::nanoseconds lag);
  /// An event was written to an open stream so long after the commit of its entry.
  void shown(std::chrono::nanoseconds took);
  /// What became of a request that another gateway was asked to answer.
  void passed_on(net::LinkAnswer::Came came);
  /// This gateway leads from now on.
  void leads();
  /// Whether this gateway's machine may have a wrong clock.
  void doubts_clock(bool doubted);
  /// Everything in Prometheus' text form (version 0.0.4).
  std::string text(const Levels& levels);

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace chopay::app
