#include "gateway/payos/account.hpp"

namespace chopay::payos {

Account::Account(Shop shop_, api::Services& services, net::HttpClient& client)
    : shop(std::move(shop_)),
      hook(shop),
      delivery(services, client, hook,
               {"payos-" + shop.client_id, shop.market, shop.allow_private}) {}

void Account::start(net::Loop& loop, ledger::Reader& vault) {
  hook.set_url(vault.vault_get(webhook_row_name()).value_or(""));
  delivery.start(loop, vault);
}

Account* account_of(const http::Request& request, const Accounts& accounts) {
  for (const auto& account : accounts) {
    if (shows_keys(request, account->shop)) return account.get();
  }
  return nullptr;
}

}  // namespace chopay::payos
