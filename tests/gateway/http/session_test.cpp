#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using http::Method;

namespace {

http::Handler throwing() {
  return [](http::Exchange&) -> net::Task<http::Response> {
    throw std::runtime_error("secret of the house");
    co_return http::Response{};
  };
}

/// Answers after some time, as one that waits for the ledger.
http::Handler slow(std::chrono::milliseconds time, std::atomic<int>& done) {
  return [time, &done](http::Exchange& exchange) -> net::Task<http::Response> {
    boost::asio::steady_timer timer(exchange.loop().executor(), time);
    co_await timer.async_wait(boost::asio::use_awaitable);
    ++done;
    http::Response response;
    response.body = exchange.late() ? "late" : "in time";
    co_return response;
  };
}

http::Router small_router() {
  http::Router router;
  router.add({Method::get, "/hello", 0, answering("xin chao")});
  router.add({Method::post, "/hello", 10, answering("posted")});
  router.add({Method::post, "/echo", 100'000, echoing()});
  router.add({Method::get, "/broken", 0, throwing()});
  router.add({Method::get, "/large", 0, answering(std::string(3'000'000, 'x'))});
  return router;
}

std::string get(const std::string& path, const std::string& fields = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

std::string post(const std::string& path, const std::string& body) {
  return "POST " + path +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

bool has(const std::string& answer, const std::string& line) {
  return answer.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("A connection serves one request after another") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  for (int i = 0; i < 3; ++i) {
    client.send(get("/hello"));
    const auto answer = client.read_answer();
    CHECK(status_of(answer) == 200);
    CHECK(body_of(answer) == "xin chao");
    CHECK_FALSE(has(answer, "Connection: close"));
  }
}

TEST_CASE("Requests sent in one go are answered in their order") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  client.send(post("/echo", "one") + post("/echo", "two") + get("/hello"));
  CHECK(body_of(client.read_answer()) == "one");
  CHECK(body_of(client.read_answer()) == "two");
  CHECK(body_of(client.read_answer()) == "xin chao");
}

TEST_CASE("A body that arrives in pieces is put together") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  const std::string body(100'000, 'b');
  const auto bytes = post("/echo", body);
  for (std::size_t at = 0; at < bytes.size(); at += 999) {
    client.send(std::string_view(bytes).substr(at, 999));
  }
  CHECK(body_of(client.read_answer()) == body);
}

TEST_CASE("A large answer arrives whole") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  client.send(get("/large"));
  CHECK(body_of(client.read_answer()).size() == 3'000'000);
  client.send(get("/hello"));
  CHECK(status_of(client.read_answer()) == 200);
}

TEST_CASE("HEAD has the fields of GET and no body") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto answer = client.read_answer(true);
  CHECK(status_of(answer) == 200);
  CHECK(has(answer, "Content-Length: 8"));
  client.send(get("/hello"));
  CHECK(body_of(client.read_answer()) == "xin chao");
}

TEST_CASE("An unknown address is 404, a wrong method 405 with what is allowed, both keep open") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  client.send(post("/nowhere", "some body"));
  auto answer = client.read_answer();
  CHECK(status_of(answer) == 404);
  CHECK(body_of(answer).find("\"code\":\"not_found\"") != std::string::npos);
  client.send("DELETE /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  answer = client.read_answer();
  CHECK(status_of(answer) == 405);
  CHECK(has(answer, "Allow: GET, HEAD, POST"));
  client.send(get("/hello"));
  CHECK(status_of(client.read_answer()) == 200);
}

TEST_CASE("A body beyond the limit of its route is refused before it is read") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  client.send("POST /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n");
  CHECK(status_of(client.read_to_end()) == 413);
}

TEST_CASE("An exception of a handler is a 500 without details, and the connection goes on") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  client.send(get("/broken"));
  const auto answer = client.read_answer();
  CHECK(status_of(answer) == 500);
  CHECK(answer.find("secret") == std::string::npos);
  client.send(get("/hello"));
  CHECK(status_of(client.read_answer()) == 200);
}

TEST_CASE("A handler that is late is answered for, and its work still ends") {
  std::atomic<int> done{0};
  http::Router router;
  router.add({Method::get, "/slow", 0, slow(300ms, done)});
  auto settings = loopback();
  settings.handler_max = 40ms;
  Serving serving(std::move(router), settings);
  RawClient client(serving.port());
  client.send(get("/slow"));
  const auto answer = client.read_to_end();
  CHECK(status_of(answer) == 503);
  CHECK(answers_in(answer) == 1);
  CHECK(has(answer, "Connection: close"));
  while (serving.server().connections() > 0) std::this_thread::yield();
  CHECK(done == 1);
}

TEST_CASE("A route may give its handler longer than others have") {
  std::atomic<int> done{0};
  http::Router router;
  router.add({Method::get, "/slow", 0, slow(120ms, done), 10s});
  auto settings = loopback();
  settings.handler_max = 10ms;
  Serving serving(std::move(router), settings);
  RawClient client(serving.port());
  client.send(get("/slow"));
  const auto answer = client.read_answer();
  CHECK(status_of(answer) == 200);
  CHECK(answer.ends_with("in time"));
}

TEST_CASE("A connection ends when the client asks for it, or has had its share") {
  auto settings = loopback();
  settings.requests_per_connection_max = 2;
  Serving serving(small_router(), settings);
  RawClient polite(serving.port());
  polite.send(get("/hello", "Connection: Close\r\n"));
  CHECK(has(polite.read_answer(), "Connection: close"));
  CHECK(polite.closed());
  RawClient greedy(serving.port());
  greedy.send(get("/hello") + get("/hello") + get("/hello"));
  CHECK_FALSE(has(greedy.read_answer(), "Connection: close"));
  CHECK(has(greedy.read_answer(), "Connection: close"));
  CHECK(greedy.closed());
}

TEST_CASE("Every answer carries the security fields") {
  Serving serving(small_router(), loopback());
  for (const auto& request : {get("/hello"), get("/nowhere"), get("/broken"), get("/bad%")}) {
    RawClient client(serving.port());
    client.send(request);
    const auto answer = client.read_answer();
    CHECK(has(answer, "X-Content-Type-Options: nosniff"));
    CHECK(has(answer, "Referrer-Policy: no-referrer"));
    CHECK(has(answer, "Cache-Control: no-store"));
    CHECK(has(answer, "Cross-Origin-Resource-Policy: same-origin"));
    CHECK(answer.find("Content-Security-Policy: default-src 'none'") != std::string::npos);
    CHECK(answer.find("\r\nDate: ") != std::string::npos);
  }
}

TEST_CASE("The request that a handler sees has its parts decoded and its peer named") {
  http::Router router;
  router.add({Method::get, "/stalls/{stall}", 0,
              [](http::Exchange& exchange) -> net::Task<http::Response> {
                const auto& request = exchange.request();
                http::Response response;
                response.body = request.path + "|" + std::string(exchange.param("stall")) + "|" +
                                request.query + "|" + request.peer + "|" +
                                std::string(request.headers.get("x-id"));
                co_return response;
              }});
  Serving serving(std::move(router), loopback());
  RawClient client(serving.port());
  client.send(get("/stalls/ca%20ph%C3%AA?a=%20b", "X-ID:  7 \r\n"));
  CHECK(body_of(client.read_answer()) == "/stalls/ca ph\xc3\xaa|ca ph\xc3\xaa|a=%20b|127.0.0.1|7");
  client.send(get("/stalls/2"));
  CHECK(body_of(client.read_answer()) == "/stalls/2|2||127.0.0.1|");
}
