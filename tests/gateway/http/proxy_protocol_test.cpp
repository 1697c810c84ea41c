#include <catch2/catch.hpp>

#include <mutex>
#include <thread>

#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"
#include "tests/gateway/net/proxy_header.hpp"

using namespace chopay;
using namespace chopay::testing;
using http::Method;

namespace {

const std::string question = "GET /peer HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Answers with the address that the request comes from.
http::Router telling_peers() {
  http::Router router;
  router.add({Method::get, "/peer", 0, [](http::Exchange& exchange) -> net::Task<http::Response> {
                http::Response response;
                response.content_type = "text/plain";
                response.body = exchange.request().peer;
                co_return response;
              }});
  return router;
}

http::ServerSettings believing(const std::string& proxies) {
  auto settings = loopback();
  settings.announcing_proxies = {net::AddressRange::parse(proxies).value()};
  return settings;
}

/// Keeps whose connections were closed for want of a header.
class Unannounced final : public http::Observer {
 public:
  void unannounced(std::string_view peer) noexcept override {
    const std::lock_guard lock(mutex_);
    peers_ += std::string{peer} + " ";
  }
  std::string peers() {
    const std::lock_guard lock(mutex_);
    return peers_;
  }

 private:
  std::mutex mutex_;
  std::string peers_;
};

}  // namespace

TEST_CASE("Who comes through an announcing proxy has the address that the proxy says") {
  Serving serving(telling_peers(), believing("127.0.0.0/8"));
  RawClient client(serving.port());
  client.send(bytes_of({.block = block_v4}) + question);
  CHECK(body_of(client.read_answer()) == "203.0.113.7");
  client.send(question);
  CHECK(body_of(client.read_answer()) == "203.0.113.7");
}

TEST_CASE("A PROXY header may come byte by byte, and takes nothing of what follows it") {
  Serving serving(telling_peers(), believing("127.0.0.1"));
  RawClient client(serving.port());
  for (const char byte : bytes_of({.block = block_v4})) client.send({&byte, 1});
  client.send(question.substr(0, 1));
  client.send(question.substr(1));
  CHECK(body_of(client.read_answer()) == "203.0.113.7");
}

TEST_CASE("A proxy that looks whether we live is itself the client") {
  Serving serving(telling_peers(), believing("127.0.0.1"));
  RawClient client(serving.port());
  client.send(bytes_of({.version_and_command = 0x20, .family = 0, .block = ""}) + question);
  CHECK(body_of(client.read_answer()) == "127.0.0.1");
}

TEST_CASE(
    "An announcing proxy without a header of version 2 is closed without a word, and told of") {
  for (const auto& sent : {question, "PROXY TCP4 203.0.113.7 192.0.2.1 50000 443\r\n" + question,
                           bytes_of({.block = "short"}) + question}) {
    Unannounced observer;
    auto settings = believing("127.0.0.1");
    settings.observer = &observer;
    Serving serving(telling_peers(), settings);
    RawClient client(serving.port());
    client.send(sent);
    CHECK(answers_in(client.read_to_end()) == 0);
    CHECK(observer.peers() == "127.0.0.1 ");
  }
}

TEST_CASE("A PROXY header that does not end in time is not waited for") {
  auto settings = believing("127.0.0.1");
  settings.head_max = std::chrono::milliseconds(30);
  Serving serving(telling_peers(), settings);
  RawClient silent(serving.port());
  RawClient slow(serving.port());
  slow.send(bytes_of({.block = block_v4}).substr(0, 27));
  CHECK(silent.closed());
  CHECK(slow.closed());
}

TEST_CASE("A client that goes away in the middle of its PROXY header leaves no connection behind") {
  Serving serving(telling_peers(), believing("127.0.0.1"));
  RawClient client(serving.port());
  client.send(bytes_of({.block = block_v4}).substr(0, 20));
  client.finish();
  CHECK(client.closed());
  // What the client sees comes a moment before the server has counted it; ctest ends one that
  // stays.
  while (serving.server().connections() > 0) std::this_thread::yield();
}

TEST_CASE("Nobody but an announcing proxy is believed a PROXY header") {
  Serving serving(telling_peers(), believing("198.51.100.0/24"));
  RawClient client(serving.port());
  client.send(bytes_of({.block = block_v4}) + question);
  const auto answer = client.read_to_end();
  CHECK(status_of(answer) == 400);
  CHECK(answers_in(answer) == 1);
  RawClient plain(serving.port());
  plain.send(question);
  CHECK(body_of(plain.read_answer()) == "127.0.0.1");
}

TEST_CASE("Connections through an announcing proxy are counted by the client's address") {
  auto settings = believing("127.0.0.1");
  settings.connections_per_address_max = 1;
  Serving serving(telling_peers(), settings);
  RawClient first(serving.port());
  first.send(bytes_of({.block = block_v4}) + question);
  CHECK(status_of(first.read_answer()) == 200);
  RawClient second(serving.port());
  second.send(bytes_of({.block = block_v4}) + question);
  CHECK(status_of(second.read_to_end()) == 503);
  RawClient other(serving.port());
  auto elsewhere = block_v4;
  elsewhere[3] = 8;
  other.send(bytes_of({.block = elsewhere}) + question);
  CHECK(body_of(other.read_answer()) == "203.0.113.8");
}
