#include "gateway/app/gateway.hpp"

#include "gateway/api/code_reading.hpp"
#include "gateway/api/front_door.hpp"
#include "gateway/api/image_service.hpp"
#include "gateway/api/statements.hpp"
#include "gateway/api/stickers.hpp"
#include "gateway/app/audit_routes.hpp"
#include "gateway/app/board_routes.hpp"
#include "gateway/app/document_routes.hpp"
#include "gateway/app/enrol_routes.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/lock_routes.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/log_observer.hpp"
#include "gateway/app/outgoing.hpp"
#include "gateway/app/page_routes.hpp"
#include "gateway/app/registry_routes.hpp"
#include "gateway/app/server_settings.hpp"
#include "gateway/app/shopper_routes.hpp"
#include "gateway/app/sign_in_routes.hpp"
#include "gateway/app/source_page_routes.hpp"
#include "gateway/app/sources.hpp"
#include "gateway/app/sticker_look.hpp"
#include "gateway/bank/secrets.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::app {
namespace {

/// Puts into the log why nothing can be added to the ledger and what to do, or that it can again.
void log_refusal(const std::optional<ledger::Refused>& refused) {
  if (refused) return log_error(ledger::refusal_name(refused->why), refused->text);
  log_info("ledger_writable", "entries are added to the ledger again");
}

/// How the other gateways reach this one; empty where there are none.
std::string address_of(const config::Gateways& own) {
  if (own.address.empty()) return {};
  const bool v6 = own.address.find(':') != std::string::npos;
  return (v6 ? '[' + own.address + ']' : own.address) + ':' + std::to_string(own.port);
}

constexpr std::size_t secret_bytes_min = 32;

/// Throws config::BadSettings for a secret that could be guessed.
std::unique_ptr<net::TlsSecret> secret_of(const config::Gateways& own) {
  if (own.address.empty()) return nullptr;
  const bank::Secret text{config::read_secret(own.secret_file)};
  if (text.view().size() < secret_bytes_min) {
    throw config::BadSettings("gateways: the secret in " + own.secret_file + " is too short: 32 " +
                              "characters or more");
  }
  return std::make_unique<net::TlsSecret>(text.view());
}

}  // namespace

Gateway::Gateway(const config::Settings& settings, Extras extras)
    : settings_(settings),
      given_clock_(extras.clock),
      clock_(given_clock_ ? static_cast<const ledger::Clock&>(*given_clock_) : trusted_clock_),
      address_(address_of(settings.gateways)),
      store_(ledger::open_shared_store(settings.data, address_, terms_)),
      rules_(random_),
      trial_(settings.data, settings.head_guard, !settings.log_host.empty()),
      tell_failure_(extras.on_failure),
      threads_(static_cast<std::size_t>(settings.io_threads)),
      secret_(secret_of(settings.gateways)),
      passing_(threads_, secret_.get(), [this] { return store_->lead(); }, metrics_, {}),
      feed_(threads_),
      lane_(
          threads_, [this](auto entries) { feed_.add(std::move(entries)); },
          [this](const std::string& why) { fail("ledger_failed", why); }),
      readers_(*store_, static_cast<std::size_t>(settings.reader_threads)),
      services_{lane_,
                feed_,
                readers_,
                papers_,
                clock_,
                random_,
                api::AccessKeys{clock_},
                {},
                {},
                {},
                settings.request_lifetime,
                settings.payee_cool_off},
      observer_(std::make_unique<LogObserver>(metrics_)) {
  services_.warn.tell = log_warning;
  lane_.on_refusal([this](const auto& refused) {
    log_refusal(refused);
    refusal_.changed(refused ? std::optional{refused->why} : std::nullopt,
                     std::chrono::steady_clock::now());
  });
  lane_.on_batch([this](const ledger::BatchFigures& figures) { metrics_.batch(figures); });
  services_.on_told = [this](const auto& source, auto lag) { metrics_.told(source, lag); };
  services_.on_shown = [this](auto took) { metrics_.shown(took); };
  services_.bank_app_links = settings.bank_app_links;
  services_.desk.proxies = settings.proxies;
  services_.keys.sessions.set_limits({settings.session_idle, settings.session_absolute});
  services_.keys.pins.set_idle(settings.device_lock);
  services_.keys.pins.set_required(settings.device_pin_required);
  services_.feeders.replace(feeders_of(settings.sources));
  for (const auto& poll : settings.polls) add_poll(poll);
  for (const auto& webhook : settings.webhooks) add_webhook(webhook);
  for (const auto& shop : settings.payos) add_payos_shop(shop);
  for (const auto& mqtt : settings.mqtt) {
    soundboxes_.push_back(std::make_unique<outbound::Soundbox>(services_, soundbox_of(mqtt)));
  }
  push_ = push_sender(settings, services_, outgoing_);
  if (!extras.may_stand_by) wait_for_lead(extras.keep_waiting);
  if (look_for_lead()) take_lead();
  server_ = std::make_unique<http::Server>(server_settings(extras), routes(extras), threads_);
}

