#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/outbound/delivery.hpp"
#include "gateway/payos/order_history.hpp"
#include "gateway/payos/shop.hpp"

namespace chopay::payos {

/// Tells a shop, in payOS's form, that an order is paid: once, when the money is complete.
class PaidHook final : public outbound::Destination {
 public:
  explicit PaidHook(const Shop& shop) : shop_(shop) {}

  std::vector<outbound::Message> messages_of(const ledger::Entry& entry,
                                             ledger::Reader& reader) const override;
  std::string url() const override;
  Headers headers(const outbound::Message& message, ledger::Instant now) const override;

  /// Where it goes from now on; empty: nowhere, orders are passed over.
  void set_url(std::string url);

 private:
  const Shop& shop_;
  mutable std::mutex mutex_;
  std::string url_;
};

/// What payOS posts when an address is to be confirmed: the order 123 that nobody made.
std::string sample_webhook(const Shop& shop, const merchant::Stall& stall);

/// A shop with its webhook.
struct Account {
  Account(Shop shop_, api::Services& services, net::HttpClient& client);

  const Shop shop;
  PaidHook hook;
  outbound::Delivery delivery;

  /// The vault's row of the confirmed address.
  std::string webhook_row_name() const { return "payos/" + shop.client_id + "/webhook"; }
  /// Takes up the confirmed address and the cursor; as outbound::Delivery::start().
  void start(net::Loop& loop, ledger::Reader& vault);
};

using Accounts = std::vector<std::unique_ptr<Account>>;

/// POST /v2/payment-requests, GET …/{id}, POST …/{id}/cancel; for invoices and payouts a 404.
void add_order_routes(http::Router& router, api::Services& services, const Accounts& accounts);
/// POST /confirm-webhook.
void add_webhook_route(http::Router& router, api::Services& services, const Accounts& accounts);

/// The account whose keys the request shows; nullptr for none.
Account* account_of(const http::Request& request, const Accounts& accounts);

}  // namespace chopay::payos
