// POST /callbacks/{source}: what banks and their aggregators send. Nothing is answered with success
// before what it says is durable.
#include "gateway/api/services.hpp"
#include "gateway/api/source_lag.hpp"
#include "gateway/api/taken_notices.hpp"
#include "gateway/bank/kept_message.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::api {
namespace {

using bank::Action;
using bank::Outcome;
using http::Exchange;
using http::Response;

constexpr const char* signed_again = "a signed text came again with other fields beside it";

/// Makes the message durable in the vault before it is acknowledged; false when that failed.
net::Task<bool> keep(Services& services, const Exchange& exchange, const Feeder& feeder,
                     const std::string& why, const std::string& notices) {
  const auto& request = exchange.request();
  merchant::ChangeVault what{
      bank::kept_row({feeder.source.id, why, services.clock.now(), request.body, notices})};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return false;
  services.warn("notice_kept", feeder.source.id + ": " + why, request.id);
  co_return true;
}

bool too_big(const bank::Verdict& verdict) {
  for (const auto& notice : verdict.notices) {
    if (notice.amount <= ledger::Dong{} || notice.amount > merchant::notice_amount_max) return true;
  }
  return false;
}

/// Whether the source may call from there, and has shown who it is; what the adapter says of the
/// message.
bank::Verdict judge(Services& services, const Feeder& feeder, const http::Request& request) {
  if (feeder.may_call && !feeder.may_call(whole_client_address(request, services.desk.proxies))) {
    return {Action::reject_auth, {}, {}, "the address is not one of the source's"};
  }
  if (feeder.certificate_complaint) {
    auto why = feeder.certificate_complaint(request.certificate.get());
    if (!why.empty()) return {Action::reject_auth, {}, {}, std::move(why)};
  }
  const bank::Callback callback{http::name_of(request.method), request.path, request.headers,
                                request.body, request.query};
  auto verdict = feeder.adapter->verify_and_decode(callback, feeder.source, services.clock.now());
  if (verdict.action < Action::reject_auth) {
    services.contacts.heard(feeder.source.id, services.clock.now());
  }
  if (too_big(verdict)) return {Action::reject_malformed, {}, {}, "amount out of range"};
  return verdict;
}

/// True for a verdict whose notices go before the rules. Money that went out may be a refund that
/// is waited for.
bool is_for_the_rules(Action action) {
  return action == Action::credit || action == Action::batch || action == Action::ignore_outgoing;
}

/// Somebody could send such without end.
bool may_keep_bad_one(Services& services, const Feeder& feeder) {
  return services.bad_ones_kept.take(feeder.source.id, std::chrono::steady_clock::now());
}

/// Does what the verdict asks for; what must be kept is not kept yet.
net::Task<Taken> act(Services& services, net::Loop& loop, const Feeder& feeder,
                     const bank::Verdict& verdict, std::string_view body) {
  Taken taken{bank::outcome_of(verdict.action)};
  if (verdict.action == Action::review) taken.keep_why = verdict.why;
  if (verdict.action == Action::reject_malformed && may_keep_bad_one(services, feeder)) {
    taken.keep_why = "not readable: " + verdict.why;
  }
  if (!is_for_the_rules(verdict.action)) co_return taken;
  if (!verdict.signed_text.empty()) {
    const auto meaning = co_await services.signed_once.judge(services.lane, services.readers, loop,
                                                             feeder.source.id, verdict);
    if (meaning == SignedMeaning::unknown) {
      taken.outcome = Outcome::unavailable;
      co_return taken;
    }
    if (meaning == SignedMeaning::another) {
      taken.outcome = Outcome::conflict;
      if (may_keep_bad_one(services, feeder)) taken.keep_why = signed_again;
      co_return taken;
    }
  }
  const std::vector<merchant::MarketId> any_market;
  taken = co_await take_notices(services, loop, feeder, verdict.notices, body, any_market);
  if (!verdict.doubt.empty()) taken.keep_why = verdict.doubt;
  co_return taken;
}

/// Whether the ledger had not heard of it: what a bank sends again comes late, and is no news.
bool is_news(Outcome outcome) {
  return outcome == Outcome::accepted || outcome == Outcome::unmatched;
}

void note(Services& services, const Feeder& feeder, const bank::Verdict& verdict,
          const Taken& taken, DeliveredMessage message) {
  message.action = bank::to_string(verdict.action);
  message.outcome = bank::to_string(taken.outcome);
  message.why = !verdict.why.empty() ? verdict.why : taken.keep_why;
  message.entry = taken.entry_id;
  if (!verdict.notices.empty()) {
    message.bank = verdict.notices.front().bank;
    message.bank_time = verdict.notices.front().occurred_at;
    const auto lag = source_lag(*message.bank_time, message.received_at);
    if (lag && services.on_told && is_news(taken.outcome)) {
      services.on_told(feeder.source.id, *lag);
    }
  }
  services.deliveries.add(feeder.source.id, std::move(message));
}

Response answer_of(const Feeder& feeder, const bank::Verdict& verdict, const Taken& taken) {
  const auto reply = feeder.adapter->reply({taken.outcome, verdict, taken.entry_id});
  Response response;
  response.status = reply.status;
  response.content_type = reply.content_type;
  response.body = reply.body;
  if (reply.status == 503) response.headers.add("Retry-After", "1");
  if (reply.status == 429) {
    response.headers.add("Retry-After",
                         std::to_string((59 + feeder.per_minute) / feeder.per_minute));
  }
  return response;
}

net::Task<Response> take_callback(Services& services, Exchange& exchange) {
  const auto began = std::chrono::steady_clock::now();
  const auto feeders = services.feeders.now();
  const auto found = feeders->find(exchange.param("source"));
  if (found == feeders->end()) {
    co_return http::problem(404, "unknown_source", "no source of this name is configured");
  }
  const auto& feeder = found->second;
  const auto& body = exchange.request().body;
  DeliveredMessage message;
  message.received_at = services.clock.now();
  message.request = exchange.request().id;
  const auto verdict = judge(services, feeder, exchange.request());
  // Behind the proof, which costs little: what strangers send must not use up the bank's bucket.
  const bool proved = verdict.action < Action::reject_auth;
  if (proved && feeder.limit && !feeder.limit->take({}, began)) {
    co_return answer_of(feeder, {}, Taken{Outcome::too_many});
  }
  auto taken = co_await act(services, exchange.loop(), feeder, verdict, body);
  if (!taken.keep_why.empty() && taken.outcome != Outcome::unavailable) {
    // What an entry has posted already, or what nobody should believe, is not posted from here.
    const bool posted = !verdict.doubt.empty() || taken.outcome == Outcome::conflict;
    const auto notices = posted ? std::string{} : bank::notices_text(verdict.notices);
    if (co_await keep(services, exchange, feeder, taken.keep_why, notices)) {
      message.kept = ledger::to_hex(ledger::sha256({body}));
    } else if (taken.outcome != Outcome::malformed) {
      taken.outcome = Outcome::unavailable;
    }
  }
  auto response = answer_of(feeder, verdict, taken);
  message.status = response.status;
  message.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  note(services, feeder, verdict, taken, std::move(message));
  co_return response;
}

}  // namespace

void add_callback_routes(http::Router& router, Services& services) {
  const auto handler = [&](Exchange& exchange) { return take_callback(services, exchange); };
  router.add({http::Method::post, "/callbacks/{source}", 64 * 1024, handler});
  router.add({http::Method::post, "/callbacks/{source}/{rest...}", 64 * 1024, handler});
}

}  // namespace chopay::api
