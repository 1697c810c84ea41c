#pragma once

#include <utility>

#include "config/settings.hpp"
#include "gateway/outbound/polling.hpp"
#include "gateway/outbound/push_sender.hpp"
#include "gateway/outbound/soundbox.hpp"
#include "gateway/outbound/webhook.hpp"
#include "gateway/payos/shop.hpp"

namespace chopay::app {

/// A webhook as it is configured, with its secrets read. Throws config::BadSettings for a market,
/// stall, event or secret that is none.
std::pair<outbound::WebhookSettings, outbound::DeliverySettings> outgoing_webhook(
    const config::Webhook& webhook);

/// The same of a look into an aggregator's list; whether its source is there is not looked at.
outbound::PollSettings poll_settings(const config::Poll& poll);

/// How devices are woken.
outbound::PushSettings push_settings(const config::Push& push);

/// The same of a broker of loudspeakers.
outbound::SoundboxSettings soundbox_of(const config::Mqtt& mqtt);

/// The keys of a shop that speaks payOS's API, as its files have them.
payos::ShopKeys payos_keys(const config::PayosShop& shop);
/// The same of a shop that speaks payOS's API.
payos::Shop payos_shop(const config::PayosShop& shop);

}  // namespace chopay::app
