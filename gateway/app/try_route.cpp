#include "gateway/app/try_route.hpp"

#include <boost/json.hpp>

#include <array>

#include "gateway/api/codes.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/sandbox/bank.hpp"
#include "qr/decode.hpp"

namespace chopay::app {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

/// The sandbox's own source: its id, and the secret that the simulated bank signs with.
const api::Feeder* sandbox_feeder(const api::Feeders::Table& feeders) {
  for (const auto& [id, feeder] : feeders) {
    if (feeder.sandbox && feeder.adapter->kind == "sepay") return &feeder;
  }
  return nullptr;
}

constexpr std::chrono::minutes late_by{1};

struct Attempt {
  sandbox::Trouble trouble = sandbox::Trouble::exact;
  bool late = false;  ///< after the end of the request
};

std::optional<Attempt> read_attempt(std::string_view body) {
  json::error_code error;
  const auto value = json::parse(body, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* how = object ? object->if_contains("how") : nullptr;
  if (!how || !how->is_string()) return std::nullopt;
  if (how->get_string() == "late") return Attempt{.late = true};
  const auto trouble = sandbox::trouble_of(std::string_view{how->get_string()});
  return trouble ? std::optional{Attempt{*trouble, false}} : std::nullopt;
}

/// Sets the sandbox's time past the end of a request, unless it is already; false where the request
/// has none, or one that is too far.
bool let_expire(std::optional<ledger::Instant> expires_at, sandbox::SettableClock& clock,
                api::Services& services) {
  if (!expires_at) return false;
  if (clock.now() >= *expires_at + late_by) return true;
  if (clock.move_to(*expires_at + late_by) == sandbox::SettableClock::Moved::too_far) return false;
  services.feed.wake_all();  // whoever watches the request sees at once that it has expired
  return true;
}

std::uint64_t payment_number() {
  std::array<std::uint8_t, 8> bytes;
  ledger::SystemRandom{}.fill(bytes);
  std::uint64_t number = 0;
  for (const auto byte : bytes) number = number << 8 | byte;
  return number % sandbox::payment_number_max + 1;
}

net::Task<Response> deliver_all(net::HttpClient& client, net::Loop& loop,
                                const api::Services& services, const api::Feeder& feeder,
                                std::vector<sandbox::SignedNotice> notices) {
  json::array answers;
  for (auto& notice : notices) {
    net::ClientRequest request;
    request.method = "POST";
    request.url = services.loopback_url + "/callbacks/" + feeder.source.id;
    request.headers = std::move(notice.headers);
    request.body = std::move(notice.body);
    const auto answer = co_await client.fetch(loop, std::move(request));
    if (!answer) co_return http::problem(502, "no_answer", answer.error().message());
    answers.push_back({{"status", answer->status}, {"body", answer->body}});
  }
  co_return api::json_answer(json::serialize(json::object{{"answers", std::move(answers)}}));
}

net::Task<Response> try_to_pay(net::HttpClient& client, api::Services& services,
                               sandbox::SettableClock& clock, Exchange& exchange) {
  const auto attempt = read_attempt(exchange.request().body);
  if (!attempt) {
    co_return api::bad_request("bad_trouble", "\"how\" must be exact, short, over, twice or late");
  }
  merchant::FindRequest what{std::string{exchange.param("id")}};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != api::LaneState::answered) co_return api::problem_of(asked.state);
  if (!asked.answer) co_return api::problem_of(asked.answer.error());
  const auto& view = *asked.answer;
  const auto feeders = services.feeders.now();
  const auto* feeder = sandbox_feeder(*feeders);
  if (!view.registry->sandbox || !feeder) {
    co_return http::problem(404, "not_a_sandbox", "only sandbox markets can be tried");
  }
  const auto asked_for = view.request.asks();
  if (attempt->late && !let_expire(asked_for.expires_at, clock, services)) {
    co_return api::bad_request("cannot_pay", "only a request that ends can be paid late");
  }
  const auto code = qr::decode(api::payload_of(view.request)).value();
  auto notices = sandbox::pay({code, asked_for.amount, attempt->trouble, sandbox::NoteStyle::vcb,
                               clock.now(), payment_number()},
                              feeder->source.secrets.current.view());
  if (!notices) co_return api::bad_request("cannot_pay", notices.error().message());
  co_return co_await deliver_all(client, exchange.loop(), services, *feeder, std::move(*notices));
}

}  // namespace

void add_try_route(http::Router& router, api::Services& services, sandbox::SettableClock& clock) {
  const auto client = std::make_shared<net::HttpClient>();
  router.add(
      {http::Method::post, "/pay/{id}/try", 1024, [client, &services, &clock](Exchange& exchange) {
         return try_to_pay(*client, services, clock, exchange);
       }});
}

}  // namespace chopay::app
