#include "gateway/api/access.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "gateway/api/access_keys.hpp"

namespace chopay::api {
namespace {

constexpr std::string_view cookie_prefix = "chopay_";

constexpr std::array roles{
    std::pair{Role::program, std::string_view{"api"}},
    std::pair{Role::till, std::string_view{"till"}},
    std::pair{Role::helper, std::string_view{"helper"}},
    std::pair{Role::board, std::string_view{"board"}},
    std::pair{Role::viewer, std::string_view{"viewer"}},
    std::pair{Role::ward, std::string_view{"ward"}},
    std::pair{Role::system_operator, std::string_view{"operator"}},
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

}  // namespace

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

Caller::Caller(const http::Request& request, const AccessKeys& keys) {
  static constexpr std::string_view bearer = "Bearer ";
  const auto authorization = request.headers.get("Authorization");
  if (!authorization.empty()) {
    if (authorization.starts_with(bearer)) present(authorization.substr(bearer.size()), keys);
    return;
  }
  if (!safe(request.method) && !from_our_page(request)) return;
  auto cookies = request.headers.get("Cookie");
  while (!cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    auto cookie = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
    const auto equals = cookie.find('=');
    if (!cookie.starts_with(cookie_prefix) || equals == std::string_view::npos) continue;
    present(cookie.substr(equals + 1), keys);
  }
}

const Access* Caller::present(std::string_view key, const AccessKeys& keys) {
  auto access = keys.find(key);
  if (!access) return nullptr;
  accesses_.push_back(std::move(*access));
  if (name_.empty()) name_ = key_hash(key);
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

}  // namespace chopay::api
