#include "gateway/http/live.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using http::EventSink;
using http::Method;

namespace {

/// A log of numbers, a stream that is a cursor over it, and a server.
class Feed {
 public:
  explicit Feed(http::ServerSettings settings = loopback(), std::chrono::milliseconds quiet = 15s)
      : quiet_(quiet) {
    auto threads = std::make_unique<net::IoThreads>(2, 10ms);
    news_ = std::make_unique<http::News>(*threads);
    http::Router router;
    router.add({Method::get, "/events", 0, [this](http::Exchange&) -> net::Task<http::Response> {
                  http::Response response;
                  response.stream =
                      http::event_source([this](EventSink& sink) { return follow(sink); });
                  co_return response;
                }});
    serving_ = std::make_unique<Serving>(std::move(threads), std::move(router), settings);
  }

  void append() {
    ++head_;
    news_->notify();
  }
  std::uint16_t port() const { return serving_->port(); }
  http::Server& server() { return serving_->server(); }
  int ended() const { return ended_; }
  bool wait_for_ended(int count) const {
    const auto patience = std::chrono::steady_clock::now() + 60s;
    while (ended_ < count && std::chrono::steady_clock::now() < patience) {
      std::this_thread::yield();
    }
    return ended_ == count;
  }

 private:
  net::Task<void> follow(EventSink& sink) {
    int cursor = 0;
    auto seen = sink.version(*news_);
    while (!sink.gone()) {
      while (cursor < head_) {
        ++cursor;
        const auto id = std::to_string(cursor);
        if (!co_await sink.send(id, "credit", "{\"seq\":" + id + "}")) break;
      }
      if (co_await sink.wait(*news_, seen, quiet_) == EventSink::Wake::quiet) {
        co_await sink.comment("still here");
      }
    }
    ++ended_;
  }

  std::chrono::milliseconds quiet_;
  std::atomic<int> head_{0};
  std::atomic<int> ended_{0};
  std::unique_ptr<http::News> news_;
  std::unique_ptr<Serving> serving_;
};

const std::string request = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";

}  // namespace

TEST_CASE("A stream sends what is there and what comes, in order and once") {
  Feed feed;
  feed.append();
  RawClient client(feed.port());
  client.send(request);
  const auto head = client.read_until("\r\n\r\n");
  CHECK(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
  CHECK(head.find("X-Accel-Buffering: no\r\n") != std::string::npos);
  CHECK(head.find("Cache-Control: no-store\r\n") != std::string::npos);
  CHECK(head.find("Connection: close\r\n") != std::string::npos);
  CHECK(head.find("Content-Length") == std::string::npos);
  CHECK(client.read_until("\n\n") == "id: 1\nevent: credit\ndata: {\"seq\":1}\n\n");
  for (int i = 2; i <= 50; ++i) {
    feed.append();
    const auto id = std::to_string(i);
    CHECK(client.read_until("\n\n") ==
          "id: " + id + "\nevent: credit\ndata: {\"seq\":" + id + "}\n\n");
  }
}

TEST_CASE("News from another thread never gets lost, however the two race") {
  Feed feed;
  RawClient client(feed.port());
  client.send(request);
  client.read_until("\r\n\r\n");
  std::thread writer([&] {
    for (int i = 0; i < 2'000; ++i) feed.append();
  });
  for (int i = 1; i <= 2'000; ++i) {
    const auto event = client.read_until("\n\n");
    if (!event.starts_with("id: " + std::to_string(i) + "\n")) {
      CHECK(event == "id: " + std::to_string(i));
      break;
    }
  }
  writer.join();
}

TEST_CASE("A quiet stream sends a comment now and then") {
  Feed feed(loopback(), 20ms);
  RawClient client(feed.port());
  client.send(request);
  client.read_until("\r\n\r\n");
  CHECK(client.read_until("\n\n") == ": still here\n\n");
  CHECK(client.read_until("\n\n") == ": still here\n\n");
}

TEST_CASE("A client that goes away ends its stream while that waits") {
  Feed feed;
  {
    RawClient client(feed.port());
    client.send(request);
    client.read_until("\r\n\r\n");
    CHECK(feed.server().streams() == 1);
  }
  CHECK(feed.wait_for_ended(1));
}

TEST_CASE("A stream to a client that reads nothing ends") {
  auto settings = loopback();
  settings.write_max = 50ms;
  std::atomic<bool> ended{false};
  http::Router router;
  router.add({Method::get, "/flood", 0, [&](http::Exchange&) -> net::Task<http::Response> {
                http::Response response;
                response.stream = http::event_source([&](EventSink& sink) -> net::Task<void> {
                  const std::string data(100'000, 'x');
                  while (co_await sink.send("", "", data)) {
                  }
                  ended = true;
                });
                co_return response;
              }});
  Serving serving(std::move(router), settings);
  RawClient client(serving.port());
  client.send("GET /flood HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto patience = std::chrono::steady_clock::now() + 60s;
  while (!ended && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
  CHECK(ended);
}

TEST_CASE("Stopping the server ends the streams at once") {
  Feed feed;
  RawClient client(feed.port());
  client.send(request);
  client.read_until("\r\n\r\n");
  const auto began = std::chrono::steady_clock::now();
  feed.server().stop();
  CHECK(std::chrono::steady_clock::now() - began < loopback().drain_max);
  CHECK(feed.wait_for_ended(1));
  CHECK(client.closed());
}

TEST_CASE("Streams beyond the limit are answered 503") {
  auto settings = loopback();
  settings.streams_max = 1;
  Feed feed(settings);
  RawClient first(feed.port());
  first.send(request);
  first.read_until("\r\n\r\n");
  RawClient second(feed.port());
  second.send(request);
  CHECK(status_of(second.read_to_end()) == 503);
}

TEST_CASE("Text that tries to end its line or its event stays inside") {
  http::Router router;
  router.add({Method::get, "/odd", 0, [](http::Exchange&) -> net::Task<http::Response> {
                http::Response response;
                response.stream = http::event_source([](EventSink& sink) -> net::Task<void> {
                  co_await sink.send("1\nid: 9", "a\r\nb", "one\ntwo\r\n\r\nthree\r");
                  co_await sink.comment("x\ndata: y");
                });
                co_return response;
              }});
  Serving serving(std::move(router), loopback());
  RawClient client(serving.port());
  client.send("GET /odd HTTP/1.1\r\nHost: localhost\r\n\r\n");
  client.read_until("\r\n\r\n");
  CHECK(client.read_to_end() ==
        "id: 1id: 9\nevent: ab\ndata: one\ndata: two\ndata: \ndata: three\ndata: \n\n"
        ": xdata: y\n\n");
}
