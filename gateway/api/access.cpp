#include "gateway/api/access.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace chopay::api {
namespace {

namespace json = boost::json;

constexpr std::string_view cookie_prefix = "chopay_";
constexpr std::string_view row_prefix = "key/";

constexpr std::array roles{
    std::pair{Role::program, std::string_view{"api"}},
    std::pair{Role::till, std::string_view{"till"}},
    std::pair{Role::board, std::string_view{"board"}},
};

std::string hash_text(std::string_view key) {
  return ledger::to_hex(ledger::sha256({key}));
}

std::string string_field(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::optional<Access> read_row(std::string_view text) {
  json::error_code error;
  const auto value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  const auto market = merchant::MarketId::parse(string_field(object, "market"));
  const auto role = role_from_name(string_field(object, "role"));
  if (!market || !role) return std::nullopt;
  Access access{*market, *role, {}};
  if (*role != Role::till) return access;
  const auto stall = merchant::StallId::parse(string_field(object, "stall"));
  if (!stall) return std::nullopt;
  access.stall = *stall;
  return access;
}

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

std::string new_key(ledger::Random& random) {
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<std::uint8_t, 43> bytes;
  random.fill(bytes);
  std::string key = "ck_";
  for (const auto byte : bytes) key += alphabet[byte & 63];
  return key;
}

ledger::VaultChange key_row(std::string_view key, const Access& access) {
  json::object row{{"market", access.market.text()}, {"role", role_name(access.role)}};
  if (access.role == Role::till) row["stall"] = access.stall.text();
  return {std::string{row_prefix} + hash_text(key), json::serialize(row)};
}

AccessKeys::AccessKeys(ledger::Reader& vault) {
  for (const auto& [name, value] : vault.vault_list(row_prefix)) {
    if (const auto access = read_row(value)) {
      by_hash_.emplace(name.substr(row_prefix.size()), *access);
    }
  }
}

const Access* AccessKeys::find(std::string_view key) const {
  // Looked up by its hash: how long the search takes says nothing of the key.
  const auto found = by_hash_.find(hash_text(key));
  return found == by_hash_.end() ? nullptr : &found->second;
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
  const auto* access = keys.find(key);
  if (!access) return nullptr;
  accesses_.push_back(*access);
  if (name_.empty()) name_ = hash_text(key);
  return access;
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
  if (access.role == Role::till) cookie += '_' + access.stall.text();
  cookie += '=';
  cookie += key;
  cookie += "; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000";
  if (secure) cookie += "; Secure";
  return cookie;
}

}  // namespace chopay::api
