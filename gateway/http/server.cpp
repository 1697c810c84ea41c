#include "gateway/http/server.hpp"

#include <ctime>
#include <future>
#include <utility>

#include "gateway/http/problem.hpp"
#include "gateway/http/session.hpp"

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

}  // namespace

/// Deals accepted connections to the desks in turn.
struct Server::Dealer {
  std::shared_ptr<Core> core;
  std::vector<std::shared_ptr<Desk>> desks;
  std::size_t turn = 0;

  void operator()(int socket, std::string peer) {
    if (!core->connections.add(core->settings.connections_max)) {
      return net::turn_away(socket, full_answer());
    }
    auto desk = desks[turn++ % desks.size()];
    net::Loop& loop = desk->loop;
    loop.post([desk = std::move(desk), socket, peer = std::move(peer)] {
      auto stream = net::make_plain_stream(desk->loop, socket);
      auto session = std::make_shared<Session>(desk, std::move(stream), peer);
      desk->loop.spawn(session->run());
    });
  }
};

Server::Server(ServerSettings settings, Router router, net::IoThreads& threads)
    : threads_(threads), core_(std::make_shared<Core>()) {
  core_->policy = {settings.hosts, settings.target_bytes_max, settings.fields_max};
  core_->settings = std::move(settings);
  core_->router = std::move(router);
  for (std::size_t i = 0; i < threads.size(); ++i) {
    desks_.push_back(std::make_shared<Desk>(core_, threads.loop(i)));
  }
  listener_ = std::make_shared<net::Listener>(threads.loop(0), Dealer{core_, desks_});
}

Server::~Server() {
  stop();
}

ledger::Result<std::uint16_t> Server::start() {
  auto port = listener_->open(core_->settings.address, core_->settings.port);
  if (!port) return port;
  running_ = true;
  listener_->start();
  return port;
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
  threads_.loop(0).post([listener = listener_, each, told] {
    listener->close();
    each(&Session::drain);
    told->set_value();
  });
  all_told.wait_for(core_->settings.drain_max);  // no connections does not mean no listener
  if (core_->connections.wait_for_none(core_->settings.drain_max)) return;
  each(&Session::abort);
  core_->connections.wait_for_none(abort_max);
}

std::size_t Server::connections() const {
  return core_->connections.count();
}
std::size_t Server::streams() const {
  return core_->streams.count();
}

}  // namespace chopay::http
