#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "ledger/clock.hpp"

namespace chopay::api {

/// When each source of notices was last heard with a message that was really its own, since the
/// start. A source that is silent may be broken: "no money" means little then. Sources are named
/// before the server starts; heard() and the questions may then come from any thread.
class SourceContacts {
 public:
  /// REQUIRES: the server does not run yet.
  void name(const std::string& source) { rows_[source] = 0; }
  void heard(const std::string& source, ledger::Instant now);
  /// Nothing for a source that has not been heard since the start.
  std::optional<ledger::Instant> last(const std::string& source) const;

 private:
  std::map<std::string, std::atomic<std::int64_t>> rows_;  ///< milliseconds of UTC; 0: never
};

}  // namespace chopay::api