Gateway::~Gateway() {
  stop();
}

/// What puts the keys of webhooks and shops in place, all read before any is.
std::vector<std::function<void()>> Gateway::key_changes(const config::Settings& settings) {
  std::vector<std::function<void()>> changes;
  for (const auto& webhook : settings.webhooks) {
    const auto keys =
        std::make_shared<outbound::SigningKeys>(std::move(outgoing_webhook(webhook).first.keys));
    for (auto& running : webhooks_) {
      if (running->hook.settings().id != webhook.id) continue;
      changes.push_back([&running, keys] { running->hook.change_keys(std::move(*keys)); });
    }
  }
  for (const auto& shop : settings.payos) {
    const auto keys = std::make_shared<payos::ShopKeys>(payos_keys(shop));
    for (auto& running : payos_) {
      if (running->shop.client_id != shop.client_id) continue;
      changes.push_back([&running, keys] { running->shop.keys->replace(std::move(*keys)); });
    }
  }
  return changes;
}

void Gateway::reload(const config::Settings& settings) {
  auto feeders = feeders_of(settings.sources);
  for (const auto& poll : settings_.polls) {
    if (feeders.contains(poll.source)) continue;
    throw config::BadSettings("poll: there is no source \"" + poll.source + "\" any more");
  }
  const auto keys_to_change = key_changes(settings);
  const auto tls = tls_files_of(settings);
  if (tls.none() != settings_.tls_certificate_file.empty()) {
    throw config::BadSettings("tls: it is switched on or off by a restart only");
  }
  if (!tls.none()) {
    const auto renewed = server_->renew_certificate(tls);
    if (!renewed) throw config::BadSettings("tls: " + renewed.error().message());
  }
  services_.feeders.replace(std::move(feeders));
  for (const auto& change : keys_to_change) change();
}

void Gateway::add_poll(const config::Poll& poll) {
  if (!services_.feeders.now()->contains(poll.source)) {
    throw config::BadSettings("poll: there is no source \"" + poll.source + '"');
  }
  pollers_.push_back(std::make_unique<outbound::Poller>(services_, outgoing_, poll_settings(poll)));
}

void Gateway::add_webhook(const config::Webhook& webhook) {
  auto [hook, delivery] = outgoing_webhook(webhook);
  for (const auto& other : webhooks_) {
    if (other->hook.settings().id != webhook.id) continue;
    throw config::BadSettings("webhook " + webhook.id + " is there twice");
  }
  webhooks_.push_back(std::make_unique<outbound::Webhook>(std::move(hook), std::move(delivery),
                                                          services_, outgoing_));
}

void Gateway::add_payos_shop(const config::PayosShop& shop) {
  for (const auto& account : payos_) {
    if (account->shop.client_id != shop.client_id) continue;
    throw config::BadSettings("payos " + shop.client_id + " is there twice");
  }
  payos_.push_back(std::make_unique<payos::Account>(payos_shop(shop), services_, outgoing_));
}

/// REQUIRES: the lane runs, the loops do not yet.
void Gateway::start_deliveries() {
  const auto vault = store_->reader();
  for (auto& webhook : webhooks_) webhook->start(threads_.loop(0), *vault);
  for (auto& account : payos_) account->start(threads_.loop(0), *vault);
  for (auto& poller : pollers_) poller->start(threads_.loop(0));
  for (auto& soundbox : soundboxes_) soundbox->start(threads_.loop(0), *vault);
  if (push_) push_->start(threads_.loop(0));
}

