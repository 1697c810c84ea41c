#include "gateway/net/http_client.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <future>
#include <optional>

#include "gateway/net/error.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using http::Method;
using net::ClientRequest;

namespace {

using Answer = ledger::Result<net::ClientAnswer>;

/// Calls from an I/O thread and waits for the answer.
Answer fetch(ClientRequest request) {
  net::IoThreads threads(1);
  net::HttpClient client;
  std::promise<Answer> promise;
  auto call = [](net::HttpClient& caller, net::Loop& loop, ClientRequest one,
                 std::promise<Answer>& done) -> net::Task<void> {
    done.set_value(co_await caller.fetch(loop, std::move(one)));
  };
  threads.loop(0).spawn(call(client, threads.loop(0), std::move(request), promise));
  threads.start();
  return promise.get_future().get();
}

http::Router server_router() {
  http::Router router;
  router.add(
      {Method::post, "/echo", 64 * 1024, [](http::Exchange& exchange) -> net::Task<http::Response> {
         http::Response response;
         response.status = 201;
         response.content_type = "text/plain";
         response.body = exchange.request().query + "|" + exchange.request().body + "|" +
                         std::string(exchange.request().headers.get("x-key"));
         co_return response;
       }});
  router.add({Method::get, "/large", 0, answering(std::string(5'000, 'x'))});
  router.add({Method::get, "/", 0, answering("root")});
  router.add({Method::get, "/slow", 0, [](http::Exchange& exchange) -> net::Task<http::Response> {
                boost::asio::steady_timer timer(exchange.loop().executor(), 10min);
                co_await timer.async_wait(boost::asio::use_awaitable);
                co_return http::Response{};
              }});
  return router;
}

std::string url(const Serving& serving, const std::string& target) {
  return "http://127.0.0.1:" + std::to_string(serving.port()) + target;
}

}  // namespace

TEST_CASE("A call brings back the status, the fields and the body") {
  Serving serving(server_router(), loopback());
  const auto answer = fetch({.method = "POST",
                             .url = url(serving, "/echo?a=b"),
                             .headers = {{"X-Key", "7"}},
                             .body = "hello"});
  REQUIRE(answer.has_value());
  CHECK(answer->status == 201);
  CHECK(answer->body == "a=b|hello|7");
  bool typed = false;
  for (const auto& [name, value] : answer->headers) {
    typed = typed || (name == "Content-Type" && value == "text/plain");
  }
  CHECK(typed);
}

TEST_CASE("A URL without a path calls the root, a problem is an answer") {
  Serving serving(server_router(), loopback());
  CHECK(fetch({.url = url(serving, "")})->body == "root");
  CHECK(fetch({.url = url(serving, "/nowhere")})->status == 404);
}

TEST_CASE("A server that is slow costs no more than the deadline") {
  Serving serving(server_router(), loopback());
  const auto began = std::chrono::steady_clock::now();
  const auto answer = fetch({.url = url(serving, "/slow"), .total_max = 50ms});
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == net::Errc::timed_out);
  CHECK(std::chrono::steady_clock::now() - began < 60s);
}

TEST_CASE("An answer beyond the limit is refused") {
  Serving serving(server_router(), loopback());
  const auto answer = fetch({.url = url(serving, "/large"), .answer_bytes_max = 4'999});
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == net::Errc::answer_too_large);
  CHECK(fetch({.url = url(serving, "/large"), .answer_bytes_max = 5'000}).has_value());
}

TEST_CASE("A private address is refused where only public ones may be called") {
  Serving serving(server_router(), loopback());
  const auto answer = fetch({.url = url(serving, "/"), .public_addresses_only = true});
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == net::Errc::address_refused);
}

TEST_CASE("What cannot be called is said before anything is sent") {
  for (const auto* bad : {"", "localhost/x", "ftp://localhost/", "http://", "http://u:p@localhost/",
                          "http://localhost/#x", "http://local host/", "http://localhost/a b"}) {
    INFO(bad);
    const auto answer = fetch({.url = bad});
    REQUIRE(answer.has_error());
    CHECK(answer.error().code == net::Errc::bad_url);
  }
  CHECK(fetch({.method = "GE T", .url = "http://localhost/"}).error().code ==
        net::Errc::bad_request);
  CHECK(fetch({.url = "http://localhost/", .headers = {{"A", "b\r\nC: d"}}}).error().code ==
        net::Errc::bad_request);
}

TEST_CASE("A port where nobody listens is the system's error") {
  std::optional<Serving> serving(std::in_place, server_router(), loopback());
  const auto dead = url(*serving, "/");
  serving.reset();
  const auto answer = fetch({.url = dead});
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == boost::system::errc::connection_refused);
}
