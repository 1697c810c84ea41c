#include "gateway/app/shopper_routes.hpp"

#include <memory>

#include "gateway/api/codes.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/receipts.hpp"
#include "gateway/app/language.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/redirect.hpp"
#include "gateway/pages/absent.hpp"
#include "gateway/pages/receipt.hpp"
#include "gateway/payos/way_back.hpp"
#include "merchant/entry_data.hpp"
#include "qr/bank_apps.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::app {
namespace {

using api::LaneState;
using api::Services;
using http::Exchange;
using http::Response;
using http::see_other;
using merchant::RequestView;

/// So many of the stall's newest entries are looked through for the request's credit.
constexpr std::size_t entries_looked_at_max = 2'000;
/// Receipts and their files of one address: each reads that many entries. A market's Wi-Fi is one
/// address, and its shoppers look at a receipt once or twice.
constexpr int receipts_a_minute = 120;
/// An expired code gives a new one for so long.
constexpr std::chrono::hours renewable_for{24};

net::Task<std::optional<RequestView>> request_of(Services& services, Exchange& exchange) {
  merchant::FindRequest what{std::string{exchange.param("id")}};
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered || !asked.answer) co_return std::nullopt;
  co_return std::move(*asked.answer);
}

/// The newest credit that counted for the request.
std::optional<pages::ReceiptLook> credit_of(ledger::Reader& reader, const RequestView& view) {
  const auto page = reader.stall_page(view.registry->market, view.request.stall, ledger::Seq{},
                                      entries_looked_at_max);
  for (const auto& stored : page) {
    const auto entry = ledger::decode(stored.bytes).value();
    if (entry.kind != ledger::Kind::credit) continue;
    const auto data = merchant::read_credit(entry);
    if (data.request != view.request.id) continue;
    return pages::ReceiptLook{entry.seq, merchant::received_at_bank(entry), data.occurred_at,
                              view.registry->sandbox};
  }
  return std::nullopt;
}

net::Task<Response> receipt(Services& services, http::RateLimit& limit, Exchange& exchange,
                            bool file) {
  const auto address = api::client_address(exchange.request(), services.desk.proxies);
  if (!limit.take(address, std::chrono::steady_clock::now())) {
    co_return http::problem(429, "too_many_requests", "ask again when some time has passed");
  }
  const auto view = co_await request_of(services, exchange);
  if (!view || view->request.received == merchant::Dong{})
    co_return pages::no_such_payment_page(language_of(exchange.request()));
  std::optional<pages::ReceiptLook> look;
  std::optional<ledger::Receipt> proof;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    look = credit_of(reader, *view);
    if (look && file) {
      proof = api::newest_receipt(reader, services, view->registry->market, look->credit);
    }
  });
  if (!read) co_return api::problem_of(LaneState::busy);
  if (!look || (file && !proof)) co_return pages::not_found_page(language_of(exchange.request()));
  if (!file) {
    look->language = language_of(exchange.request());
    co_return pages::receipt_page(*view, *look);
  }
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = proof->print();
  co_return response;
}

/// To the shopper's own bank app. The address names a third party, so it stands on no page: only
/// who presses the button goes there.
net::Task<Response> bank_app(Services& services, Exchange& exchange) {
  const auto view = co_await request_of(services, exchange);
  if (!view || !services.bank_app_links || view->status != merchant::RequestStatus::pending) {
    co_return pages::no_such_payment_page(language_of(exchange.request()));
  }
  const auto& request = view->request;
  const auto* bank = qr::BankDirectory::standard().find(request.account.bank);
  const auto* stall = view->registry->stall(request.stall);
  for (const auto& app : qr::bank_apps()) {
    if (!bank || !stall || app.app_id != exchange.param("app")) continue;
    const auto memo = api::memo_of(request);
    const auto back = services.public_url + "/pay/" + request.link();
    const qr::LinkTarget target{bank->code, request.account.number, request.asks().amount.count(),
                                memo,       stall->holder,          back};
    if (const auto link = qr::bank_app_link(app, target)) co_return see_other(*link);
  }
  co_return pages::no_such_payment_page(language_of(exchange.request()));
}

