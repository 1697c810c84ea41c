#include "gateway/app/clock_route.hpp"

#include <boost/json.hpp>

#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/bank/bank_time.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::app {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using sandbox::SettableClock;

Response clock_answer(const SettableClock& clock) {
  // Between a wish and its setting the machine goes on a millisecond or two.
  const auto ahead_s = std::chrono::round<std::chrono::seconds>(clock.ahead()).count();
  return api::json_answer(json::serialize(
      json::object{{"now", ledger::format_instant(clock.now())}, {"ahead_s", ahead_s}}));
}

Response clock_wish_refused() {
  return api::bad_request("bad_clock",
                          "give \"now\", like 2026-11-24T18:00:00+07:00, or \"advance_s\", whole "
                          "seconds from 0");
}

/// The moment that the body asks for; nothing where it does not say one.
std::optional<ledger::Instant> wanted_moment(std::string_view text, ledger::Instant now) {
  api::JsonBody body{text, {"now", "advance_s"}};
  if (!body.good() || body.has("now") == body.has("advance_s")) return std::nullopt;
  if (body.has("now")) return bank::read_rfc3339_time(body.text("now"));
  const auto advance_s = body.whole_number("advance_s");
  if (!body.good() || advance_s < 0) return std::nullopt;
  // Past the longest step every number is as far: none may overflow.
  const std::chrono::seconds far{SettableClock::step_max + std::chrono::hours{1}};
  return now + std::min(std::chrono::seconds{advance_s}, far);
}

Response clock_moved(api::Services& services, SettableClock& clock, Exchange& exchange) {
  const auto wanted = wanted_moment(exchange.request().body, clock.now());
  if (!wanted) return clock_wish_refused();
  switch (clock.move_to(*wanted)) {
    case SettableClock::Moved::backwards:
      return http::problem(409, "clock_backwards",
                           "it is " + ledger::format_instant(clock.now()) +
                               " already: the sandbox's time only goes forward, as its ledger "
                               "does; for an earlier one start a sandbox in a new folder");
    case SettableClock::Moved::too_far:
      return api::bad_request("bad_clock", "at most 366 days at once, and no later than 2099");
    case SettableClock::Moved::yes:
      services.feed.wake_all();  // whoever watches a request sees at once that it has expired
  }
  return clock_answer(clock);
}

}  // namespace

void add_clock_routes(http::Router& router, api::Services& services, SettableClock& clock) {
  using http::Method;
  router.add({Method::get, "/sandbox/clock", 0, [&](Exchange& exchange) -> net::Task<Response> {
                const api::Caller caller{exchange.request(), services.keys};
                if (!caller.allowed(api::Deed::set_clock)) co_return api::no_access(caller);
                co_return clock_answer(clock);
              }});
  router.add({Method::post, "/sandbox/clock", 1024, [&](Exchange& exchange) -> net::Task<Response> {
                const api::Caller caller{exchange.request(), services.keys};
                if (!caller.allowed(api::Deed::set_clock)) co_return api::no_access(caller);
                co_return clock_moved(services, clock, exchange);
              }});
}

}  // namespace chopay::app
