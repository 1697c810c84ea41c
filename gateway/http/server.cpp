#include "gateway/http/server.hpp"

#include <algorithm>
#include <ctime>
#include <future>
#include <utility>

#include "gateway/http/passed_on.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/session.hpp"
#include "gateway/net/proxied_socket.hpp"
#include "gateway/net/tls_identity.hpp"

namespace chopay::http {
namespace {

constexpr std::chrono::milliseconds abort_max(1'000);

std::string full_answer() {
  const auto response = problem(503, "too_many_connections", "The server is full; come back.");
  std::string text;
  DateLine date;
  write_head(response, {.close = true}, date.at(std::time(nullptr)), text);
  return text + response.body;
}

/// A connection on its way to its desk. Counted.
struct Arrival {
  std::shared_ptr<Desk> desk;
  int socket;
  std::string peer;
  std::shared_ptr<net::TlsIdentity> identity;  ///< null: plain
  bool of_a_gateway = false;                   ///< of ours: it passes on what it is asked
};

bool may_have_another(Core& core, const std::string& peer) {
  const auto& uncounted = core.settings.uncounted_addresses;
  return std::find(uncounted.begin(), uncounted.end(), peer) != uncounted.end() ||
         core.addresses.add(peer, core.settings.connections_per_address_max);
}

/// The alert internal_error (RFC 8446 §6), as a record that every client reads before it has keys.
/// A handshake to say more would cost a flood nothing and us a signature each.
constexpr std::string_view full_alert{"\x15\x03\x03\x00\x02\x02\x50", 7};

/// Says in the client's protocol that it was turned away, where that costs no more than a send.
void shed(const Core& core, int socket, bool encrypted, std::string_view peer) {
  if (core.settings.observer) core.settings.observer->shed(peer);
  net::turn_away(socket, encrypted ? std::string(full_alert) : full_answer());
}

void serve(Arrival arrival) {
  auto& loop = arrival.desk->loop;
  auto stream = arrival.identity
                    ? net::make_tls_stream(loop, arrival.socket, std::move(arrival.identity))
                    : net::make_plain_stream(loop, arrival.socket);
  auto session = std::make_shared<Session>(std::move(arrival.desk), std::move(stream),
                                           std::move(arrival.peer), arrival.of_a_gateway);
  loop.spawn(session->run());
}

/// Serves the client whom a proxy announces; a proxy that looks whether we live is its own client.
net::Task<void> serve_announced(Arrival arrival) {
  auto& core = *arrival.desk->core;
  const auto client =
      co_await net::read_proxy_header(arrival.desk->loop, arrival.socket, core.settings.head_max);
  if (!client) {
    if (core.settings.observer) core.settings.observer->unannounced(arrival.peer);
    net::turn_away(arrival.socket, {});
    co_return core.connections.remove();
  }
  if (!client->empty()) {
    arrival.peer = *client;
    if (!may_have_another(core, arrival.peer)) {
      shed(core, arrival.socket, arrival.identity != nullptr, arrival.peer);
      co_return core.connections.remove();
    }
  }
  serve(std::move(arrival));
}

}  // namespace

/// Deals accepted connections to the desks in turn. Used on the listener's thread.
struct Server::Dealer {
  std::shared_ptr<Core> core;
  std::vector<std::shared_ptr<Desk>> desks;
  std::shared_ptr<net::TlsIdentity> identity{};  ///< null: plain
  bool for_gateways = false;
  std::size_t turn = 0;

  void deal(int socket, std::string peer) {
    auto& connections = for_gateways ? core->gateway_connections : core->connections;
    if (!connections.add(core->settings.connections_max)) {
      return shed(*core, socket, encrypted(), peer);
    }
    const bool announced =
        !for_gateways && net::any_contains(core->settings.announcing_proxies, peer);
    if (!for_gateways && !announced && !may_have_another(*core, peer)) {
      connections.remove();
      return shed(*core, socket, encrypted(), peer);
    }
    auto desk = desks[turn++ % desks.size()];
    net::Loop& loop = desk->loop;
    loop.post([arrival = Arrival{std::move(desk), socket, std::move(peer), identity, for_gateways},
               announced] {
      if (!announced) return serve(arrival);
      arrival.desk->loop.spawn(serve_announced(arrival));
    });
  }

