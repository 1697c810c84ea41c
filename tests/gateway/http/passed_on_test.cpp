#include "gateway/http/passed_on.hpp"

#include <catch2/catch.hpp>

#include "gateway/http/event_reader.hpp"
#include "gateway/net/peer_certificate.hpp"

using namespace chopay;
using namespace chopay::http;

namespace {

/// A request of "/v1/stalls/{stall}/{rest...}" as the server would have filled it.
Exchange exchange_on(net::Loop& loop) {
  Exchange exchange{loop};
  auto& request = exchange.edit_request();
  request.method = Method::post;
  request.query = "day=2026-11-30";
  request.body = "xin chao";
  request.peer = "203.0.113.7";
  request.headers.add("Host", "pay.example.vn");
  request.headers.add("connection", "keep-alive");
  request.headers.add("Content-Length", "8");
  request.headers.add("Chopay-Client", "10.0.0.1");
  request.headers.add("Authorization", "Bearer k");
  request.headers.add("X-Request-Id", "given-by-the-client");
  exchange.edit_params() = {{"stall", "A/1 2"}, {"rest", "a/b"}};
  return exchange;
}

constexpr std::string_view pattern = "/v1/stalls/{stall}/{rest...}";

}  // namespace

TEST_CASE("A passed-on request has its own fields and the client, and no field of its connection") {
  net::IoThreads threads{1};
  auto exchange = exchange_on(threads.loop(0));
  exchange.edit_request().id = "5f0c91d2-1a";
  CHECK(message_to_pass_on(exchange, pattern) ==
        "POST /v1/stalls/A%2F1%202/a/b?day=2026-11-30 HTTP/1.1\r\nHost: pay.example.vn\r\n"
        "Authorization: Bearer k\r\nChopay-Client: 203.0.113.7\r\nX-Request-Id: "
        "5f0c91d2-1a\r\nContent-Length: 8\r\n\r\n"
        "xin chao");
}

TEST_CASE("A HEAD is passed on as the GET that knows how long the answer is") {
  net::IoThreads threads{1};
  Exchange exchange{threads.loop(0)};
  exchange.edit_request().method = Method::head;
  exchange.edit_request().peer = "::1";
  CHECK(message_to_pass_on(exchange, "/", "m:7") ==
        "GET / HTTP/1.1\r\nLast-Event-ID: m:7\r\nChopay-Client: ::1\r\n\r\n");
}

TEST_CASE("The client that is passed on arrives with its certificate, or the request with none") {
  net::IoThreads threads{1};
  auto exchange = exchange_on(threads.loop(0));
  const auto shown = std::make_shared<net::PeerCertificate>();
  shown->complaint = "it is; too, old";
  shown->names = {"ngân hàng", "notify.bank.example.vn"};
  shown->chain = {"3f2a"};
  exchange.edit_request().certificate = shown;
  const auto message = message_to_pass_on(exchange, pattern);
  Request arrived;
  arrived.peer = "10.0.0.9";
  CHECK_FALSE(take_client(arrived));
  for (const char* name : {"Chopay-Client", "Chopay-Client-Certificate"}) {
    const auto at = message.find("\r\n" + std::string{name} + ": ");
    REQUIRE(at != std::string::npos);
    const auto from = at + std::string{name}.size() + 4;
    arrived.headers.add(name, message.substr(from, message.find("\r\n", from) - from));
  }
  REQUIRE(take_client(arrived));
  CHECK(arrived.peer == "203.0.113.7");
  REQUIRE(arrived.certificate);
  CHECK(arrived.certificate->complaint == shown->complaint);
  CHECK(arrived.certificate->names == shown->names);
  CHECK(arrived.certificate->chain == shown->chain);
}

TEST_CASE("An event stream is taken apart as it was written, however it is cut") {
  const std::string bytes = ": \n\nid: m:1\nevent: credit\ndata: {\"a\":\ndata: 1}\n\n";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EventReader reader;
    std::vector<EventReader::Event> events;
    for (const auto& part : {bytes.substr(0, cut), bytes.substr(cut)}) {
      reader.add(part);
      while (auto event = reader.next()) events.push_back(std::move(*event));
    }
    REQUIRE(events.size() == 2);
    CHECK(events[0].comment);
    CHECK(events[1].id == "m:1");
    CHECK(events[1].name == "credit");
    CHECK(events[1].data == "{\"a\":\n1}");
  }
}

TEST_CASE("An event without an end is broken before it fills the memory") {
  EventReader reader;
  reader.add(std::string(EventReader::event_bytes_max, 'x'));
  CHECK_FALSE(reader.broken());
  reader.add("x");
  CHECK(reader.broken());
}
