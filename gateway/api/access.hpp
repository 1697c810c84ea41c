#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/permissions.hpp"
#include "gateway/http/message.hpp"
#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::api {

/// What one key opens.
struct Access {
  merchant::MarketId market;
  Role role = Role::till;
  merchant::StallId stall;  ///< only for a till

  /// As the table of permissions.hpp says; a till's key is for its own stall, or for none named.
  bool may(Deed deed, const merchant::StallId& stall_asked) const;
};

std::string_view role_name(Role role);
std::optional<Role> role_from_name(std::string_view name);

/// 32 random bytes as "ck_" and 43 characters: a key is shown once and stored as its SHA-256.
std::string new_key(ledger::Random& random);
/// The vault row that lets `key` in.
ledger::VaultChange key_row(std::string_view key, const Access& access);

/// The keys of the vault, by hash. Read-only after loading; safe from any thread.
class AccessKeys {
 public:
  AccessKeys() = default;
  explicit AccessKeys(ledger::Reader& vault);

  const Access* find(std::string_view key) const;

 private:
  std::map<std::string, Access, std::less<>> by_hash_;
};

/// Who is asking: what the request's bearer key or cookies open.
class Caller {
 public:
  /// Reads `Authorization: Bearer …`, else the chopay cookies. Cookies count for unsafe methods
  /// only when the browser says that the page is our own (Sec-Fetch-Site or Origin).
  Caller(const http::Request& request, const AccessKeys& keys);

  /// Adds a key that was shown in another way (a link). Returns what it opens, or nullptr.
  const Access* present(std::string_view key, const AccessKeys& keys);

  bool known() const { return !accesses_.empty(); }
  const std::vector<Access>& accesses() const { return accesses_; }
  /// The access that allows the deed, or nullptr. `stall` may be empty.
  const Access* allowed(Deed deed, const merchant::StallId& stall = {}) const;
  /// True when the test holds for something that the caller's keys open.
  bool any(const std::function<bool(const Access&)>& test) const;
  /// The caller, as a name for idempotency keys: another caller's keys are other keys.
  const std::string& name() const { return name_; }

 private:
  std::vector<Access> accesses_;
  std::string name_;
};

/// The Set-Cookie value that keeps a key in the browser, for this access; `secure` behind https.
std::string key_cookie(std::string_view key, const Access& access, bool secure);

}  // namespace chopay::api