  bool encrypted() const { return identity != nullptr; }
};

Server::Server(ServerSettings settings, Router router, net::IoThreads& threads)
    : threads_(threads), core_(std::make_shared<Core>()) {
  core_->policy = {settings.hosts, false, settings.target_bytes_max, settings.fields_max};
  core_->policy_for_gateways = {
      {}, true, 3 * settings.target_bytes_max, settings.fields_max + client_fields_max};
  core_->encrypted = !settings.tls.none();
  if (core_->encrypted || settings.behind_tls) {
    core_->strict_transport =
        settings.hsts_subdomains ? "max-age=63072000; includeSubDomains" : "max-age=63072000";
  }
  core_->settings = std::move(settings);
  core_->router = std::move(router);
  for (std::size_t i = 0; i < threads.size(); ++i) {
    desks_.push_back(std::make_shared<Desk>(core_, threads.loop(i)));
  }
  dealer_ = std::make_shared<Dealer>(Dealer{core_, desks_});
  listener_ = std::make_shared<net::Listener>(
      threads.loop(0),
      [dealer = dealer_](int socket, std::string peer) { dealer->deal(socket, std::move(peer)); });
  const auto& identity = core_->settings.for_gateways.identity;
  if (!identity) return;
  const auto dealer = std::make_shared<Dealer>(Dealer{core_, desks_, identity, true});
  listener_for_gateways_ = std::make_shared<net::Listener>(
      threads.loop(0),
      [dealer](int socket, std::string peer) { dealer->deal(socket, std::move(peer)); });
}

Server::~Server() {
  stop();
}

ledger::Result<std::uint16_t> Server::start() {
  const auto& settings = core_->settings;
  if (core_->encrypted) {
    auto identity = net::TlsIdentity::load(settings.tls);
    if (!identity) return identity.error();
    dealer_->identity = std::move(*identity);
  }
  auto port = listener_->open(settings.address, settings.port);
  if (!port) return port;
  if (listener_for_gateways_) {
    const auto& own = settings.for_gateways;
    if (auto other = listener_for_gateways_->open(own.address, own.port); !other) return other;
    listener_for_gateways_->start();
  }
  running_ = true;
  listener_->start();
  return port;
}

ledger::Result<void> Server::renew_certificate(const net::TlsFiles& files) {
  auto identity = net::TlsIdentity::load(files);
  if (!identity) return identity.error();
  threads_.loop(0).post(
      [dealer = dealer_, fresh = std::move(*identity)] { dealer->identity = fresh; });
  return {};
}

// The listener hands over what is queued before it closes, and each loop takes its work in order:
// so the desks hear of the end behind the last connection.
void Server::stop() {
  if (!std::exchange(running_, false)) return;
  auto each = [desks = desks_](void (Session::*action)()) {
    for (const auto& desk : desks) {
      desk->loop.post([desk, action] {
        desk->draining = true;
        for (auto* session : desk->sessions) (session->*action)();
      });
    }
  };
  auto told = std::make_shared<std::promise<void>>();
  const auto all_told = told->get_future();
  threads_.loop(0).post([listener = listener_, other = listener_for_gateways_, each, told] {
    listener->close();
    if (other) other->close();
    each(&Session::drain);
    told->set_value();
  });
  all_told.wait_for(core_->settings.drain_max);  // no connections does not mean no listener
  const auto& drain_max = core_->settings.drain_max;
  const bool drained = core_->connections.wait_for_none(drain_max);
  if (core_->gateway_connections.wait_for_none(drained ? drain_max
                                                       : std::chrono::milliseconds{0}) &&
      drained) {
    return;
  }
  each(&Session::abort);
  core_->connections.wait_for_none(abort_max);
  core_->gateway_connections.wait_for_none(abort_max);
}

std::size_t Server::connections() const {
  return core_->connections.count();
}
std::size_t Server::streams() const {
  return core_->streams.count();
}

}  // namespace chopay::http
