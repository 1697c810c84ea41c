#include "gateway/app/outgoing.hpp"

#include "merchant/published_event.hpp"

namespace chopay::app {
namespace {

bank::Secret read_signing_key(const std::string& file, const std::string& place) {
  auto key = outbound::signing_key(config::read_secret(file));
  if (key) return std::move(*key);
  throw config::BadSettings(place + "the secret must be whsec_ and the base64 of 24 to 64 bytes");
}

}  // namespace

std::pair<outbound::WebhookSettings, outbound::DeliverySettings> outgoing_webhook(
    const config::Webhook& webhook) {
  const auto place = "webhook " + webhook.id + ": ";
  outbound::WebhookSettings hook{webhook.id, webhook.url, webhook.events, {}, {}};
  for (const auto& pattern : webhook.events) {
    if (merchant::is_event_pattern(pattern)) continue;
    throw config::BadSettings(place + "no event is called \"" + pattern + '"');
  }
  for (const auto& text : webhook.stalls) {
    const auto stall = merchant::StallId::parse(text);
    if (!stall) throw config::BadSettings(place + "no stall can be called \"" + text + '"');
    hook.stalls.insert(*stall);
  }
  hook.keys.current = read_signing_key(webhook.secret_file, place);
  if (!webhook.previous_secret_file.empty()) {
    hook.keys.previous = read_signing_key(webhook.previous_secret_file, place);
  }
  const auto market = merchant::MarketId::parse(webhook.market);
  if (!market) throw config::BadSettings(place + "no market can be called so");
  outbound::DeliverySettings delivery{"webhook-" + webhook.id, *market, webhook.allow_private,
                                      webhook.timeout};
  if (!webhook.retries.empty()) delivery.ladder = outbound::RetryLadder{webhook.retries};
  return {std::move(hook), std::move(delivery)};
}

outbound::PollSettings poll_settings(const config::Poll& poll) {
  const auto* list = bank::find_transaction_list(poll.provider);
  if (!list) {
    throw config::BadSettings("poll of " + poll.source +
                              ": provider must be sepay or casso, not \"" + poll.provider + '"');
  }
  return {poll.source,
          list,
          poll.url.empty() ? std::string{list->url} : poll.url,
          bank::Secret{config::read_secret(poll.token_file)},
          poll.every,
          poll.calls_per_minute,
          poll.allow_private};
}

std::unique_ptr<outbound::PushSender> push_sender(const config::Settings& settings,
                                                  api::Services& services,
                                                  net::HttpClient& client) {
  const auto& push = settings.push;
  if (push.contact.empty()) return nullptr;
  const auto key = outbound::load_or_create_push_key(settings.data, services.random);
  return std::make_unique<outbound::PushSender>(
      services, client, outbound::PushSettings{push.contact, push.allow_private}, key);
}

outbound::SoundboxSettings soundbox_of(const config::Mqtt& mqtt) {
  const auto place = "mqtt " + mqtt.id + ": ";
  const auto market = merchant::MarketId::parse(mqtt.market);
  if (!market) throw config::BadSettings(place + "no market can be called so");
  outbound::SoundboxSettings settings;
  settings.id = mqtt.id;
  settings.market = *market;
  for (const auto& text : mqtt.stalls) {
    const auto stall = merchant::StallId::parse(text);
    if (!stall) throw config::BadSettings(place + "no stall can be called \"" + text + '"');
    settings.stalls.insert(*stall);
  }
  settings.broker.host = mqtt.host;
  settings.broker.port = mqtt.port;
  settings.broker.client_id = "chopay-" + mqtt.market + '-' + mqtt.id;
  settings.broker.user = mqtt.user;
  if (!mqtt.password_file.empty()) {
    settings.broker.password = bank::Secret{config::read_secret(mqtt.password_file)};
  }
  settings.broker.tls = mqtt.tls;
  settings.broker.ca_file = mqtt.ca_file;
  return settings;
}

payos::ShopKeys payos_keys(const config::PayosShop& shop) {
  return {bank::Secret{config::read_secret(shop.api_key_file)},
          bank::Secret{config::read_secret(shop.checksum_key_file)}};
}

payos::Shop payos_shop(const config::PayosShop& shop) {
  const auto market = merchant::MarketId::parse(shop.market);
  const auto stall = merchant::StallId::parse(shop.stall);
  if (!market || !stall) {
    throw config::BadSettings("payos " + shop.client_id + ": no such market or stall");
  }
  return {shop.client_id, *market, *stall,
          std::make_shared<bank::ChangingKeys<payos::ShopKeys>>(payos_keys(shop)),
          shop.allow_private};
}

}  // namespace chopay::app
