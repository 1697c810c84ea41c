#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/clock.hpp"

namespace chopay::api {

/// When each source of notices was last heard with a message that was really its own. A source that
/// is silent may be broken: "no money" means little then. Thread-safe.
class SourceContacts {
 public:
  void heard(const std::string& source, ledger::Instant now);
  /// Nothing for a source that has not been heard yet.
  std::optional<ledger::Instant> last(const std::string& source) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, ledger::Instant> last_;  ///< only configured sources are ever heard
};

}  // namespace chopay::api
