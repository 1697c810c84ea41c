#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/api/permissions.hpp"
#include "gateway/http/message.hpp"
#include "ledger/clock.hpp"
#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::api {

/// What one key opens.
struct Access {
  merchant::MarketId market;
  Role role = Role::till;
  merchant::StallId stall;       ///< only for a till and a helper
  std::string name = {};         ///< whose it is, as its maker calls it; ≤ 64 bytes
  ledger::Instant made_at = {};  ///< the epoch for a key of before such was kept
  /// Made through the API by somebody else than the household or on the machine itself: see
  /// is_settled().
  bool by_another = false;
  std::string key = {};  ///< hash of the key that opens this; empty in a key that is to be made

  /// As the table of permissions.hpp says; a key of a stall is for that one, or for none named.
  bool may(Deed deed, const merchant::StallId& stall_asked) const;
};

/// False for as long as a key that another has made may not yet speak for a household or a board
/// where two must agree: whoever may make keys could otherwise be both sides at once.
bool is_settled(const Access& access, ledger::Instant now, std::chrono::seconds wait);

std::string_view role_name(Role role);
std::optional<Role> role_from_name(std::string_view name);

class AccessKeys;

/// Who is asking: what the request's bearer key or cookies open.
class Caller {
 public:
  /// Reads `Authorization: Bearer …`, else the chopay cookies. Cookies count for unsafe methods
  /// only when the browser says that the page is our own (Sec-Fetch-Site or Origin).
  Caller(const http::Request& request, const AccessKeys& keys);

  /// Adds a key that was shown in another way (a link). Returns what it opens, or nullptr.
  const Access* present(std::string_view key, const AccessKeys& keys);

  bool known() const { return !accesses_.empty(); }
  const std::deque<Access>& accesses() const { return accesses_; }
  /// The access that allows the deed, or nullptr. `stall` may be empty.
  const Access* allowed(Deed deed, const merchant::StallId& stall = {}) const;
  /// True when the test holds for something that the caller's keys open.
  bool any(const std::function<bool(const Access&)>& test) const;
  /// The caller, as a name for idempotency keys: another caller's keys are other keys.
  const std::string& name() const { return name_; }

 private:
  std::deque<Access> accesses_;  // none moves: pointers to them are given out
  std::string name_;
};

/// The Set-Cookie value that keeps a key in the browser, for this access; `secure` behind https.
std::string key_cookie(std::string_view key, const Access& access, bool secure);

}  // namespace chopay::api
