#pragma once

#include <memory>
#include <set>
#include <string>

#include "gateway/api/services.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/net/signal.hpp"
#include "gateway/outbound/push_message.hpp"
#include "gateway/outbound/push_queue.hpp"

namespace chopay::outbound {

struct PushSettings {
  std::string contact;         ///< mailto: or https:, for whoever runs a push service
  bool allow_private = false;  ///< services at private addresses, with a port and without TLS
};

/// Wakes the devices that asked for it when money comes for their stall and they have no event
/// stream open: a hint that says that something came, no sum and no payer. Best effort: it follows
/// the feed, not the log, forgets what it could not send soon, and nothing ever waits for it.
/// Works on one loop.
class PushSender {
 public:
  /// Everything passed in must outlive the loop's thread.
  PushSender(api::Services& services, net::HttpClient& client, PushSettings settings,
             const p256::Key& key)
      : services_(services), client_(client), settings_(std::move(settings)), key_(key) {}

  /// From what is committed from now on. Before the loops run.
  void start(net::Loop& loop);
  /// Follows the market too. Callable from any thread, after start().
  void follow(const merchant::MarketId& market);

  const PushSettings& settings() const { return settings_; }
  /// What browsers subscribe with: the public key, base64url.
  std::string public_key() const;

 private:
  net::Task<void> watch(merchant::MarketId market);
  void look_at(const merchant::MarketId& market, ledger::Seq& cursor);
  net::Task<void> carry();
  net::Task<void> wake(const std::string& device);
  net::ClientRequest call_to(const api::PushSubscription& subscription) const;
  net::Task<void> forget(const std::string& device, const std::string& endpoint);
  void warn_of(const std::string& why);

  api::Services& services_;
  net::HttpClient& client_;
  const PushSettings settings_;
  const p256::Key key_;
  net::Loop* loop_ = nullptr;
  std::unique_ptr<net::Signal> work_;  ///< somebody may be to be woken
  // Only the loop's thread uses these.
  PushQueue queue_;
  std::set<merchant::MarketId> followed_;
  ledger::Instant warn_again_at_{};
};

/// GET, POST and DELETE /v1/devices/push: the subscription of the device whose key the request came
/// with. Without a sender there are no pushes. Both must outlive the router.
void add_push_routes(http::Router& router, api::Services& services, PushSender* sender);

}  // namespace chopay::outbound
