#include "gateway/api/access_keys.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <mutex>

namespace chopay::api {
namespace {

namespace json = boost::json;

constexpr std::string_view row_prefix = "key/";
constexpr std::size_t id_digits = 12;

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::optional<Access> read_row(std::string_view text) {
  json::error_code error;
  const auto value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  const auto market = merchant::MarketId::parse(text_of(object, "market"));
  const auto role = role_from_name(text_of(object, "role"));
  if (!market || !role) return std::nullopt;
  Access access{*market, *role, {}};
  access.name = text_of(object, "name");
  if (const auto made = ledger::parse_instant(text_of(object, "made_at"))) access.made_at = *made;
  const auto* by_another = object.if_contains("by_another");
  access.by_another = by_another && by_another->is_bool() && by_another->get_bool();
  if (!is_of_a_stall(*role)) return access;
  const auto stall = merchant::StallId::parse(text_of(object, "stall"));
  if (!stall) return std::nullopt;
  access.stall = *stall;
  return access;
}

}  // namespace

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
  if (is_of_a_stall(access.role)) row["stall"] = access.stall.text();
  if (!access.name.empty()) row["name"] = access.name;
  if (access.made_at != ledger::Instant{}) row["made_at"] = ledger::format_instant(access.made_at);
  if (access.by_another) row["by_another"] = true;
  return {std::string{row_prefix} + key_hash(key), json::serialize(row)};
}

ledger::VaultChange key_erasure(std::string_view hash) {
  return {std::string{row_prefix}.append(hash), std::nullopt};
}

std::string key_hash(std::string_view key) {
  return ledger::to_hex(ledger::sha256({key}));
}

std::string key_id(std::string_view hash) {
  return std::string{hash.substr(0, id_digits)};
}

void AccessKeys::load(ledger::Reader& vault) {
  const std::unique_lock lock{mutex_};
  by_hash_.clear();
  for (const auto& [name, value] : vault.vault_list(row_prefix)) {
    if (auto access = read_row(value)) {
      by_hash_.try_emplace(name.substr(row_prefix.size()), std::move(*access));
    }
  }
}

std::optional<Access> AccessKeys::find(std::string_view key) const {
  // Looked up by its hash: how long the search takes says nothing of the key.
  const auto hash = key_hash(key);
  const std::shared_lock lock{mutex_};
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return std::nullopt;
  found->second.used_ms = clock_.now().time_since_epoch().count();
  auto access = found->second.access;
  access.key = hash;
  return access;
}

bool AccessKeys::has(std::string_view hash) const {
  const std::shared_lock lock{mutex_};
  return by_hash_.contains(hash);
}

std::vector<KeyView> AccessKeys::list(const merchant::MarketId& market) const {
  std::vector<KeyView> views;
  const std::shared_lock lock{mutex_};
  for (const auto& [hash, known] : by_hash_) {
    if (known.access.market != market) continue;
    auto& view = views.emplace_back(KeyView{hash, known.access, {}});
    if (const auto used = known.used_ms.load(); used != 0) {
      view.used_at = ledger::Instant{ledger::Instant::duration{used}};
    }
  }
  std::ranges::stable_sort(views, std::ranges::greater{},
                           [](const KeyView& view) { return view.access.made_at; });
  return views;
}

void AccessKeys::add(std::string_view hash, const Access& access) {
  const std::unique_lock lock{mutex_};
  by_hash_.try_emplace(std::string{hash}, access);
}

void AccessKeys::remove(std::string_view hash) {
  const std::unique_lock lock{mutex_};
  if (const auto found = by_hash_.find(hash); found != by_hash_.end()) by_hash_.erase(found);
}

}  // namespace chopay::api
