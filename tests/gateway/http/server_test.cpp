#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using http::Method;

namespace {

const std::string hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

http::Router hello_router() {
  http::Router router;
  router.add({Method::get, "/hello", 0, answering("xin chao")});
  return router;
}

}  // namespace

TEST_CASE("Connections beyond the limit are answered 503 and closed") {
  auto settings = loopback();
  settings.connections_max = 2;
  Serving serving(hello_router(), settings);
  RawClient first(serving.port());
  RawClient second(serving.port());
  first.send(hello);
  second.send(hello);
  CHECK(status_of(first.read_answer()) == 200);
  CHECK(status_of(second.read_answer()) == 200);
  RawClient third(serving.port());
  CHECK(status_of(third.read_to_end()) == 503);
  first.send(hello);
  CHECK(status_of(first.read_answer()) == 200);
}

TEST_CASE("A connection beyond the limit is told so over TLS by an alert, without a handshake") {
  const net::TlsSecret secret{"the same secret at both ends, 32 bytes"};
  const auto port = free_port();
  auto settings = for_gateways(secret, port);
  settings.connections_max = 1;
  Serving serving(hello_router(), settings);
  RawClient first(port);
  RawClient second(port);
  CHECK(second.read_to_end() == std::string("\x15\x03\x03\x00\x02\x02\x50", 7));
  first.finish();
  CHECK(first.closed());
}

TEST_CASE("One address has so many connections and no more, and again when one has ended") {
  auto settings = loopback();
  settings.connections_per_address_max = 2;
  settings.uncounted_addresses.clear();
  Serving serving(hello_router(), settings);
  RawClient first(serving.port());
  first.send(hello);
  CHECK(status_of(first.read_answer()) == 200);
  {
    RawClient second(serving.port());
    second.send(hello);
    CHECK(status_of(second.read_answer()) == 200);
    RawClient third(serving.port());
    CHECK(status_of(third.read_to_end()) == 503);
    CHECK(serving.server().connections() == 2);
  }
  while (serving.server().connections() > 1) std::this_thread::yield();
  RawClient fourth(serving.port());
  fourth.send(hello);
  CHECK(status_of(fourth.read_answer()) == 200);
}

TEST_CASE("Connections are dealt to all I/O threads") {
  std::atomic<int> on[2] = {0, 0};
  http::Router router;
  router.add({Method::get, "/hello", 0, [&](http::Exchange& exchange) -> net::Task<http::Response> {
                ++on[exchange.loop().index()];
                co_return http::Response{};
              }});
  Serving serving(std::move(router), loopback(), 2);
  for (int i = 0; i < 4; ++i) {
    RawClient client(serving.port());
    client.send(hello);
    client.read_answer();
  }
  CHECK(on[0] == 2);
  CHECK(on[1] == 2);
}

TEST_CASE("A request that was accepted is answered though the server stops") {
  std::atomic<bool> inside{false};
  http::Router router;
  router.add({Method::get, "/hello", 0, [&](http::Exchange& exchange) -> net::Task<http::Response> {
                inside = true;
                boost::asio::steady_timer timer(exchange.loop().executor(), 100ms);
                co_await timer.async_wait(boost::asio::use_awaitable);
                http::Response response;
                response.body = "done";
                co_return response;
              }});
  Serving serving(std::move(router), loopback(), 2);
  RawClient busy(serving.port());
  busy.send(hello);
  RawClient half(serving.port());
  half.send(hello.substr(0, 20));
  while (!inside || serving.server().connections() < 2) std::this_thread::yield();
  std::thread stopper([&] { serving.server().stop(); });
  const auto answer = busy.read_to_end();
  CHECK(status_of(answer) == 200);
  CHECK(body_of(answer) == "done");
  CHECK(answer.find("Connection: close\r\n") != std::string::npos);
  half.send(hello.substr(20));
  CHECK(status_of(half.read_to_end()) == 200);
  stopper.join();
  CHECK(serving.server().connections() == 0);
}

TEST_CASE("Idle connections end when the server stops, and nobody is accepted any more") {
  Serving serving(hello_router(), loopback());
  RawClient idle(serving.port());
  idle.send(hello);
  CHECK(status_of(idle.read_answer()) == 200);
  serving.server().stop();
  CHECK(idle.closed());
  CHECK_THROWS(RawClient(serving.port()));
}

TEST_CASE("What hangs does not keep the server from stopping") {
  auto settings = loopback();
  settings.drain_max = 50ms;
  http::Router router;
  router.add({Method::get, "/hello", 0, [](http::Exchange& exchange) -> net::Task<http::Response> {
                boost::asio::steady_timer timer(exchange.loop().executor(), 1h);
                co_await timer.async_wait(boost::asio::use_awaitable);
                co_return http::Response{};
              }});
  Serving serving(std::move(router), settings);
  RawClient client(serving.port());
  client.send(hello);
  while (serving.server().connections() == 0) std::this_thread::yield();
  const auto began = std::chrono::steady_clock::now();
  serving.server().stop();
  CHECK(std::chrono::steady_clock::now() - began < 60s);
  CHECK(client.closed());
}

TEST_CASE("A port that is taken is an error with the reason") {
  Serving serving(hello_router(), loopback());
  net::IoThreads threads(1);
  auto settings = loopback();
  settings.port = serving.port();
  http::Server second(settings, hello_router(), threads);
  const auto port = second.start();
  REQUIRE(port.has_error());
  CHECK(port.error().message().find(std::to_string(serving.port())) != std::string::npos);
}
