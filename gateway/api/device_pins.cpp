#include "gateway/api/device_pins.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/access_row.hpp"

namespace chopay::api {
namespace {

constexpr std::string_view pin_prefix = "pin/";
// In a row of its own, so that writing it late takes back nothing of the other.
constexpr std::string_view pin_used_prefix = "pin_used/";

std::string pin_row_name(std::string_view prefix, std::string_view key) {
  return std::string{prefix}.append(key);
}

}  // namespace

ledger::VaultChange DevicePins::pin_row(std::string_view key, const Pin& pin) {
  boost::json::object row{{"hash", pin.hash}, {"wrong", pin.wrong}, {"locked", pin.locked}};
  if (pin.wrong > 0) row["wrong_at"] = ledger::format_instant(pin.wrong_at);
  return {pin_row_name(pin_prefix, key), boost::json::serialize(row)};
}

void DevicePins::load(ledger::Reader& vault) {
  const std::lock_guard lock{mutex_};
  by_key_.clear();
  for (const auto& [name, value] : vault.vault_list(pin_prefix)) {
    const auto row = read_row(value);
    // A row that cannot be read locks its device: there was a PIN.
    Pin pin;
    pin.locked = true;
    if (row) {
      pin = {row_text(*row, "hash"), static_cast<int>(row_number(*row, "wrong")),
             row_instant(*row, "wrong_at"), row_flag(*row, "locked")};
    }
    by_key_.emplace(name.substr(pin_prefix.size()), std::move(pin));
  }
  for (const auto& [name, value] : vault.vault_list(pin_used_prefix)) {
    const auto found = by_key_.find(std::string_view{name}.substr(pin_used_prefix.size()));
    const auto used = ledger::parse_instant(value);
    if (found != by_key_.end() && used) {
      found->second.used_at = found->second.written_used = *used;
    }
  }
}

bool DevicePins::has(std::string_view key) const {
  const std::lock_guard lock{mutex_};
  return by_key_.contains(key);
}

bool DevicePins::is_locked(std::string_view key, ledger::Instant now) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return false;
  const auto& pin = found->second;
  return pin.locked || (idle_.count() > 0 && now >= pin.used_at + idle_);
}

std::optional<ledger::Instant> DevicePins::proved_at(std::string_view key) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  return found->second.proved_at;
}

void DevicePins::note_use(std::string_view key, ledger::Instant now) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) found->second.used_at = std::max(found->second.used_at, now);
}

std::vector<ledger::VaultChange> DevicePins::setting(std::string_view key, const std::string& hash,
                                                     ledger::Instant now) {
  return {pin_row(key, Pin{hash}),
          {pin_row_name(pin_used_prefix, key), ledger::format_instant(now)}};
}

void DevicePins::set(std::string_view key, std::string hash, ledger::Instant now) {
  const std::lock_guard lock{mutex_};
  by_key_.insert_or_assign(std::string{key}, Pin{std::move(hash), 0, {}, false, now, now, now});
}

void DevicePins::remove(std::string_view key) {
  const std::lock_guard lock{mutex_};
  if (const auto found = by_key_.find(key); found != by_key_.end()) by_key_.erase(found);
}

std::vector<ledger::VaultChange> DevicePins::erasure(std::string_view key) {
  return {{pin_row_name(pin_prefix, key), std::nullopt},
          {pin_row_name(pin_used_prefix, key), std::nullopt}};
}

std::vector<ledger::VaultChange> DevicePins::lock(std::string_view key) {
  const std::lock_guard guard{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return {};
  found->second.locked = true;
  return {pin_row(key, found->second)};
}

DevicePins::Try DevicePins::begin(std::string_view key, ledger::Instant now) {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return {};
  auto& pin = found->second;
  if (pin.wrong >= wrong_tries_max) return {Try::State::spent, {}, {}, 0};
  // A clock that was set back makes nobody wait longer than the wait.
  pin.wrong_at = std::min(pin.wrong_at, now);
  const auto until = pin.wrong_at + people::wait_after(pin.wrong, pace);
  if (now < until) {
    return {Try::State::wait,
            std::chrono::ceil<std::chrono::seconds>(until - now),
            {},
            wrong_tries_max - pin.wrong};
  }
  ++pin.wrong;
  pin.wrong_at = now;
  return {Try::State::go, {}, pin.hash, wrong_tries_max - pin.wrong};
}

std::vector<ledger::VaultChange> DevicePins::kept(std::string_view key) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return {};
  return {pin_row(key, found->second)};
}

std::vector<ledger::VaultChange> DevicePins::right(std::string_view key, ledger::Instant now) {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return {};
  auto& pin = found->second;
  pin.wrong = 0;
  pin.locked = false;
  pin.used_at = pin.written_used = pin.proved_at = now;
  return {pin_row(key, pin), {pin_row_name(pin_used_prefix, key), ledger::format_instant(now)}};
}

std::vector<ledger::VaultChange> DevicePins::take_back(std::string_view key) {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return {};
  found->second.wrong = std::max(0, found->second.wrong - 1);
  return {pin_row(key, found->second)};
}

std::vector<ledger::VaultChange> DevicePins::due() {
  std::vector<ledger::VaultChange> rows;
  const std::lock_guard lock{mutex_};
  for (auto& [key, pin] : by_key_) {
    if (pin.used_at <= pin.written_used) continue;
    pin.written_used = pin.used_at;
    rows.push_back({pin_row_name(pin_used_prefix, key), ledger::format_instant(pin.used_at)});
  }
  return rows;
}

}  // namespace chopay::api
