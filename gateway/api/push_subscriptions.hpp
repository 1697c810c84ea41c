#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::api {

/// How a device is reached by Web Push, as its browser says it (RFC 8030, RFC 8291 §2).
struct PushSubscription {
  merchant::MarketId market;
  merchant::StallId stall;  ///< the device's
  std::string endpoint;     ///< whoever knows it can push: in no log
  std::string point;        ///< the browser's public key: P-256, uncompressed, 65 bytes
  std::string auth;         ///< its secret of 16 bytes
};

/// The devices that want to be woken, by the hash of the device's key; at most one subscription
/// each. They lie in the vault as "push/<hash>" and go with the key. Safe from any thread.
class PushSubscriptions {
 public:
  void load(ledger::Reader& vault);

  static ledger::VaultChange row(std::string_view key, const PushSubscription& subscription);
  static ledger::VaultChange erasure(std::string_view key);

  std::optional<PushSubscription> find(std::string_view key) const;
  /// The devices of these stalls.
  std::vector<std::string> keys_of(const merchant::MarketId& market,
                                   const std::set<merchant::StallId>& stalls) const;
  /// The stalls of a market that have such devices.
  std::set<merchant::StallId> stalls_of(const merchant::MarketId& market) const;
  /// The markets of all subscriptions.
  std::set<merchant::MarketId> markets() const;

  // REQUIRES: the vault has the same change already.
  void set(std::string_view key, PushSubscription subscription);
  void remove(std::string_view key);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, PushSubscription, std::less<>> by_key_;
};

}  // namespace chopay::api
