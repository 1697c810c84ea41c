#include "gateway/app/gateway.hpp"

#include <malloc.h>

#include "gateway/app/log.hpp"
#include "gateway/app/page_routes.hpp"
#include "gateway/app/try_route.hpp"
#include "gateway/http/problem.hpp"
#include "ledger/replay.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::app {
namespace {

/// Puts into the log what went wrong; neither bodies nor keys.
class LogObserver final : public http::Observer {
 public:
  void failed(std::string_view route, std::string_view what) noexcept override {
    log_error("handler_failed", std::string{route} + ": " + std::string{what});
  }
  void late(std::string_view route) noexcept override { log_warning("handler_late", route); }
};

std::string bin_of(std::string_view bank_name) {
  const auto* bank = qr::BankDirectory::standard().lookup(bank_name);
  return bank ? bank->bin : std::string{};
}

bank::Scheme scheme_of(const config::Source& source) {
  using bank::Scheme;
  if (source.scheme.empty()) return Scheme::by_headers;
  if (source.scheme == "hmac") return Scheme::hmac;
  if (source.scheme == "api_key") return Scheme::api_key;
  if (source.scheme == "none") return Scheme::none;
  throw config::BadSettings("source " + source.id + ": unknown scheme \"" + source.scheme + '"');
}

/// Keeps freed memory for the next batch: glibc would give it back to the system after each and ask
/// for it again, at the price of two system calls and page faults every time.
void keep_freed_memory() {
  static constexpr int keep_bytes = 64 << 20;
  mallopt(M_TRIM_THRESHOLD, keep_bytes);
  mallopt(M_TOP_PAD, 1 << 20);
}

net::Task<http::Response> alive(http::Exchange&) {
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "ok\n";
  co_return response;
}

}  // namespace

Gateway::Gateway(const config::Settings& settings, Extras extras)
    : settings_(settings),
      store_(settings.data),
      rules_(random_),
      threads_(static_cast<std::size_t>(settings.io_threads)),
      feed_(threads_),
      lane_(
          threads_, [this](auto entries) { feed_.add(std::move(entries)); },
          [tell = extras.on_failure](const std::string& why) {
            log_error("ledger_failed", why);
            if (tell) tell();
          }),
      readers_(store_, static_cast<std::size_t>(settings.reader_threads)),
      services_{lane_,
                feed_,
                readers_,
                clock_,
                random_,
                {},
                {},
                {},
                {},
                settings.request_lifetime,
                settings.payee_cool_off},
      observer_(std::make_unique<LogObserver>()) {
  keep_freed_memory();
  for (const auto& source : settings.sources) add_source(source);
  fold_ledger();
  appender_ = std::make_unique<ledger::Appender>(store_, rules_, clock_, lane_);
  lane_.connect(*appender_);
  server_ = std::make_unique<http::Server>(server_settings(extras), routes(extras), threads_);
}

Gateway::~Gateway() {
  stop();
}

void Gateway::fold_ledger() {
  auto& reader = store_.own_reader();
  const auto folded =
      ledger::replay(reader, [this](const ledger::Entry& entry) { rules_.apply(entry); });
  if (!folded) throw ledger::StoreFailure("the ledger is damaged: " + folded.error().message());
  for (const auto& [market, head] : reader.heads()) feed_.set_newest(market, head.seq);
}

void Gateway::add_source(const config::Source& source) {
  api::Feeder feeder;
  feeder.adapter = bank::find_adapter(source.kind);
  if (!feeder.adapter) {
    throw config::BadSettings("source " + source.id + ": unknown kind \"" + source.kind + '"');
  }
  feeder.sandbox = source.sandbox;
  feeder.source.id = source.id;
  feeder.source.scheme = scheme_of(source);
  feeder.source.tolerance = source.tolerance;
  feeder.source.bank = source.bank;
  feeder.source.account = source.account;
  feeder.source.lookup = bin_of;
  if (!source.secret_file.empty()) {
    feeder.source.secrets.current = bank::Secret{config::read_secret(source.secret_file)};
  } else if (feeder.source.scheme != bank::Scheme::none) {
    throw config::BadSettings("source " + source.id + ": secret_file is missing");
  }
  if (!source.previous_secret_file.empty()) {
    feeder.source.secrets.previous = bank::Secret{config::read_secret(source.previous_secret_file)};
  }
  if (!services_.feeders.emplace(source.id, std::move(feeder)).second) {
    throw config::BadSettings("source " + source.id + " is there twice");
  }
}

http::Router Gateway::routes(const Extras& extras) {
  http::Router router;
  api::add_request_routes(router, services_);
  api::add_stall_routes(router, services_);
  api::add_settlement_routes(router, services_);
  api::add_callback_routes(router, services_);
  api::add_credit_routes(router, services_);
  api::add_refund_routes(router, services_);
  api::add_payee_change_routes(router, services_);
  api::add_day_routes(router, services_);
  api::add_pay_routes(router, services_);
  add_page_routes(router, services_);
  add_try_route(router, services_);
  router.add({http::Method::get, "/healthz", 0, alive});
  if (extras.add_routes) extras.add_routes(router, services_);
  return router;
}

http::ServerSettings Gateway::server_settings(const Extras& extras) {
  http::ServerSettings server;
  server.address = settings_.address;
  server.port = settings_.port;
  server.hosts = settings_.hosts;
  if (server.hosts.empty()) server.hosts = {settings_.address, "localhost"};
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

ledger::Result<std::uint16_t> Gateway::start() {
  services_.keys = api::AccessKeys{*store_.reader()};
  auto port = server_->start();
  if (!port) return port;
  const bool v6 = settings_.address.find(':') != std::string::npos;
  services_.loopback_url = "http://" + (v6 ? '[' + settings_.address + ']' : settings_.address) +
                           ':' + std::to_string(*port);
  services_.public_url =
      settings_.public_url.empty() ? services_.loopback_url : settings_.public_url;
  threads_.start();
  return port;
}

void Gateway::stop() {
  server_->stop();
  appender_->stop();
  threads_.stop();
}

}  // namespace chopay::app
