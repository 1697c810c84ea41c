#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "gateway/http/router.hpp"
#include "gateway/http/server.hpp"
#include "gateway/net/io_threads.hpp"
#include "gateway/net/tls_identity.hpp"
#include "gateway/net/tls_secret.hpp"

namespace chopay::testing {

/// A handler that answers text at once.
inline http::Handler answering(std::string text) {
  return [text](http::Exchange&) -> net::Task<http::Response> {
    http::Response response;
    response.content_type = "text/plain";
    response.body = text;
    co_return response;
  };
}

/// A handler that sends the body back.
inline http::Handler echoing() {
  return [](http::Exchange& exchange) -> net::Task<http::Response> {
    http::Response response;
    response.content_type = "application/octet-stream";
    response.body = exchange.request().body;
    co_return response;
  };
}

/// Settings for tests: any port, the loopback host, short ticks come from Serving.
inline http::ServerSettings loopback() {
  http::ServerSettings settings;
  settings.port = 0;
  settings.hosts = {"localhost", "127.0.0.1"};
  return settings;
}

/// A port that was free a moment ago.
inline std::uint16_t free_port() {
  net::IoThreads threads{1};
  http::Server server{loopback(), {}, threads};
  const auto port = server.start().value();
  threads.start();
  server.stop();
  return port;
}

/// Settings of a server, where other gateways pass on what they are asked.
inline http::ServerSettings for_gateways(const net::TlsSecret& secret, std::uint16_t port) {
  auto settings = loopback();
  settings.for_gateways = {"127.0.0.1", port, net::identity_of(secret)};
  return settings;
}

/// A running server on a port of its own, stopped at the end of the test.
class Serving {
 public:
  Serving(http::Router router, http::ServerSettings settings, std::size_t threads = 1)
      : Serving(std::make_unique<net::IoThreads>(threads, std::chrono::milliseconds(10)),
                std::move(router), std::move(settings)) {}
  Serving(std::unique_ptr<net::IoThreads> threads, http::Router router,
          http::ServerSettings settings)
      : threads_(std::move(threads)),
        server_(std::move(settings), std::move(router), *threads_),
        port_(server_.start().value()) {
    threads_->start();
  }

  std::uint16_t port() const { return port_; }
  http::Server& server() { return server_; }

 private:
  std::unique_ptr<net::IoThreads> threads_;
  http::Server server_;
  std::uint16_t port_;
};

}  // namespace chopay::testing
