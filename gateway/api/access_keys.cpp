#include "gateway/api/access_keys.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <mutex>

#include "gateway/api/access_row.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;

constexpr std::string_view row_prefix = "key/";
// In a row of its own, so that writing it late cannot bring back a key that was revoked.
constexpr std::string_view used_prefix = "key_used/";
constexpr std::size_t id_digits = 12;

/// The prefix and 43 characters of 64: 258 random bits.
std::string random_text(std::string_view prefix, ledger::Random& random) {
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<std::uint8_t, 43> bytes;
  random.fill(bytes);
  std::string text{prefix};
  for (const auto byte : bytes) text += alphabet[byte & 63];
  return text;
}

/// The names of the rows that hang on a key of none of these hashes: whoever revoked it had a
/// program that did not know of them, or was cut off.
std::set<std::string, std::less<>> rows_without_key(
    ledger::Reader& vault, const std::set<std::string, std::less<>>& hashes) {
  std::set<std::string, std::less<>> names;
  for (const std::string_view prefix : {std::string_view{"pin/"}, std::string_view{"pin_used/"},
                                        std::string_view{"push/"}, used_prefix}) {
    for (const auto& [name, value] : vault.vault_list(prefix)) {
      if (!hashes.contains(std::string_view{name}.substr(prefix.size()))) names.insert(name);
    }
  }
  return names;
}

/// True unless this is a session whose password and code were given too long ago. A device's PIN
/// counts too: only is_proved() says who may go on.
bool session_is_proved(const Access& access, ledger::Instant now) {
  return access.account.empty() || now < access.proved_at + proof_lifetime;
}

}  // namespace

std::string new_key(ledger::Random& random) {
  return random_text("ck_", random);
}

std::string new_session_id(ledger::Random& random) {
  return random_text("cs_", random);
}

std::string new_link_token(ledger::Random& random) {
  return random_text("dl_", random);
}

ledger::VaultChange key_row(std::string_view key, const Access& access) {
  return {std::string{row_prefix} + key_hash(key), json::serialize(access_row(access))};
}

std::vector<ledger::VaultChange> key_erasure(std::string_view hash) {
  auto rows = DevicePins::erasure(hash);
  rows.push_back(PushSubscriptions::erasure(hash));
  rows.push_back({std::string{used_prefix}.append(hash), std::nullopt});
  rows.push_back({std::string{row_prefix}.append(hash), std::nullopt});
  return rows;
}

std::string key_hash(std::string_view key) {
  return ledger::to_hex(ledger::sha256({key}));
}

std::string key_id(std::string_view hash) {
  return std::string{hash.substr(0, id_digits)};
}

void AccessKeys::load(ledger::Reader& vault) {
  accounts.load(vault);
  sessions.load(vault);
  pins.load(vault);
  pushes.load(vault);
  const std::unique_lock lock{mutex_};
  by_hash_.clear();
  std::set<std::string, std::less<>> hashes;
  for (const auto& [name, value] : vault.vault_list(row_prefix)) {
    // Its PIN stays too where this program cannot read what it opens: another one may.
    hashes.insert(name.substr(row_prefix.size()));
    const auto row = read_row(value);
    if (!row) continue;
    if (auto access = access_of_row(*row)) {
      by_hash_.try_emplace(name.substr(row_prefix.size()), std::move(*access));
    }
  }
  load_uses(vault);
  orphans_ = rows_without_key(vault, hashes);
}

void AccessKeys::load_uses(ledger::Reader& vault) {
  for (const auto& [name, value] : vault.vault_list(used_prefix)) {
    const auto found = by_hash_.find(std::string_view{name}.substr(used_prefix.size()));
    const auto used = ledger::parse_instant(value);
    if (found == by_hash_.end() || !used) continue;
    found->second.written_ms = used->time_since_epoch().count();
    found->second.used_ms = found->second.written_ms;
  }
}

std::vector<ledger::VaultChange> AccessKeys::uses_due(std::chrono::milliseconds apart,
                                                      std::size_t rows_max) {
  std::vector<ledger::VaultChange> rows;
  const std::unique_lock lock{mutex_};
  for (auto& [hash, known] : by_hash_) {
    if (rows.size() >= rows_max) break;
    const auto used = known.used_ms.load();
    if (used <= known.written_ms || used - known.written_ms < apart.count()) continue;
    known.written_ms = used;
    const ledger::Instant at{ledger::Instant::duration{used}};
    rows.push_back({std::string{used_prefix}.append(hash), ledger::format_instant(at)});
  }
  return rows;
}

std::vector<ledger::VaultChange> AccessKeys::unwritten() const {
  auto rows = sessions.unwritten();
  for (auto& row : accounts.unwritten()) rows.push_back(std::move(row));
  const std::shared_lock lock{mutex_};
  for (const auto& name : orphans_) rows.push_back({name, std::nullopt});
  return rows;
}

void AccessKeys::erased(std::string_view row_name) {
  sessions.erased(row_name);
  accounts.erased(row_name);
  const std::unique_lock lock{mutex_};
  if (const auto found = orphans_.find(row_name); found != orphans_.end()) orphans_.erase(found);
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

std::optional<Access> AccessKeys::find_session(std::string_view id) const {
  const auto hash = key_hash(id);
  const auto session = sessions.find(hash, clock_.now());
  if (!session) return std::nullopt;
  auto account = accounts.find(session->account);
  if (!account) return std::nullopt;
  auto access = std::move(account->access);
  access.key = hash;
  access.account = session->account;
  access.proved_at = session->proved_at;
  return access;
}

bool AccessKeys::is_locked(const Access& access) const {
  return pins.is_locked(access.key, clock_.now());
}

bool AccessKeys::needs_pin(const Access& access, std::string_view hash) const {
  return access.by_invitation && pins.are_required() && !pins.has(hash);
}

bool AccessKeys::is_proved(const Access& access) const {
  const auto now = clock_.now();
  const auto pin_given = pins.proved_at(access.key);
  return session_is_proved(access, now) && (!pin_given || now < *pin_given + proof_lifetime);
}

void AccessKeys::note_use(const Access& access) const {
  pins.note_use(access.key, clock_.now());
}

bool AccessKeys::has(std::string_view hash) const {
  const auto now = clock_.now();
  if (pins.is_locked(hash, now)) return false;
  if (sessions.has(hash, now)) return true;
  const std::shared_lock lock{mutex_};
  const auto found = by_hash_.find(hash);
  return found != by_hash_.end() && !needs_pin(found->second.access, hash);
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
  pins.remove(hash);
  pushes.remove(hash);
  const std::unique_lock lock{mutex_};
  if (const auto found = by_hash_.find(hash); found != by_hash_.end()) by_hash_.erase(found);
}

}  // namespace chopay::api
