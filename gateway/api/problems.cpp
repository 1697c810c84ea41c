#include "gateway/api/problems.hpp"

#include "gateway/http/problem.hpp"
#include "merchant/error.hpp"

namespace chopay::api {
namespace {

using merchant::Errc;

int status_of(Errc code) {
  switch (code) {
    case Errc::bad_json:
    case Errc::bad_period:
      return 400;
    case Errc::unknown_market:
    case Errc::unknown_zone:
    case Errc::unknown_stall:
    case Errc::unknown_request:
    case Errc::unknown_credit:
    case Errc::unknown_allocation:
    case Errc::unknown_refund:
    case Errc::unknown_payee_change:
    case Errc::unknown_statement:
    case Errc::unknown_account:
    case Errc::unknown_cash_line:
    case Errc::unknown_charge_month:
    case Errc::unknown_hand_over:
      return 404;
    case Errc::needs_other_party:
    case Errc::nameless_person:
    case Errc::consent_needed:
      return 403;
    case Errc::already_exists:
    case Errc::idempotency_conflict:
    case Errc::not_pending:
    case Errc::request_conflict:
    case Errc::not_short:
    case Errc::too_many_rests:
    case Errc::credit_refunded:
    case Errc::credit_too_old:
    case Errc::not_allocated:
    case Errc::not_the_last_allocation:
    case Errc::too_many_allocations:
    case Errc::payee_change_open:
    case Errc::day_not_over:
    case Errc::nothing_owed:
    case Errc::changed_meanwhile:
    case Errc::payee_change_not_ready:
      return 409;
    case Errc::bad_amount:
    case Errc::bad_text:
    case Errc::bad_account:
    case Errc::bad_request_id:
    case Errc::bad_parts:
    case Errc::bad_refund_amount:
    case Errc::bad_market_file:
    case Errc::bad_csv:
    case Errc::bad_xml:
    case Errc::bad_workbook:
    case Errc::bad_statement:
    case Errc::bad_mapping:
      return 422;
    case Errc::no_free_reference:
      return 503;
    case Errc::report_failed:
      return 500;
  }
  return 500;
}

struct LaneProblem {
  LaneState state;
  std::string_view code;
  std::string_view detail;
};

/// What the operator does about the ledger's own refusals stands in the log of the process.
constexpr LaneProblem lane_problems[] = {
    {LaneState::busy, "busy", "the ledger's queue is full; send it again"},
    {LaneState::rolled_back, "ledger_rolled_back",
     "the ledger is an old copy of itself and is only read until the newest one is back"},
    {LaneState::forked, "ledger_forked",
     "the ledger holds other entries than were signed and is only read"},
    {LaneState::guard_lost, "head_guard_lost",
     "the ledger cannot tell that it is its newest copy and is only read"},
    {LaneState::guard_damaged, "head_guard_damaged",
     "the ledger cannot tell that it is its newest copy and is only read"},
    {LaneState::key_lost, "log_key_lost",
     "the ledger was signed by a key that is not there and is only read"},
    {LaneState::clock_behind, "clock_behind",
     "the machine's clock is behind the newest entry; nothing is added until it is right"},
    {LaneState::disk_full, "disk_full",
     "the ledger's disk is nearly full; nothing is added until there is room: send it again"},
    {LaneState::disk_read_only, "disk_read_only",
     "the ledger's disk takes no writes; nothing is added until it does: send it again"},
};

}  // namespace

http::Response problem_of(const ledger::Error& error) {
  if (error.code.category() != merchant::merchant_category()) {
    return http::problem(500, "internal_error");
  }
  const auto code = static_cast<merchant::Errc>(error.code.value());
  return http::problem(status_of(code), merchant::code_name(code), error.message());
}

http::Response problem_of(LaneState state) {
  for (const auto& [one, code, detail] : lane_problems) {
    if (one == state) return http::problem(503, code, detail);
  }
  return http::problem(503, "not_writable", "the ledger cannot be written now; send it again");
}

http::Response no_access(const Caller& caller) {
  if (caller.known()) {
    return http::problem(403, "forbidden", "this key does not open this");
  }
  auto response = http::problem(401, "unauthorized", "a valid key is needed");
  if (!caller.without_pin().empty()) {
    response = http::problem(401, "pin_needed",
                             "this device must choose a PIN first: POST /v1/devices/pin");
  }
  if (!caller.locked().empty()) {
    response = http::problem(401, "device_locked", "this device waits for its PIN");
  }
  response.headers.add("WWW-Authenticate", "Bearer");
  return response;
}

http::Response proof_needed() {
  return http::problem(
      403, "proof_needed",
      "say again who you are: password and code by POST /v1/sessions/proof, a device's "
      "PIN by POST /v1/devices/unlock");
}

http::Response key_too_new() {
  return http::problem(403, "key_too_new",
                       "whoever made this key could be both sides: it waits as long as a change of "
                       "a payee account does");
}

http::Response not_vouched_for() {
  return http::problem(403, "not_vouched_for",
                       "this was made on the machine, or by who was: only whom a manager who has "
                       "signed in, or the household's own device, has let in agrees here");
}

http::Response too_many_tries(std::chrono::seconds wait, std::string_view detail) {
  // problem() says a second; here it is known better.
  auto response = http::problem(429, "too_many_tries", detail);
  response.headers.clear();
  response.headers.add("Retry-After", std::to_string(wait.count()));
  return response;
}

http::Response bad_request(std::string_view code, std::string_view detail) {
  return http::problem(400, code, detail);
}

http::Response json_answer(std::string body, int status) {
  http::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

}  // namespace chopay::api
