#pragma once

#include <set>
#include <string>
#include <vector>

#include "gateway/api/services.hpp"

namespace chopay::app {

/// True between 6 and 20 o'clock in Vietnam, when a market's bank is expected to have news.
bool is_market_time(ledger::Instant now);

/// When each source was last heard, as the delivery log has it: for the start.
void recall_contacts(api::Services& services);

/// Writes the delivery log, a second behind, and says when a source has been silent for too long.
/// Works on one loop; the services must outlive the loops.
class SourceWatch {
 public:
  explicit SourceWatch(api::Services& services) : services_(services) {}
  void start(net::Loop& loop);

 private:
  net::Task<void> keep(net::Loop& loop);
  net::Task<void> listen(net::Loop& loop);
  /// A source that has just become silent.
  struct Silence {
    std::string source;
    ledger::Instant since;
    bool sandbox = false;
  };
  std::vector<Silence> look(ledger::Instant now);
  net::Task<void> raise(net::Loop& loop, const Silence& silence);

  api::Services& services_;
  ledger::Instant started_{};
  std::set<std::string> silent_;  ///< said already
};

}  // namespace chopay::app
