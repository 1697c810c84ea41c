#include "gateway/outbound/webhook.hpp"

#include <algorithm>

#include "merchant/published_event.hpp"

namespace chopay::outbound {
namespace {

DeliverySettings repeating(DeliverySettings settings) {
  settings.name += "/again";
  return settings;
}

}  // namespace

std::vector<Message> EventHook::messages_of(const ledger::Entry& entry, ledger::Reader&) const {
  std::vector<Message> messages;
  if (!settings_.stalls.empty() && !settings_.stalls.contains(entry.stall)) return messages;
  for (auto& event : merchant::published_events(entry)) {
    const bool wanted = settings_.events.empty() ||
                        std::any_of(settings_.events.begin(), settings_.events.end(),
                                    [&](const std::string& pattern) {
                                      return merchant::event_matches(pattern, event.type);
                                    });
    if (!wanted) continue;
    messages.push_back({entry.seq, std::move(event.id), entry.stall.text(), std::move(event.json)});
  }
  return messages;
}

Destination::Headers EventHook::headers(const Message& message, ledger::Instant now) const {
  return standard_headers(*keys_.now(), message.id, message.body, now);
}

Webhook::Webhook(WebhookSettings hook_settings, DeliverySettings delivery, api::Services& services,
                 net::HttpClient& client)
    : hook(std::move(hook_settings)),
      live(services, client, hook, delivery),
      again(services, client, hook, repeating(delivery)) {}

void Webhook::start(net::Loop& loop, ledger::Reader& vault) {
  live.start(loop, vault);
  again.start_repeating(loop, vault);
}

}  // namespace chopay::outbound
