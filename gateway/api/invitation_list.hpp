#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/api/access.hpp"
#include "ledger/crypto.hpp"

namespace chopay::api {

/// What was offered to somebody who has no key yet: a code in a link, good once and for ten
/// minutes, that a device turns into a key of its own, so that whoever made the offer never has
/// that key. Kept in memory only: after a restart the offer is made again. Safe from any thread.
class InvitationList {
 public:
  static constexpr std::chrono::minutes lifetime{10};
  static constexpr std::size_t open_max = 1'000;  ///< beyond it the oldest are forgotten

  /// Offers the access and returns the code: 26 characters, 130 bits. A stall has one open offer of
  /// a role, the newest: whoever may invite its first till alone could else keep a second for
  /// later.
  std::string offer(const Access& access, ledger::Instant now, ledger::Random& random);
  /// What the code offers, while it is good; the code stays good.
  std::optional<Access> look(std::string_view code, ledger::Instant now) const;
  /// The same, once: the code is gone.
  std::optional<Access> take(std::string_view code, ledger::Instant now);

 private:
  struct Offer {
    Access access;
    ledger::Instant until;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Offer, std::less<>> by_hash_;
};

}  // namespace chopay::api
