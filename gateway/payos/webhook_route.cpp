// POST /confirm-webhook
#include <boost/json.hpp>

#include "gateway/payos/account.hpp"
#include "gateway/payos/envelope.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::payos {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

/// What browsers and the programs between them carry for certain; and room for its escapes.
constexpr std::size_t webhook_url_bytes_max = 2'048;
constexpr std::size_t confirm_body_bytes_max = 4 * webhook_url_bytes_max;

/// The URL that the body names; nothing where it has another form, or is not for the shop.
std::optional<std::string> webhook_url(std::string_view body, const Shop& shop) {
  json::error_code error;
  const auto value = json::parse(body, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* url = object ? object->if_contains("webhookUrl") : nullptr;
  if (!url || !url->is_string()) return std::nullopt;
  const std::string_view text{url->get_string()};
  const bool scheme =
      text.starts_with("https://") || (shop.allow_private && text.starts_with("http://"));
  if (!scheme || text.size() > webhook_url_bytes_max) return std::nullopt;
  return std::string{text};
}

net::Task<Response> confirm_webhook(api::Services& services, net::HttpClient& client,
                                    Exchange& exchange, Account& account) {
  const auto& shop = account.shop;
  const auto url = webhook_url(exchange.request().body, shop);
  if (!url) co_return refusal(&shop, Fault::webhook_url);
  merchant::ShowRegistry show{shop.market};
  const auto market = co_await services.lane.ask(exchange.loop(), show);
  const auto* stall = market.answer ? (*market.answer)->stall(shop.stall) : nullptr;
  if (!stall) co_return refusal(&shop, Fault::internal);
  auto call =
      outbound::call_of(account.delivery.settings(), *url, {{"Content-Type", "application/json"}},
                        sample_webhook(shop, *stall));
  const auto answer = co_await client.fetch(exchange.loop(), std::move(call));
  if (!answer) co_return refusal(&shop, Fault::webhook_url, answer.error().message());
  if (answer->status < 200 || answer->status > 299) {
    co_return refusal(&shop, Fault::webhook_url, std::to_string(answer->status));
  }
  merchant::ChangeVault keep{{account.webhook_row_name(), *url}};
  const auto kept = co_await services.lane.ask(exchange.loop(), keep);
  if (kept.state != api::LaneState::answered) co_return refusal(&shop, Fault::internal);
  account.hook.set_url(*url);
  account.delivery.resume();
  const auto* bank = qr::BankDirectory::standard().lookup(stall->account.bank);
  co_return envelope(shop, {{"webhookUrl", *url},
                            {"accountName", stall->holder},
                            {"accountNumber", stall->account.number},
                            {"name", stall->name},
                            {"shortName", bank ? bank->short_name : std::string{}}});
}

}  // namespace

void add_webhook_route(http::Router& router, api::Services& services, const Accounts& accounts) {
  const auto client = std::make_shared<net::HttpClient>();
  router.add({http::Method::post, "/confirm-webhook", confirm_body_bytes_max,
              [&, client](Exchange& exchange) -> net::Task<Response> {
                auto* account = account_of(exchange.request(), accounts);
                if (!account) co_return refusal(nullptr, Fault::unauthorized);
                co_return co_await confirm_webhook(services, *client, exchange, *account);
              }});
}

}  // namespace chopay::payos
