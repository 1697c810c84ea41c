#include "gateway/app/passing.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <future>

using namespace chopay;
using namespace std::chrono_literals;
using ledger::Lead;

namespace {

/// A gateway's rows "/asked" and "/readyz", asked without a server.
class Asked {
 public:
  explicit Asked(Lead lead) : lead_(lead) {}

  /// The status, or 0 where the handler is still waiting after the time.
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
    std::promise<int> status;
    exchange_.edit_request().passed_on = passed_on;
    auto call = [](http::Handler& known, http::Exchange& exchange,
                   std::promise<int>& done) -> net::Task<void> {
      const auto response = co_await known(exchange);
      done.set_value(response.status);
    };
    auto answer = status.get_future();
    threads_.loop(0).spawn(call(handler, exchange_, status));
    threads_.loop(0).post(meanwhile);
    threads_.start();
    const bool came = answer.wait_for(at_most) == std::future_status::ready;
    threads_.stop();
    return came ? answer.get() : 0;
  }
  app::Passing& passing() { return passing_; }

 private:
  Lead lead_;
  app::Metrics metrics_;
  net::IoThreads threads_{1, 10ms};
  const net::TlsSecret secret_{"a secret of thirty-two characters"};
  app::Passing passing_{threads_, &secret_, [this] { return lead_; }, metrics_};
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
  asked.passing().leader_is("192.0.2.1:8090");  // nobody is asked there
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
