// POST /v1/complaints: a customer has complained to the board; POST /v1/complaints/{id}/settle: how
// it ended; GET /v1/complaints: all that are kept.
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include "gateway/api/asked.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/http/problem.hpp"
#include "merchant/customer_complaint.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using merchant::CustomerComplaint;

constexpr std::size_t id_bytes = 8;

std::string new_complaint_id(ledger::Random& random) {
  std::array<std::uint8_t, id_bytes> bytes;
  random.fill(bytes);
  return ledger::to_hex(bytes);
}

/// One line that says something.
bool is_said(const std::string& text) {
  return !text.empty() && merchant::is_line(text, merchant::complaint_bytes_max);
}

Response unsaid(const char* field) {
  return problem_of(merchant::Error{merchant::Errc::bad_text,
                                    std::string{field} + ": one line of 1 to 200 bytes"});
}

/// What is kept, oldest first; nothing where it cannot be read now.
net::Task<std::optional<std::vector<CustomerComplaint>>> known_complaints(
    Services& services, net::Loop& loop, merchant::MarketId market) {
  std::optional<std::vector<CustomerComplaint>> known;
  const bool read = co_await services.readers.run(
      loop, [&](ledger::Reader& reader) { known = merchant::read_complaints(reader, market); });
  if (!read) known.reset();
  co_return known;
}

net::Task<Response> note_complaint(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::note_complaints);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"stall", "text"}};
  const auto stall = body.stall("stall");
  const auto text = body.text("text");
  if (!body.good()) co_return problem_of(body.error());
  if (!is_said(text)) co_return unsaid("text");
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  if (!stall.empty() && !(*asked.answer)->stall(stall)) {
    co_return problem_of(merchant::Error{merchant::Errc::unknown_stall, stall.text()});
  }
  const auto known = co_await known_complaints(services, exchange.loop(), access->market);
  if (!known) co_return problem_of(LaneState::busy);
  std::vector<ledger::VaultChange> rows;
  for (std::size_t i = 0; i + merchant::complaints_kept <= known->size(); ++i) {
    rows.push_back({merchant::complaints_of(access->market) + (*known)[i].id, std::nullopt});
  }
  const CustomerComplaint complaint{new_complaint_id(services.random),
                                    services.clock.now(),
                                    stall.text(),
                                    text,
                                    actor(caller, *access),
                                    {},
                                    {}};
  rows.push_back(merchant::complaint_row(access->market, complaint));
  const auto kept = co_await keep_rows(services, exchange.loop(), rows);
  if (kept != LaneState::answered) co_return problem_of(kept);
  co_return json_answer(merchant::to_json(complaint), 201);
}

/// A complaint and its row as it is kept.
struct KeptComplaint {
  CustomerComplaint complaint;
  ledger::VaultChange row;
};

/// The complaint of the address, or the answer that says why there is nothing to settle.
net::Task<std::variant<KeptComplaint, Response>> open_complaint(Services& services, net::Loop& loop,
                                                                merchant::MarketId market,
                                                                std::string id) {
  KeptComplaint kept{{}, {merchant::complaints_of(market) + id, std::nullopt}};
  const bool read = co_await services.readers.run(
      loop, [&](ledger::Reader& reader) { kept.row.value = reader.vault_get(kept.row.name); });
  if (!read) co_return problem_of(LaneState::busy);
  auto complaint = merchant::read_complaint(kept.row.value.value_or(""));
  if (!complaint) co_return http::problem(404, "unknown_complaint", "there is no such complaint");
  if (complaint->settled_at) {
    co_return http::problem(409, "complaint_settled", "it was said before how it ended");
  }
  kept.complaint = std::move(*complaint);
  co_return kept;
}

net::Task<Response> settle_complaint(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::note_complaints);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"result"}};
  const auto result = body.text("result");
  if (!body.good()) co_return problem_of(body.error());
  if (!is_said(result)) co_return unsaid("result");
  auto found = co_await open_complaint(services, exchange.loop(), access->market,
                                       std::string{exchange.param("id")});
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  auto& [complaint, row] = std::get<KeptComplaint>(found);
  complaint.settled_at = services.clock.now();
  complaint.result = result;
  merchant::ChangeVault what{merchant::complaint_row(access->market, complaint), {}, row};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(merchant::to_json(complaint));
}

net::Task<Response> list_complaints(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::note_complaints);
  if (!access) co_return no_access(caller);
  const auto known = co_await known_complaints(services, exchange.loop(), access->market);
  if (!known) co_return problem_of(LaneState::busy);
  json::array complaints;
  for (auto one = known->rbegin(); one != known->rend(); ++one) {
    complaints.push_back(json::parse(merchant::to_json(*one)));
  }
  co_return json_answer(json::serialize(json::object{{"complaints", std::move(complaints)}}));
}

}  // namespace

void add_complaint_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::post, "/v1/complaints", 2048,
              [&](Exchange& exchange) { return note_complaint(services, exchange); }});
  router.add({Method::post, "/v1/complaints/{id}/settle", 2048,
              [&](Exchange& exchange) { return settle_complaint(services, exchange); }});
  router.add({Method::get, "/v1/complaints", 0,
              [&](Exchange& exchange) { return list_complaints(services, exchange); }});
}

}  // namespace chopay::api
