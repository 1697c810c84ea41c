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
  /// Of a device that took up an invitation: it may have to have a PIN (AccessKeys::needs_pin()).
  bool by_invitation = false;
  /// Hash of the key or the session that opens this; empty in a key that is to be made.
  std::string key = {};
  /// Sign-in name of whoever has signed in; empty where a key opens this.
  std::string account = {};
  ledger::Instant proved_at = {};  ///< of a session: when password and code were last given
  /// Who answers for whoever holds this where two must agree: first_manager, or account_hash() of
  /// the manager whose invitation it came from, by one step or by several. Empty: nobody does,
  /// since it was made on the machine or by somebody who was.
  std::string vouched_by = {};

  /// As the table of permissions.hpp says; a key of a stall is for that one, or for none named.
  bool may(Deed deed, const merchant::StallId& stall_asked) const;
};

/// False for as long as a key that another has made may not yet speak for a household or a board
/// where two must agree: whoever may make keys could otherwise be both sides at once.
bool is_settled(const Access& access, ledger::Instant now, std::chrono::seconds wait);

/// How long a password and a code that were given count for what must not be done by whoever finds
/// a browser open.
inline constexpr std::chrono::minutes proof_lifetime{5};

/// What vouches for the one manager whom `chopay init` or the set-up page lets in.
inline constexpr std::string_view first_manager = "first";

/// Who vouches for those whom this one lets in: a manager for herself, a household's device whoever
/// vouches for it; empty where nobody vouches for this one. Whoever has the machine can make keys
/// and accounts of every role: were they somebody where two must agree, one would be enough.
std::string voucher_of(const Access& maker);

std::string_view role_name(Role role);
std::optional<Role> role_from_name(std::string_view name);

class AccessKeys;

/// True when the browser says that the request comes from elsewhere than our own pages.
bool from_another_page(const http::Request& request);

/// Who is asking: what the request's bearer key or cookies open.
class Caller {
 public:
  /// Reads `Authorization: Bearer …`, else the chopay cookies. Cookies count for unsafe methods
  /// only when the browser says that the page is our own (Sec-Fetch-Site or Origin); a session's
  /// only with its csrf_token(), in the X-CSRF-Token field or as "csrf" of a form.
  Caller(const http::Request& request, const AccessKeys& keys);

  /// Adds a key that was shown in another way (a link). Returns what it opens, or nullptr.
  const Access* present(std::string_view key, const AccessKeys& keys);

  bool known() const { return !accesses_.empty(); }
  /// What the keys of devices that wait for their PIN would open: they open nothing.
  const std::deque<Access>& locked() const { return locked_; }
  /// What the keys of devices that must choose a PIN first would open: they open nothing either.
  const std::deque<Access>& without_pin() const { return without_pin_; }
  /// The id of the session that the browser sent, whether it opens anything or not; or empty.
  const std::string& session_id() const { return session_id_; }
  const std::deque<Access>& accesses() const { return accesses_; }
  /// The access that allows the deed, or nullptr. `stall` may be empty.
  const Access* allowed(Deed deed, const merchant::StallId& stall = {}) const;
  /// True when the test holds for something that the caller's keys open.
  bool any(const std::function<bool(const Access&)>& test) const;
  /// The caller, as a name for idempotency keys: another caller's keys are other keys.
  const std::string& name() const { return name_; }
  /// The key or session id that opened something first: lives as long as the request (or the text
  /// that was presented), and is to be kept nowhere.
  std::string_view shown() const { return shown_; }

 private:
  void read_cookies(const http::Request& request, const AccessKeys& keys);
  void present_session(const http::Request& request, const AccessKeys& keys);
  void take(Access access, std::string name, std::string_view shown);

  std::deque<Access> accesses_;  // none moves: pointers to them are given out
  std::deque<Access> locked_;
  std::deque<Access> without_pin_;
  std::string session_id_;
  std::string name_;
  std::string_view shown_;
};

/// True for what the browser sends when a form of a page is submitted.
bool is_form(const http::Request& request);

/// The Set-Cookie value that keeps a key in the browser, for this access; `secure` behind https.
std::string key_cookie(std::string_view key, const Access& access, bool secure);
/// The same for the id of a session, which the browser forgets after `lifetime`; an empty id takes
/// the cookie away.
std::string session_cookie(std::string_view id, std::chrono::seconds lifetime, bool secure);
/// The value of a cookie that the request brings; empty where it brings none.
std::string_view cookie_of(const http::Request& request, std::string_view name);

}  // namespace chopay::api
