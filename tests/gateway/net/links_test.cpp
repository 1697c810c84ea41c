#include "gateway/net/links.hpp"

#include <catch2/catch.hpp>

#include <future>

#include "gateway/net/signal.hpp"
#include "gateway/net/tls_identity.hpp"
#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using Came = net::LinkAnswer::Came;

namespace {

/// Says who asked, and whether another gateway says so.
http::Router naming_router() {
  http::Router router;
  router.add(
      {http::Method::get, "/who", 0, [](http::Exchange& exchange) -> net::Task<http::Response> {
         http::Response response;
         const auto& request = exchange.request();
         response.body = request.peer + (request.passed_on ? " passed on" : "");
         co_return response;
       }});
  router.add({http::Method::post, "/echo", 1 << 20, echoing()});
  return router;
}

/// The calling gateway.
class Caller {
 public:
  explicit Caller(const net::TlsSecret& secret) : links_(secret, threads_) { threads_.start(); }
  ~Caller() { threads_.stop(); }

  net::LinkAnswer ask(std::uint16_t port, const std::string& message) {
    std::promise<net::LinkAnswer> promise;
    auto call = [](Caller& self, std::string address, const std::string& text,
                   std::promise<net::LinkAnswer>& done) -> net::Task<void> {
      done.set_value(co_await self.links_.ask(self.threads_.loop(0), address, text, 5s));
    };
    auto answer = promise.get_future();
    threads_.loop(0).spawn(call(*this, "127.0.0.1:" + std::to_string(port), message, promise));
    return answer.get();
  }

 private:
  net::IoThreads threads_{1, 10ms};
  net::Links links_;
};

const std::string who =
    "GET /who HTTP/1.1\r\nHost: elsewhere.example\r\nChopay-Client: 203.0.113.7\r\n\r\n";

}  // namespace

TEST_CASE("Gateways with one secret pass requests on, over one connection, with their client") {
  const net::TlsSecret secret{"a secret of thirty-two characters"};
  const auto port = free_port();
  const Serving serving{naming_router(), for_gateways(secret, port)};
  Caller caller{secret};
  for (int round = 0; round < 3; ++round) {
    const auto answer = caller.ask(port, who);
    REQUIRE(answer.came == Came::whole);
    CHECK(answer.status == 200);
    CHECK(answer.body == "203.0.113.7 passed on");
  }
  const std::string body(700'000, 'b');
  const auto echoed =
      caller.ask(port, "POST /echo HTTP/1.1\r\nHost: a\r\nChopay-Client: ::1\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(echoed.body == body);
}

TEST_CASE("Whoever has another secret, or none, is not heard where gateways are") {
  const net::TlsSecret secret{"a secret of thirty-two characters"};
  const auto port = free_port();
  const Serving serving{naming_router(), for_gateways(secret, port)};
  Caller stranger{net::TlsSecret{"another secret of the same length"}};
  CHECK(stranger.ask(port, who).came == Came::not_sent);
  RawClient plain{port};
  plain.send(who);
  CHECK(answers_in(plain.read_to_end()) == 0);
}

TEST_CASE("Nobody else can say whose request it is") {
  const net::TlsSecret secret{"a secret of thirty-two characters"};
  const Serving serving{naming_router(), for_gateways(secret, free_port())};
  RawClient client{serving.port()};
  client.send("GET /who HTTP/1.1\r\nHost: localhost\r\nChopay-Client: 203.0.113.7\r\n\r\n");
  CHECK(body_of(client.read_answer()) == "127.0.0.1");
}

TEST_CASE("A gateway that is gone was sent nothing, also over a connection that was kept open") {
  const net::TlsSecret secret{"a secret of thirty-two characters"};
  const auto port = free_port();
  Caller caller{secret};
  {
    const Serving serving{naming_router(), for_gateways(secret, port)};
    CHECK(caller.ask(port, who).came == Came::whole);
    // Without a client it is nobody's request.
    CHECK(caller.ask(port, "GET /who HTTP/1.1\r\nHost: a\r\n\r\n").status == 400);
    CHECK(caller.ask(port, who).came == Came::whole);
  }
  CHECK(caller.ask(port, who).came == Came::not_sent);
}

TEST_CASE("A request that has left and got no answer may have been served") {
  const net::TlsSecret secret{"a secret of thirty-two characters"};
  const auto port = free_port();
  Caller caller{secret};
  auto settings = for_gateways(secret, port);
  settings.drain_max = 50ms;
  auto threads = std::make_unique<net::IoThreads>(1, 10ms);
  auto& loop = threads->loop(0);
  http::Router router;
  std::promise<void> arrived;
  router.add({http::Method::get, "/who", 0, [&](http::Exchange&) -> net::Task<http::Response> {
                arrived.set_value();
                co_await net::sleep_for(loop, 1h);
                co_return http::Response{};
              }});
  auto serving = std::make_unique<Serving>(std::move(threads), std::move(router), settings);
  auto asked = std::async(std::launch::async, [&] { return caller.ask(port, who).came; });
  arrived.get_future().wait();
  serving.reset();
  CHECK(asked.get() == Came::unknown);
}
