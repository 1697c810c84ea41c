#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using http::Method;

namespace {

http::Router small_router() {
  http::Router router;
  router.add({Method::get, "/hello", 0, answering("xin chao")});
  router.add({Method::post, "/echo", 64 * 1024, echoing()});
  return router;
}

/// Every deadline is far away but the one that a test sets.
http::ServerSettings patient() {
  auto settings = loopback();
  settings.head_max = settings.body_max = settings.idle_max = settings.write_max = 60s;
  return settings;
}

}  // namespace

TEST_CASE("A client that connects and says nothing is let go without an answer") {
  auto settings = patient();
  settings.head_max = 30ms;
  Serving serving(small_router(), settings);
  RawClient client(serving.port());
  CHECK(client.closed());
}

TEST_CASE("A head that does not end in time is answered 408") {
  auto settings = patient();
  settings.head_max = 30ms;
  Serving serving(small_router(), settings);
  std::string answer;
  // Who is held up before the first byte, as on a busy machine, is let go without a word.
  for (int tries = 0; answer.empty() && tries < 100; ++tries) {
    RawClient client(serving.port());
    client.send("GET /hello HTTP/1.1\r\nHost: local");
    answer = client.read_to_end();
  }
  CHECK(status_of(answer) == 408);
  CHECK(answers_in(answer) == 1);
}

TEST_CASE("A body that does not end in time is answered 408") {
  auto settings = patient();
  settings.body_max = 30ms;
  Serving serving(small_router(), settings);
  RawClient client(serving.port());
  client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345");
  const auto answer = client.read_to_end();
  CHECK(status_of(answer) == 408);
  CHECK(answers_in(answer) == 1);
}

TEST_CASE("An idle connection is closed without a word") {
  auto settings = patient();
  settings.idle_max = 30ms;
  Serving serving(small_router(), settings);
  RawClient client(serving.port());
  client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(status_of(client.read_answer()) == 200);
  CHECK(client.closed());
}

TEST_CASE("A client that takes no answer is let go") {
  auto settings = patient();
  settings.write_max = 50ms;
  http::Router router;
  router.add({Method::get, "/large", 0, answering(std::string(64 * 1024 * 1024, 'x'))});
  Serving serving(std::move(router), settings);
  RawClient client(serving.port());
  client.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  // Nothing is read until the server has given up, which its count of connections tells.
  while (serving.server().connections() == 0) std::this_thread::yield();
  const auto patience = std::chrono::steady_clock::now() + 60s;
  while (serving.server().connections() > 0 && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
  CHECK(serving.server().connections() == 0);
}
