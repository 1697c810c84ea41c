#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gateway/bank/changing_keys.hpp"
#include "gateway/outbound/delivery.hpp"
#include "gateway/outbound/standard_webhooks.hpp"

namespace chopay::outbound {

/// What a webhook is told, and where.
struct WebhookSettings {
  std::string id;
  std::string url;
  std::vector<std::string> events;     ///< patterns; none: every event
  std::set<merchant::StallId> stalls;  ///< none: all, and what belongs to none
  SigningKeys keys;
};

/// Tells the events of a market by the Standard Webhooks form.
class EventHook final : public Destination {
 public:
  explicit EventHook(WebhookSettings settings)
      : keys_(std::move(settings.keys)), settings_(std::move(settings)) {}

  std::vector<Message> messages_of(const ledger::Entry& entry,
                                   ledger::Reader& reader) const override;
  std::string url() const override { return settings_.url; }
  Headers headers(const Message& message, ledger::Instant now) const override;
  /// Without its keys.
  const WebhookSettings& settings() const { return settings_; }
  /// What is sent from now on is signed with these. From any thread.
  void change_keys(SigningKeys keys) { keys_.replace(std::move(keys)); }

 private:
  bank::ChangingKeys<SigningKeys> keys_;
  const WebhookSettings settings_;
};

/// A webhook with its cursor, and with another one for what is to be sent once more.
struct Webhook {
  Webhook(WebhookSettings hook_settings, DeliverySettings delivery, api::Services& services,
          net::HttpClient& client);

  EventHook hook;
  Delivery live;
  Delivery again;

  void start(net::Loop& loop, ledger::Reader& vault);
};

using Webhooks = std::vector<std::unique_ptr<Webhook>>;

/// GET /v1/webhooks, POST /v1/webhooks/{id}/ping, …/redeliver, …/resume. Both must outlive the
/// router.
void add_webhook_routes(http::Router& router, api::Services& services, const Webhooks& webhooks);

}  // namespace chopay::outbound
