// POST /v2/payment-requests, GET /v2/payment-requests/{id}, POST …/{id}/cancel
#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/codes.hpp"
#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/payos/account.hpp"
#include "gateway/payos/envelope.hpp"
#include "gateway/payos/order.hpp"
#include "gateway/payos/transaction.hpp"
#include "gateway/payos/way_back.hpp"
#include "merchant/error.hpp"

namespace chopay::payos {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using merchant::RequestStatus;

/// An order of an online shop waits longer than a shopper at a stall does.
constexpr std::chrono::hours lifetime_unless_asked{24};
/// Shorter than the book's memory.
constexpr std::chrono::hours lifetime_max{6 * 24};
/// A shop may list hundreds of items, which are passed over.
constexpr std::size_t order_body_bytes_max = 64 * 1024;
/// A reason in whatever escapes a library writes.
constexpr std::size_t cancel_body_bytes_max = 8 * 1024;
/// Transfers of one order that are shown: the envelope stays within what is signed at once.
constexpr std::size_t transactions_shown_max = 50;

std::int64_t unix_seconds(ledger::Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

Response link_answer(const Shop& shop, const merchant::RequestView& view,
                     const std::string& public_url, std::int64_t code) {
  const auto& request = view.request;
  const auto* stall = view.registry->stall(request.stall);
  return envelope(shop, {{"bin", request.account.bank},
                         {"accountNumber", request.account.number},
                         {"accountName", stall ? stall->holder : std::string{}},
                         {"amount", request.amount.count()},
                         // What the transfer carries: by it the money is known.
                         {"description", api::memo_of(request)},
                         {"orderCode", code},
                         {"currency", "VND"},
                         {"paymentLinkId", link_id(shop, code)},
                         {"status", payos_status(view.status)},
                         {"expiredAt", unix_seconds(request.expires_at)},
                         {"checkoutUrl", public_url + "/pay/" + request.link()},
                         {"qrCode", api::payload_of(request)}});
}

/// What is kept of an order, and how the log has it.
struct Known {
  std::optional<Order> order;
  OrderHistory history;
  std::vector<Transaction> transactions;
};

net::Task<std::optional<Known>> look_up(api::Services& services, net::Loop& loop, const Shop& shop,
                                        std::int64_t code, bool with_history) {
  Known known;
  const bool read = co_await services.readers.run(loop, [&](ledger::Reader& reader) {
    known.order = read_row(reader.vault_get(order_row_name(shop, code)).value_or(""));
    if (!known.order || !with_history) return;
    const auto newest = reader.head(shop.market).seq;
    known.history = fold_order(reader, shop.market, shop.stall, request_id(shop, code), newest);
    for (const auto& credit : known.history.credits) {
      if (known.transactions.size() == transactions_shown_max) break;
      known.transactions.push_back(read_transaction(reader, shop.market, credit));
    }
  });
  if (!read) co_return std::nullopt;
  co_return known;
}

/// The request as the book has it, else as the log does; nothing where neither knows it.
net::Task<std::optional<std::pair<merchant::PaymentRequest, RequestStatus>>> find_request(
    api::Services& services, net::Loop& loop, const Shop& shop, std::int64_t code,
    const OrderHistory& history) {
  merchant::FindRequest what{request_id(shop, code), shop.market};
  const auto asked = co_await services.lane.ask(loop, what);
  if (asked.state == api::LaneState::answered && asked.answer) {
    co_return std::pair{asked.answer->request, asked.answer->status};
  }
  if (!history.request) co_return std::nullopt;
  co_return std::pair{*history.request, history.request->status(services.clock.now())};
}

net::Task<Response> order_answer(api::Services& services, net::Loop& loop, const Shop& shop,
                                 std::int64_t code) {
  const auto known = co_await look_up(services, loop, shop, code, true);
  if (!known) co_return refusal(&shop, Fault::internal);
  if (!known->order) co_return refusal(&shop, Fault::not_found, "orderCode");
  const auto found = co_await find_request(services, loop, shop, code, known->history);
  if (!found) co_return refusal(&shop, Fault::not_found, "orderCode");
  const auto& [request, status] = *found;
  const auto left = std::max(request.amount - request.received, ledger::Dong{});
  json::array transactions;
  for (const auto& one : known->transactions) transactions.push_back(one.to_json());
  json::object data{{"id", link_id(shop, code)},
                    {"orderCode", code},
                    {"amount", request.amount.count()},
                    {"amountPaid", request.received.count()},
                    {"amountRemaining", left.count()},
                    {"status", payos_status(status)},
                    {"createdAt", bank::format_vietnam_time(request.created_at)},
                    {"transactions", std::move(transactions)},
                    {"cancellationReason", nullptr},
                    {"canceledAt", nullptr}};
  if (request.cancelled_at) {
    data["canceledAt"] = bank::format_vietnam_time(*request.cancelled_at);
    if (const auto& why = known->order->cancellation_reason; !why.empty()) {
      data["cancellationReason"] = why;
    }
  }
  co_return envelope(shop, data);
}

net::Task<Response> create_order(api::Services& services, Exchange& exchange, const Shop& shop) {
  auto input = read_order(exchange.request().body, shop.keys->now()->checksum_key.view());
  if (const auto* fault = std::get_if<Fault>(&input)) co_return refusal(&shop, *fault);
  const auto& order = std::get<Order>(input);
  const auto known = co_await look_up(services, exchange.loop(), shop, order.code, false);
  if (!known) co_return refusal(&shop, Fault::internal);
  if (known->order && *known->order != order) co_return refusal(&shop, Fault::duplicate_order);
  std::chrono::seconds lifetime{lifetime_unless_asked};
  if (order.expires_at) {
    // Up, so that it is told back as it was asked for.
    lifetime = std::chrono::ceil<std::chrono::seconds>(*order.expires_at - services.clock.now());
    lifetime = std::min<std::chrono::seconds>(lifetime, lifetime_max);
  }
  if (!known->order && lifetime <= std::chrono::seconds{0}) {
    co_return refusal(&shop, Fault::parameter, "expiredAt");
  }
  const auto id = request_id(shop, order.code);
  merchant::OpenRequest open{
      shop.market, shop.stall, order.amount, order.description,
      lifetime,    {},         id,           {{order_row_name(shop, order.code), to_row(order)}}};
  merchant::FindRequest find{id, shop.market};
  // The same order once more is answered like the first, since a program whose connection broke
  // sends it again; but only while it waits for its money.
  api::Asked<merchant::OpenRequest::Answer> asked;
  if (known->order) {
    asked = co_await services.lane.ask(exchange.loop(), find);
  } else {
    asked = co_await services.lane.ask(exchange.loop(), open);
  }
  if (asked.state != api::LaneState::answered) co_return refusal(&shop, Fault::internal);
  if (!asked.answer) {
    const auto code = asked.answer.error().code;
    const bool other = known->order || code == merchant::Errc::request_conflict;
    co_return refusal(&shop, other ? Fault::duplicate_order : Fault::parameter);
  }
  if (asked.answer->status != RequestStatus::pending) {
    co_return refusal(&shop, Fault::duplicate_order);
  }
  co_return link_answer(shop, *asked.answer, services.public_url, order.code);
}

/// The reason in the body of a cancellation; nothing for a body that is none. An empty one is.
std::optional<std::string> reason_in(std::string_view body) {
  if (body.empty()) return std::string{};
  json::error_code error;
  const auto value = json::parse(body, error);
  if (error || !value.is_object()) return std::nullopt;
  const auto* reason = value.get_object().if_contains("cancellationReason");
  if (!reason || reason->is_null()) return std::string{};
  if (!reason->is_string() || !bank::is_utf8(reason->get_string())) return std::nullopt;
  return std::string{bank::cut_utf8(reason->get_string(), cancel_reason_bytes_max)};
}

net::Task<Response> cancel_order(api::Services& services, Exchange& exchange, const Shop& shop,
                                 std::int64_t code) {
  const auto reason = reason_in(exchange.request().body);
  if (!reason) co_return refusal(&shop, Fault::parameter);
  const auto known = co_await look_up(services, exchange.loop(), shop, code, false);
  if (!known) co_return refusal(&shop, Fault::internal);
  if (!known->order) co_return refusal(&shop, Fault::not_found, "orderCode");
  auto order = *known->order;
  order.cancellation_reason = *reason;
  merchant::CancelRequest what{
      shop.market, request_id(shop, code), {{order_row_name(shop, code), to_row(order)}}};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != api::LaneState::answered) co_return refusal(&shop, Fault::internal);
  if (!asked.answer) co_return refusal(&shop, Fault::not_pending);
  co_return co_await order_answer(services, exchange.loop(), shop, code);
}

net::Task<Response> not_served(const Accounts& accounts, Exchange& exchange) {
  const auto* account = account_of(exchange.request(), accounts);
  if (!account) co_return refusal(nullptr, Fault::unauthorized);
  co_return refusal(&account->shop, Fault::not_found);
}

}  // namespace

