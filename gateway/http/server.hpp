#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gateway/http/router.hpp"
#include "gateway/http/settings.hpp"
#include "gateway/net/io_threads.hpp"
#include "gateway/net/listener.hpp"
#include "ledger/result.hpp"

namespace chopay::http {

struct Core;
struct Desk;

/// The HTTP server of the process: one listener, and one for our other gateways where there are
/// any; connections dealt to the I/O threads in turn.
///
///   net::IoThreads threads(2);
///   http::News news(threads);
///   http::Router router;            // rows
///   http::Server server(settings, std::move(router), threads);
///   const auto port = server.start();
///   threads.start();
///   …
///   server.stop();  // then threads.stop()
class Server {
 public:
  /// `threads` must outlive the server.
  Server(ServerSettings settings, Router router, net::IoThreads& threads);
  /// Stops if it has not been stopped.
  ~Server();

  /// Binds, listens and accepts; returns the port. Fails with the system's error.
  ledger::Result<std::uint16_t> start();

  /// Reads certificate, key and authorities; connections accepted from then on use them. The old
  /// ones stay in use when it fails. REQUIRES that the server was started with TLS.
  ledger::Result<void> renew_certificate(const net::TlsFiles& files);

  /// Accepts no more, has answered what was accepted, ends idle connections and event streams, and
  /// returns within drain_max and a second. From a thread that is no I/O thread; REQUIRES that the
  /// I/O threads still run.
  void stop();

  /// How many connections and how many event streams among them there are now.
  std::size_t connections() const;
  std::size_t streams() const;

 private:
  struct Dealer;

  net::IoThreads& threads_;
  std::shared_ptr<Core> core_;
  std::vector<std::shared_ptr<Desk>> desks_;
  std::shared_ptr<Dealer> dealer_;
  std::shared_ptr<net::Listener> listener_;
  std::shared_ptr<net::Listener> listener_for_gateways_;  ///< null: none
  bool running_ = false;
};

}  // namespace chopay::http
