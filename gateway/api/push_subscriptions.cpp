#include "gateway/api/push_subscriptions.hpp"

#include <boost/json.hpp>

#include "gateway/api/access_row.hpp"
#include "ledger/base64.hpp"

namespace chopay::api {
namespace {

constexpr std::string_view push_prefix = "push/";

/// Nothing where the row is damaged: that device is woken no more until it subscribes again.
std::optional<PushSubscription> subscription_of(const boost::json::object& row) {
  const auto market = merchant::MarketId::parse(row_text(row, "market"));
  const auto stall = merchant::StallId::parse(row_text(row, "stall"));
  auto point = ledger::bytes_from_base64(row_text(row, "point"));
  auto auth = ledger::bytes_from_base64(row_text(row, "auth"));
  auto endpoint = row_text(row, "endpoint");
  if (!market || !stall || !point || !auth || endpoint.empty()) return std::nullopt;
  return PushSubscription{*market, *stall, std::move(endpoint), std::move(*point),
                          std::move(*auth)};
}

}  // namespace

void PushSubscriptions::load(ledger::Reader& vault) {
  const std::lock_guard lock{mutex_};
  by_key_.clear();
  for (const auto& [name, value] : vault.vault_list(push_prefix)) {
    const auto row = read_row(value);
    auto subscription = row ? subscription_of(*row) : std::nullopt;
    if (subscription) by_key_.emplace(name.substr(push_prefix.size()), std::move(*subscription));
  }
}

ledger::VaultChange PushSubscriptions::row(std::string_view key,
                                           const PushSubscription& subscription) {
  const boost::json::object row{{"market", subscription.market.text()},
                                {"stall", subscription.stall.text()},
                                {"endpoint", subscription.endpoint},
                                {"point", ledger::to_base64(subscription.point)},
                                {"auth", ledger::to_base64(subscription.auth)}};
  return {std::string{push_prefix}.append(key), boost::json::serialize(row)};
}

ledger::VaultChange PushSubscriptions::erasure(std::string_view key) {
  return {std::string{push_prefix}.append(key), std::nullopt};
}

std::optional<PushSubscription> PushSubscriptions::find(std::string_view key) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> PushSubscriptions::keys_of(
    const merchant::MarketId& market, const std::set<merchant::StallId>& stalls) const {
  std::vector<std::string> keys;
  const std::lock_guard lock{mutex_};
  for (const auto& [key, one] : by_key_) {
    if (one.market == market && stalls.contains(one.stall)) keys.push_back(key);
  }
  return keys;
}

std::set<merchant::StallId> PushSubscriptions::stalls_of(const merchant::MarketId& market) const {
  std::set<merchant::StallId> stalls;
  const std::lock_guard lock{mutex_};
  for (const auto& [key, one] : by_key_) {
    if (one.market == market) stalls.insert(one.stall);
  }
  return stalls;
}

std::set<merchant::MarketId> PushSubscriptions::markets() const {
  std::set<merchant::MarketId> markets;
  const std::lock_guard lock{mutex_};
  for (const auto& [key, one] : by_key_) markets.insert(one.market);
  return markets;
}

void PushSubscriptions::set(std::string_view key, PushSubscription subscription) {
  const std::lock_guard lock{mutex_};
  by_key_.insert_or_assign(std::string{key}, std::move(subscription));
}

void PushSubscriptions::remove(std::string_view key) {
  const std::lock_guard lock{mutex_};
  if (const auto found = by_key_.find(key); found != by_key_.end()) by_key_.erase(found);
}

}  // namespace chopay::api