/// Back to the online shop whose order this is, when it is paid or will not be. The address stands
/// on no page, as that of a bank's app; it is the shop's own, and leads nowhere for other requests.
net::Task<Response> back_to_shop(Services& services, const payos::Accounts& shops,
                                 Exchange& exchange) {
  const auto view = co_await request_of(services, exchange);
  if (!view) co_return pages::no_such_payment_page(language_of(exchange.request()));
  const auto order = co_await payos::order_of(services, exchange.loop(), shops, *view);
  if (!order) co_return pages::no_such_payment_page(language_of(exchange.request()));
  const auto way = payos::way_back(*order->shop, order->order, view->status);
  co_return see_other(way.value_or("/pay/" + view->request.link()));
}

/// The shopper does not want to pay an online shop's order after all. A stall's request is
/// cancelled by its vendor alone.
net::Task<Response> cancel(Services& services, const payos::Accounts& shops, Exchange& exchange) {
  const auto view = co_await request_of(services, exchange);
  if (!view) co_return pages::no_such_payment_page(language_of(exchange.request()));
  const auto order = co_await payos::order_of(services, exchange.loop(), shops, *view);
  if (!order) co_return pages::no_such_payment_page(language_of(exchange.request()));
  merchant::CancelRequest what{view->registry->market, view->request.id};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return api::problem_of(asked.state);
  // Where money was first the page says so.
  co_return see_other("/pay/" + view->request.link());
}

/// One new request for an expired one, however often it is asked for: the same sale, a fresh code.
/// An online shop's order ends with its code: the shop would not hear of another request's money.
net::Task<Response> renew(Services& services, const payos::Accounts& shops, Exchange& exchange) {
  const auto view = co_await request_of(services, exchange);
  if (!view) co_return pages::no_such_payment_page(language_of(exchange.request()));
  const auto& request = view->request;
  const auto now = services.clock.now();
  const bool of_shop =
      (co_await payos::order_of(services, exchange.loop(), shops, *view)).has_value();
  if (of_shop || view->status != merchant::RequestStatus::expired ||
      now > request.ends_at() + renewable_for) {
    co_return see_other("/pay/" + request.link());
  }
  merchant::OpenRequest what{view->registry->market,
                             request.stall,
                             request.amount,
                             request.note,
                             services.request_lifetime,
                             {},
                             "again." + request.link()};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return api::problem_of(asked.state);
  if (!asked.answer) co_return see_other("/pay/" + request.link());
  co_return see_other("/pay/" + asked.answer->request.link());
}

}  // namespace

void add_shopper_routes(http::Router& router, Services& services, const payos::Accounts& shops) {
  using http::Method;
  const auto limit = std::make_shared<http::RateLimit>(receipts_a_minute);
  router.add({Method::get, "/pay/{id}/receipt", 0, [&services, limit](Exchange& exchange) {
                return receipt(services, *limit, exchange, false);
              }});
  router.add({Method::get, "/pay/{id}/receipt.txt", 0, [&services, limit](Exchange& exchange) {
                return receipt(services, *limit, exchange, true);
              }});
  router.add({Method::get, "/pay/{id}/app/{app}", 0,
              [&](Exchange& exchange) { return bank_app(services, exchange); }});
  router.add({Method::post, "/pay/{id}/renew", 1024,
              [&](Exchange& exchange) { return renew(services, shops, exchange); }});
  router.add({Method::get, "/pay/{id}/shop", 0,
              [&](Exchange& exchange) { return back_to_shop(services, shops, exchange); }});
  router.add({Method::post, "/pay/{id}/cancel", 1024,
              [&](Exchange& exchange) { return cancel(services, shops, exchange); }});
}

}  // namespace chopay::app
