#include "gateway/app/passing.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <future>
#include <memory>

#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using ledger::Lead;

namespace {

const net::TlsSecret secret{"a secret of thirty-two characters"};
/// Nobody is asked there: the port is no server's.
const std::string nowhere = "127.0.0.1:1";
constexpr std::chrono::milliseconds for_ever = 1h;

/// A gateway's rows "/asked" and "/readyz", asked without a server.
class Asked {
 public:
  explicit Asked(Lead lead, app::Passing::Patience patience = {5s, 1s})
      : lead_(lead),
        passing_(
            threads_, &secret, [this] { return lead_; }, metrics_, patience) {
    exchange_.edit_request().peer = "203.0.113.7";
    exchange_.edit_request().headers.add("Host", "pay.example");
    threads_.start();
  }
  ~Asked() { threads_.stop(); }

  /// The status, or 0 where the handler is still waiting after the time; nothing is asked then.
  /// `meanwhile` happens once it has been asked.
  int ask(
      const char* pattern, bool passed_on, const std::function<void()>& meanwhile = [] {},
      std::chrono::milliseconds at_most = 20s) {
    http::Route row{http::Method::get, pattern, 0, {}};
    auto handler = passing_.around(row, [](http::Exchange&) -> net::Task<http::Response> {
      http::Response response;
      response.status = 201;
      co_return response;
    });
    auto status = std::make_shared<std::promise<int>>();
    auto& request = exchange_.edit_request();
    request.path = pattern;
    request.passed_on = passed_on;
    auto call = [](http::Handler& known, http::Exchange& exchange,
                   std::shared_ptr<std::promise<int>> done) -> net::Task<void> {
      const auto response = co_await known(exchange);
      done->set_value(response.status);
    };
    auto answer = status->get_future();
    threads_.loop(0).spawn(call(handler, exchange_, status));
    threads_.loop(0).post(meanwhile);
    const bool came = answer.wait_for(at_most) == std::future_status::ready;
    if (!came) threads_.stop();
    return came ? answer.get() : 0;
  }
  app::Passing& passing() { return passing_; }

 private:
  Lead lead_;
  app::Metrics metrics_;
  net::IoThreads threads_{1, 10ms};
  app::Passing passing_;
  http::Exchange exchange_{threads_.loop(0)};
};

}  // namespace

TEST_CASE("What leads answers, also what another gateway passes on") {
  const bool passed_on = GENERATE(false, true);
  Asked asked{Lead::ours};
  asked.passing().lead();
  CHECK(asked.ask("/asked", passed_on) == 201);
}

TEST_CASE("What was passed on once is passed on no further") {
  Asked asked{Lead::not_ours};
  asked.passing().leader_is(nowhere, true);  // nobody is asked there
  CHECK(asked.ask("/readyz", true) == 503);
}

TEST_CASE("What was passed on to a gateway that is just taking over waits until it has") {
  Asked asked{Lead::ours};
  CHECK(asked.ask("/asked", true, [&] { asked.passing().lead(); }) == 201);
}

TEST_CASE("A gateway that led and is not sure any more answers nothing of its own") {
  const auto lead = GENERATE(Lead::unsure, Lead::lost);
  Asked asked{lead};
  asked.passing().lead();
  CHECK(asked.ask("/readyz", GENERATE(false, true)) == 503);
}

TEST_CASE("Whether it is ready is answered at once, whether it lives by itself") {
  CHECK(Asked{Lead::not_ours}.ask("/readyz", false) == 503);
  CHECK(Asked{Lead::not_ours}.ask("/healthz", false) == 201);
}

TEST_CASE("A request waits for the next gateway to lead, and not for one that lives out of reach") {
  SECTION("one lives") {
    Asked asked{Lead::not_ours, {for_ever, 0ms}};
    asked.passing().leader_is(nowhere, true);
    CHECK(asked.ask("/asked", false) == 503);
  }
  SECTION("one that was silent lives all the same") {
    Asked asked{Lead::not_ours, {for_ever, 0ms}};
    asked.passing().leader_is(nowhere, false);
    CHECK(asked.ask("/asked", false, [&] { asked.passing().leader_is(nowhere, true); }) == 503);
  }
  SECTION("one is silent") {
    Asked asked{Lead::not_ours, {0ms, for_ever}};
    asked.passing().leader_is(nowhere, false);
    CHECK(asked.ask("/asked", false) == 503);
  }
  SECTION("another gateway has passed it on") {
    Asked asked{Lead::not_ours, {0ms, for_ever}};
    asked.passing().leader_is(nowhere, true);
    CHECK(asked.ask("/asked", true) == 503);
  }
}

TEST_CASE("Who reached the gateway that led is ready to wait for the next, while that may take") {
  const auto for_next = GENERATE(0ms, for_ever);
  Asked asked{Lead::not_ours, {for_next, 0ms}};
  const auto port = free_port();
  const auto leader = "127.0.0.1:" + std::to_string(port);
  {
    http::Router router;
    router.add({http::Method::get, "/readyz", 0, answering("ready")});
    const Serving serving{std::move(router), for_gateways(secret, port)};
    asked.passing().leader_is(leader, true);
    CHECK(asked.ask("/readyz", false) == 200);
  }
  CHECK(asked.ask("/readyz", false) == 503);  // it lives, and is not reached
  asked.passing().leader_is(leader, false);
  CHECK(asked.ask("/readyz", false) == (for_next == for_ever ? 200 : 503));
  CHECK(asked.ask("/readyz", true) == 503);  // who passes on asks for the one that leads
}

TEST_CASE("Who never reached the gateway that led is of no use until the next one leads") {
  Asked asked{Lead::not_ours, {for_ever, 0ms}};
  asked.passing().leader_is(nowhere, true);
  CHECK(asked.ask("/readyz", false) == 503);
  asked.passing().leader_is(nowhere, false);
  CHECK(asked.ask("/readyz", false) == 503);
}
