#pragma once

#include <memory>
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

/// Who wakes devices, with the key in the ledger's folder, made when it is missing; nullptr where
/// the settings name nobody to whom push services can turn. Throws as load_or_create_push_key().
std::unique_ptr<outbound::PushSender> push_sender(const config::Settings& settings,
                                                  api::Services& services, net::HttpClient& client);

/// The same of a broker of loudspeakers.
outbound::SoundboxSettings soundbox_of(const config::Mqtt& mqtt);

/// The keys of a shop that speaks payOS's API, as its files have them.
payos::ShopKeys payos_keys(const config::PayosShop& shop);
/// The same of a shop that speaks payOS's API.
payos::Shop payos_shop(const config::PayosShop& shop);

}  // namespace chopay::app
