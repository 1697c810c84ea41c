// POST /callbacks/{source}: what banks and their aggregators send. Nothing is answered with success
// before what it says is durable.
#include "gateway/api/evidence.hpp"
#include "gateway/api/services.hpp"
#include "gateway/bank/kept_message.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::api {
namespace {

using bank::Outcome;
using http::Exchange;
using http::Response;
using merchant::BankNotice;
using merchant::NoticeOutcome;

constexpr std::string_view callbacks_path = "/callbacks/";

Outcome outcome_of(const merchant::TakeNotice::Answer& answer) {
  switch (answer.outcome) {
    case NoticeOutcome::refund_paid:
      return Outcome::accepted;
    case NoticeOutcome::posted:
      return answer.verdict == merchant::CreditVerdict::unmatched ? Outcome::unmatched
                                                                  : Outcome::accepted;
    case NoticeOutcome::duplicate:
      return Outcome::duplicate;
    case NoticeOutcome::conflict:
      return Outcome::conflict;
    case NoticeOutcome::outgoing:
    case NoticeOutcome::unknown_account:
    case NoticeOutcome::wrong_realm:
      return Outcome::ignored;
  }
  return Outcome::unavailable;
}

/// Of several notices in one message the outcome that matters most to the sender.
Outcome heavier(Outcome a, Outcome b) {
  static constexpr Outcome by_weight[] = {Outcome::unavailable, Outcome::conflict,
                                          Outcome::accepted,    Outcome::unmatched,
                                          Outcome::duplicate,   Outcome::ignored};
  for (const auto outcome : by_weight) {
    if (a == outcome || b == outcome) return outcome;
  }
  return a;
}

struct Taken {
  Outcome outcome = Outcome::ignored;
  std::string entry_id = {};  ///< of the last entry that was named
  std::string keep_why = {};  ///< why the message must be kept aside; empty: it need not
};

/// Why a notice that the rules ignored must still be kept; empty where no money can be missed.
std::string_view keep_why(NoticeOutcome outcome) {
  if (outcome == NoticeOutcome::unknown_account) return "no market has the receiving account";
  if (outcome == NoticeOutcome::wrong_realm) return "sandbox and real money do not mix";
  return {};
}

net::Task<Taken> take_all(Services& services, net::Loop& loop, const Feeder& feeder,
                          const bank::Verdict& verdict, std::string_view body) {
  Taken taken;
  for (const auto& notice : verdict.notices) {
    const bool incoming = notice.direction == merchant::Direction::in;
    if (!bank::may_speak_of(feeder.source, notice)) {
      if (incoming) {
        taken.keep_why = "the account is not the one that the source is configured for";
      }
      continue;
    }
    merchant::TakeNotice what{
        notice, feeder.sandbox,
        ledger::make_private_part(evidence_of(notice, body), services.random)};
    auto asked = co_await services.lane.ask(loop, what);
    if (asked.state != LaneState::answered) {
      taken.outcome = Outcome::unavailable;
      co_return taken;
    }
    taken.outcome = heavier(taken.outcome, outcome_of(asked.answer));
    const auto why = keep_why(asked.answer.outcome);
    if (incoming && !why.empty()) taken.keep_why = why;
    if (asked.answer.seq != ledger::Seq{}) {
      taken.entry_id =
          asked.answer.market.text() + ':' + std::to_string(ledger::number(asked.answer.seq));
    }
  }
  co_return taken;
}

/// Makes the message durable in the vault before it is acknowledged; false when that failed.
net::Task<bool> keep(Services& services, net::Loop& loop, const Feeder& feeder,
                     const std::string& why, const std::string& body) {
  merchant::ChangeVault what{bank::kept_row({feeder.source.id, why, services.clock.now(), body})};
  const auto asked = co_await services.lane.ask(loop, what);
  if (asked.state != LaneState::answered) co_return false;
  if (services.warn) services.warn("notice_kept", feeder.source.id + ": " + why);
  co_return true;
}

bool too_big(const bank::Verdict& verdict) {
  for (const auto& notice : verdict.notices) {
    if (notice.amount <= ledger::Dong{} || notice.amount > merchant::notice_amount_max) return true;
  }
  return false;
}

net::Task<Response> take_callback(Services& services, Exchange& exchange) {
  const auto found = services.feeders.find(exchange.param("source"));
  if (found == services.feeders.end()) {
    co_return http::problem(404, "unknown_source", "no source of this name is configured");
  }
  const auto& feeder = found->second;
  const auto& request = exchange.request();
  const std::string_view path{request.path};
  const bank::Callback callback{http::name_of(request.method),
                                path.substr(callbacks_path.size() + found->first.size()),
                                request.headers, request.body, request.query};
  auto verdict = feeder.adapter->verify_and_decode(callback, feeder.source, services.clock.now());
  if (verdict.action < bank::Action::reject_auth) {
    services.contacts.heard(found->first, services.clock.now());
  }
  if (too_big(verdict)) verdict = {bank::Action::reject_malformed, {}, {}, "amount out of range"};
  Taken taken{bank::outcome_of(verdict.action)};
  // Money that went out may be a refund that is waited for.
  if (verdict.action == bank::Action::credit || verdict.action == bank::Action::batch ||
      verdict.action == bank::Action::ignore_outgoing) {
    taken = co_await take_all(services, exchange.loop(), feeder, verdict, request.body);
  } else if (verdict.action == bank::Action::review) {
    taken.keep_why = verdict.why;
  }
  if (!taken.keep_why.empty() && taken.outcome != Outcome::unavailable &&
      !co_await keep(services, exchange.loop(), feeder, taken.keep_why, request.body)) {
    taken.outcome = Outcome::unavailable;
  }
  const auto reply = feeder.adapter->reply({taken.outcome, verdict, taken.entry_id});
  Response response;
  response.status = reply.status;
  response.content_type = reply.content_type;
  response.body = reply.body;
  if (reply.status == 503) response.headers.add("Retry-After", "1");
  co_return response;
}

}  // namespace

void add_callback_routes(http::Router& router, Services& services) {
  const auto handler = [&](Exchange& exchange) { return take_callback(services, exchange); };
  router.add({http::Method::post, "/callbacks/{source}", 64 * 1024, handler});
  router.add({http::Method::post, "/callbacks/{source}/{rest...}", 64 * 1024, handler});
}

}  // namespace chopay::api
