#include "gateway/api/access.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "gateway/api/access_keys.hpp"
#include "gateway/bank/signature.hpp"
#include "gateway/http/query.hpp"

namespace chopay::api {
namespace {

constexpr std::string_view cookie_prefix = "chopay_";
// The browser itself keeps other hosts and plain HTTP from setting a cookie of that prefix.
constexpr std::string_view secure_session_cookie_name = "__Host-chopay_session";
constexpr std::string_view session_cookie_name = "chopay_session";

constexpr std::array roles{
    std::pair{Role::program, std::string_view{"api"}},
    std::pair{Role::till, std::string_view{"till"}},
    std::pair{Role::helper, std::string_view{"helper"}},
    std::pair{Role::board, std::string_view{"board"}},
    std::pair{Role::collector, std::string_view{"collector"}},
    std::pair{Role::viewer, std::string_view{"viewer"}},
    std::pair{Role::ward, std::string_view{"ward"}},
    std::pair{Role::system_operator, std::string_view{"operator"}},
    std::pair{Role::monitor, std::string_view{"monitor"}},
};

bool safe(http::Method method) {
  return method == http::Method::get || method == http::Method::head;
}

/// True when the browser says that one of our own pages sent the request.
bool from_our_page(const http::Request& request) {
  if (const auto site = request.headers.find("Sec-Fetch-Site")) return *site == "same-origin";
  const auto origin = request.headers.get("Origin");
  const auto scheme = origin.find("://");
  return scheme != std::string_view::npos &&
         origin.substr(scheme + 3) == request.headers.get("Host");
}

/// Calls `take` with the name and the value of every cookie until it returns false.
void for_each_cookie(const http::Request& request,
                     const std::function<bool(std::string_view, std::string_view)>& take) {
  auto cookies = request.headers.get("Cookie");
  while (!cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    auto cookie = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
    const auto equals = cookie.find('=');
    if (equals == std::string_view::npos) continue;
    if (!take(cookie.substr(0, equals), cookie.substr(equals + 1))) return;
  }
}

bool has_csrf_token(const http::Request& request, std::string_view session_id) {
  const auto wanted = csrf_token(session_id);
  if (const auto field = request.headers.find("X-CSRF-Token")) {
    return bank::equal_in_constant_time(*field, wanted);
  }
  if (!is_form(request)) return false;
  const auto form = http::parse_query(request.body);
  return form && bank::equal_in_constant_time(form->get("csrf"), wanted);
}

}  // namespace

// A page that sends no referrer has the origin "null".
bool from_another_page(const http::Request& request) {
  if (const auto site = request.headers.find("Sec-Fetch-Site")) return *site != "same-origin";
  const auto origin = request.headers.get("Origin");
  return !origin.empty() && origin != "null" && !from_our_page(request);
}

bool is_form(const http::Request& request) {
  return request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded");
}

std::string_view role_name(Role role) {
  for (const auto& [value, name] : roles) {
    if (value == role) return name;
  }
  throw std::logic_error("a role without a name");
}

std::optional<Role> role_from_name(std::string_view name) {
  for (const auto& [role, text] : roles) {
    if (text == name) return role;
  }
  return std::nullopt;
}

bool Access::may(Deed deed, const merchant::StallId& stall_asked) const {
  switch (reach_of(role, deed)) {
    case Reach::none:
      return false;
    case Reach::own:
      return stall_asked.empty() || stall_asked == stall;
    case Reach::all:
      return true;
  }
  return false;
}

bool is_settled(const Access& access, ledger::Instant now, std::chrono::seconds wait) {
  return !access.by_another || now >= access.made_at + wait;
}

std::string voucher_of(const Access& maker) {
  if (maker.vouched_by.empty()) return {};
  if (maker.role == Role::till) return maker.vouched_by;
  if (maker.role != Role::board) return {};
  // Only a sandbox's ready-made key is a manager's without an account.
  return maker.account.empty() ? maker.vouched_by : account_hash(maker.account);
}

Caller::Caller(const http::Request& request, const AccessKeys& keys) {
  static constexpr std::string_view bearer = "Bearer ";
  const auto authorization = request.headers.get("Authorization");
  if (authorization.empty()) {
    read_cookies(request, keys);
  } else if (authorization.starts_with(bearer)) {
    present(authorization.substr(bearer.size()), keys);
  }
  if (safe(request.method)) return;
  // Whoever does something is there: their device does not lock itself now.
  for (const auto& access : accesses_) keys.note_use(access);
}

void Caller::read_cookies(const http::Request& request, const AccessKeys& keys) {
  present_session(request, keys);
  if (!safe(request.method) && !from_our_page(request)) return;
  for_each_cookie(request, [&](std::string_view name, std::string_view value) {
    if (name.starts_with(cookie_prefix) && name != session_cookie_name) present(value, keys);
    return true;
  });
}

void Caller::present_session(const http::Request& request, const AccessKeys& keys) {
  auto session = cookie_of(request, secure_session_cookie_name);
  if (session.empty()) session = cookie_of(request, session_cookie_name);
  session_id_ = session;
  if (session.empty()) return;
  auto access = keys.find_session(session_id_);
  if (!access) return;
  auto name = account_hash(access->account);
  const bool asked_by_us =
      safe(request.method) || (!from_another_page(request) && has_csrf_token(request, session_id_));
  if (asked_by_us) {
    take(std::move(*access), std::move(name), session);
  } else {
    // It opens nothing, but whoever also has a till's key here is this one person.
    name_ = std::move(name);
  }
}

void Caller::take(Access access, std::string name, std::string_view shown) {
  accesses_.push_back(std::move(access));
  if (shown_.empty()) shown_ = shown;
  if (name_.empty()) name_ = std::move(name);
}

const Access* Caller::present(std::string_view key, const AccessKeys& keys) {
  auto access = keys.find(key);
  if (!access) return nullptr;
  if (keys.is_locked(*access)) {
    locked_.push_back(std::move(*access));
    return nullptr;
  }
  if (keys.needs_pin(*access)) {
    without_pin_.push_back(std::move(*access));
    return nullptr;
  }
  auto name = access->key;
  take(std::move(*access), std::move(name), key);
  return &accesses_.back();
}

const Access* Caller::allowed(Deed deed, const merchant::StallId& stall) const {
  for (const auto& access : accesses_) {
    if (access.may(deed, stall)) return &access;
  }
  return nullptr;
}

bool Caller::any(const std::function<bool(const Access&)>& test) const {
  return std::any_of(accesses_.begin(), accesses_.end(), test);
}

std::string key_cookie(std::string_view key, const Access& access, bool secure) {
  std::string cookie{cookie_prefix};
  cookie += role_name(access.role);
  if (is_of_a_stall(access.role)) cookie += '_' + access.stall.text();
  cookie += '=';
  cookie += key;
  cookie += "; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000";
  if (secure) cookie += "; Secure";
  return cookie;
}

std::string session_cookie(std::string_view id, std::chrono::seconds lifetime, bool secure) {
  std::string cookie{secure ? secure_session_cookie_name : session_cookie_name};
  cookie.append("=").append(id).append("; Path=/; HttpOnly; SameSite=Lax; Max-Age=");
  cookie += std::to_string(id.empty() ? 0 : lifetime.count());
  if (secure) cookie += "; Secure";
  return cookie;
}

std::string_view cookie_of(const http::Request& request, std::string_view name) {
  std::string_view found;
  for_each_cookie(request, [&](std::string_view one, std::string_view value) {
    if (one == name) found = value;
    return found.empty();
  });
  return found;
}

}  // namespace chopay::api