void add_order_routes(http::Router& router, api::Services& services, const Accounts& accounts) {
  using http::Method;
  router.add({Method::post, "/v2/payment-requests", order_body_bytes_max,
              [&](Exchange& exchange) -> net::Task<Response> {
                const auto* account = account_of(exchange.request(), accounts);
                if (!account) co_return refusal(nullptr, Fault::unauthorized);
                co_return co_await create_order(services, exchange, account->shop);
              }});
  // Of the order that the path names, for the shop that asks.
  const auto add = [&](Method method, std::string pattern, std::size_t body_bytes, auto handle) {
    router.add({method, std::move(pattern), body_bytes,
                [&, handle](Exchange& exchange) -> net::Task<Response> {
                  const auto* account = account_of(exchange.request(), accounts);
                  if (!account) co_return refusal(nullptr, Fault::unauthorized);
                  const auto code = named_order(account->shop, exchange.param("id"));
                  if (!code) co_return refusal(&account->shop, Fault::not_found, "orderCode");
                  co_return co_await handle(services, exchange, account->shop, *code);
                }});
  };
  add(Method::get, "/v2/payment-requests/{id}", 0,
      [](api::Services& from, Exchange& exchange, const Shop& shop, std::int64_t code) {
        return order_answer(from, exchange.loop(), shop, code);
      });
  add(Method::post, "/v2/payment-requests/{id}/cancel", cancel_body_bytes_max, cancel_order);
  // There is no invoice and no payout here; the shop's program is told so in its own words.
  for (const auto* pattern :
       {"/v2/payment-requests/{id}/invoices", "/v2/payment-requests/{id}/invoices/{rest...}",
        "/v1/payouts", "/v1/payouts/{rest...}", "/v1/payouts-account/{rest...}"}) {
    for (const auto method : {Method::get, Method::post}) {
      router.add({method, pattern, order_body_bytes_max,
                  [&](Exchange& exchange) { return not_served(accounts, exchange); }});
    }
  }
}

}  // namespace chopay::payos
