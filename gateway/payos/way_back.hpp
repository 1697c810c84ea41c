#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/payos/account.hpp"
#include "gateway/payos/order.hpp"

namespace chopay::payos {

/// An order, and the shop that made it.
struct ShopOrder {
  const Shop* shop = nullptr;
  Order order;
};

/// The order whose payment request this is; nothing for a request that no shop's program asked for,
/// whatever it calls itself, or while the readers are busy. The accounts must outlive it.
net::Task<std::optional<ShopOrder>> order_of(api::Services& services, net::Loop& loop,
                                             const Accounts& accounts,
                                             const merchant::RequestView& view);

/// "PAID" and the others, as payOS calls how an order stands.
std::string_view payos_status(merchant::RequestStatus status);

/// True for an absolute http or https address with a host, without a name and password before it
/// and without what no address has: white space, quotes, angles, backslashes.
bool is_web_address(std::string_view url);

/// Where the shopper goes when an order stands so: the shop's returnUrl once it is paid, its
/// cancelUrl once it is cancelled or has expired, with code, id, cancel, status and orderCode
/// behind its own query (payOS's page "Return URL"). Nothing while it waits for money, and for an
/// address that is none of the web's.
std::optional<std::string> way_back(const Shop& shop, const Order& order,
                                    merchant::RequestStatus status);

}  // namespace chopay::payos