void Gateway::add_api_routes(http::Router& router) {
  api::add_request_routes(router, services_);
  api::add_stall_routes(router, services_);
  api::add_stall_correction_routes(router, services_);
  api::add_market_import_routes(router, services_);
  api::add_settlement_routes(router, services_);
  api::add_document_link_routes(router, services_);
  api::add_day_slip_routes(router, services_);
  api::add_household_book_routes(router, services_);
  api::add_charge_routes(router, services_);
  api::add_callback_routes(router, services_);
  api::add_log_routes(router, services_);
  api::add_credit_routes(router, services_);
  api::add_refund_routes(router, services_);
  api::add_payee_change_routes(router, services_);
  api::add_consent_routes(router, services_);
  api::add_source_routes(router, services_);
  api::add_patrol_routes(router, services_);
  api::add_key_routes(router, services_);
  api::add_people_routes(router, services_);
  api::add_device_routes(router, services_);
  api::add_day_routes(router, services_);
  api::add_alarm_routes(router, services_);
  api::add_incident_routes(router, services_);
  api::add_complaint_routes(router, services_);
  api::add_held_notice_routes(router, services_);
  api::add_event_routes(router, services_);
  outbound::add_webhook_routes(router, services_, webhooks_);
  outbound::add_push_routes(router, services_, push_.get());
  api::add_pay_routes(router, services_);
  if (settings_.bank_app_links) api::add_bank_app_routes(router, services_);
  api::add_bank_routes(router);
  api::add_openapi_route(router);
  api::add_code_reading_routes(router, services_);
  api::add_statement_routes(router, services_);
  api::add_sticker_routes(router, services_, sticker_look(settings_.sticker));
  if (settings_.image_service) {
    api::add_image_routes(router, services_.drawings,
                          {settings_.image_requests_per_minute, settings_.proxies});
  }
  if (!payos_.empty()) {
    payos::add_order_routes(router, services_, payos_);
    payos::add_webhook_route(router, services_, payos_);
  }
}

http::Router Gateway::routes(const Extras& extras) {
  http::Router router;
  router.wrap_with(
      [this, door = api::front_door(services_), wrap = extras.wrap](const http::Route& row) {
        auto handler = remembering_language(row, door(row), services_);
        if (wrap) handler = wrap(row, std::move(handler));
        return passing_.around(row, std::move(handler));
      });
  add_api_routes(router);
  add_page_routes(router, services_, payos_);
  add_document_routes(router, services_);
  add_shopper_routes(router, services_, payos_);
  add_board_routes(router, services_);
  add_audit_routes(router, services_);
  add_source_page_routes(router, services_);
  add_registry_routes(router, services_);
  add_enrol_routes(router, services_);
  add_sign_in_routes(router, services_);
  add_lock_routes(router, services_);
  add_health_routes(router, {services_, metrics_, webhooks_, lane_failed_, settings_.data});
  if (extras.add_routes) extras.add_routes(router, services_);
  return router;
}

http::ServerSettings Gateway::server_settings(const Extras& extras) {
  auto server = server_settings_of(settings_);
  if (secret_) {
    server.for_gateways = {settings_.gateways.address, settings_.gateways.port,
                           net::identity_of(*secret_)};
    if (!server.for_gateways.identity)
      throw config::BadSettings("gateways: TLS refuses the secret");
  }
  server.observer = observer_.get();
  if (extras.adjust) extras.adjust(server);
  return server;
}

void Gateway::put(const ledger::VaultChange& change) {
  const auto asked = lane_.ask_and_wait(merchant::ChangeVault{change});
  if (asked.state != api::LaneState::answered) {
    throw ledger::StoreFailure("the vault cannot be written");
  }
}

std::vector<api::KeyView> Gateway::keys_of(const merchant::MarketId& market) {
  services_.keys.load(*store_->reader());
  return services_.keys.list(market);
}

ledger::Result<std::uint16_t> Gateway::start() {
  if (leads()) load_vault();
  auto port = server_->start();
  if (!port) return port;
  const bool v6 = settings_.address.find(':') != std::string::npos;
  const std::string scheme = settings_.tls_certificate_file.empty() ? "http://" : "https://";
  services_.loopback_url = scheme + (v6 ? '[' + settings_.address + ']' : settings_.address) + ':' +
                           std::to_string(*port);
  services_.public_url =
      settings_.public_url.empty() ? services_.loopback_url : settings_.public_url;
  if (leads()) start_work();
  threads_.start();
  running_ = true;
  return port;
}

void Gateway::stop() {
  server_->stop();
  snapshot_renewal_.reset();  // none is written after that of the end
  // Who was there, so that nobody is asked anew after a restart, and what the banks have sent.
  if (started_ && !stopped_ && !lane_failed_) presence_.write_at_end();
  if (appender_) appender_->stop();
  threads_.stop();
  running_ = false;
  // The books of a failed lane hold what was never committed; a server that is away is not waited
  // for.
  const bool known = !leads() || store_->lead() == ledger::Lead::ours;
  if (!stopped_ && !lane_failed_ && known) save_snapshot();
  stopped_ = true;
}

}  // namespace chopay::app
