#include "gateway/http/request_id.hpp"

#include <catch2/catch.hpp>

#include <mutex>
#include <set>
#include <stdexcept>

#include "gateway/net/signal.hpp"
#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using http::Method;

namespace {

/// Keeps what it is told, a line each.
class Told final : public http::Observer {
 public:
  void served(const http::Served& served) noexcept override {
    note("served " + std::string{served.route} + ' ' + std::to_string(served.status));
  }
  void refused(const http::Refusal& refusal, std::string_view peer,
               std::string_view request) noexcept override {
    note("refused " + std::string{refusal.code} + ' ' + std::string{peer} + ' ' +
         std::string{request});
  }
  void shed(std::string_view peer) noexcept override { note("shed " + std::string{peer}); }
  void failed(std::string_view, std::string_view what, std::string_view request) noexcept override {
    note("failed " + std::string{what} + ' ' + std::string{request});
  }
  void late(std::string_view route, std::string_view request) noexcept override {
    note("late " + std::string{route} + ' ' + std::string{request});
  }
  bool has(const std::string& line) {
    const std::lock_guard lock(mutex_);
    return lines_.contains(line);
  }

 private:
  void note(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.insert(std::move(line));
  }

  std::mutex mutex_;
  std::set<std::string> lines_;
};

/// Rows that say the request's id, that fail, and that take too long.
http::Router in_trouble() {
  http::Router router;
  router.add({Method::get, "/id", 0, [](http::Exchange& exchange) -> net::Task<http::Response> {
                http::Response response;
                response.body = exchange.request().id;
                co_return response;
              }});
  router.add({Method::get, "/broken", 0, [](http::Exchange&) -> net::Task<http::Response> {
                throw std::runtime_error("broken");
                co_return http::Response{};
              }});
  router.add({Method::get, "/slow", 0, [](http::Exchange& exchange) -> net::Task<http::Response> {
                while (!exchange.late()) co_await net::sleep_for(exchange.loop(), 1ms);
                co_return http::Response{};
              }});
  return router;
}

http::ServerSettings telling(Told& told) {
  auto settings = loopback();
  settings.observer = &told;
  return settings;
}

std::string asking(const std::string& path, const std::string& fields = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

/// What the answer calls the request.
std::string id_in(const std::string& answer) {
  const std::string field = "\r\nX-Request-Id: ";
  const auto at = answer.find(field);
  if (at == std::string::npos) return {};
  const auto begin = at + field.size();
  return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

}  // namespace

TEST_CASE("Each request has an id of its own, which its handler and its answer have alike") {
  Serving serving(in_trouble(), loopback());
  RawClient client(serving.port());
  std::set<std::string> ids;
  for (int i = 0; i < 20; ++i) {
    client.send(asking("/id"));
    const auto answer = client.read_answer();
    CHECK(http::is_request_id(id_in(answer)));
    CHECK(body_of(answer) == id_in(answer));
    ids.insert(id_in(answer));
  }
  CHECK(ids.size() == 20);
}

TEST_CASE("An id is taken over from a trusted proxy alone, and only if it is one") {
  auto settings = loopback();
  const std::string given = "X-Request-Id: from.the_proxy-1\r\n";
  {
    Serving serving(in_trouble(), settings);
    RawClient client(serving.port());
    client.send(asking("/id", given));
    CHECK(id_in(client.read_answer()) != "from.the_proxy-1");
  }
  settings.naming_proxies = {"127.0.0.1"};
  Serving serving(in_trouble(), settings);
  RawClient client(serving.port());
  client.send(asking("/id", given));
  CHECK(id_in(client.read_answer()) == "from.the_proxy-1");
  for (const std::string& wrong :
       {std::string{"short-1"}, std::string(65, 'a'), std::string{"has a space"},
        std::string{"quote\"quote"}, std::string{"gạch-ngang"}, std::string{}}) {
    client.send(asking("/id", "X-Request-Id: " + wrong + "\r\n"));
    const auto answer = client.read_answer();
    CHECK(http::is_request_id(id_in(answer)));
    CHECK(id_in(answer) != wrong);
  }
}

TEST_CASE("What fails and what is refused is told by the id that its answer names") {
  Told told;
  Serving serving(in_trouble(), telling(told));
  RawClient failing(serving.port());
  failing.send(asking("/broken"));
  const auto failed = failing.read_answer();
  CHECK(status_of(failed) == 500);
  CHECK(told.has("failed broken " + id_in(failed)));
  const std::pair<std::string, std::string> refusals[] = {
      {"GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n", "unknown_host"},
      {"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(9'000, 'x'), "head_too_large"}};
  for (const auto& [sent, code] : refusals) {
    RawClient client(serving.port());
    client.send(sent);
    const auto answer = client.read_to_end();
    CHECK(http::is_request_id(id_in(answer)));
    CHECK(told.has("refused " + code + " 127.0.0.1 " + id_in(answer)));
  }
}

TEST_CASE("A late handler's 503 is counted as served, and told by its id") {
  Told told;
  auto settings = telling(told);
  settings.handler_max = 20ms;
  Serving serving(in_trouble(), settings);
  RawClient client(serving.port());
  client.send(asking("/slow"));
  const auto answer = client.read_to_end();
  CHECK(status_of(answer) == 503);
  CHECK(told.has("late /slow " + id_in(answer)));
  CHECK(told.has("served /slow 503"));
  CHECK_FALSE(told.has("served /slow 200"));
}

TEST_CASE("A connection that is turned away because there are too many is told") {
  Told told;
  auto settings = telling(told);
  settings.connections_max = 1;
  Serving serving(in_trouble(), settings);
  RawClient first(serving.port());
  first.send(asking("/id"));
  CHECK(status_of(first.read_answer()) == 200);
  RawClient second(serving.port());
  CHECK(status_of(second.read_to_end()) == 503);
  CHECK(told.has("shed 127.0.0.1"));
}
