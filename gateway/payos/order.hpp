#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "gateway/payos/envelope.hpp"
#include "gateway/payos/shop.hpp"
#include "ledger/clock.hpp"
#include "ledger/dong.hpp"

namespace chopay::payos {

/// The largest whole number that JavaScript counts exactly: payOS's limit of an order code.
inline constexpr std::int64_t order_code_max = 9'007'199'254'740'991;
/// Characters of a description, as payOS refuses more.
inline constexpr std::size_t description_characters_max = 25;
/// Of the reason for a cancellation: a few sentences.
inline constexpr std::size_t cancel_reason_bytes_max = 500;

/// What a shop asked for. The payment request has what decides; the rest lies in the vault, in a
/// row of its own, where it can be erased.
struct Order {
  std::int64_t code = 0;  ///< 1 … order_code_max, the shop's own
  ledger::Dong amount;
  std::string description;
  std::string cancel_url;
  std::string return_url;
  std::optional<ledger::Instant> expires_at{};  ///< as asked for
  std::string cancellation_reason{};
  friend bool operator==(const Order&, const Order&) = default;
};

/// Reads the body of POST /v2/payment-requests and checks its signature, over amount, cancelUrl,
/// description, orderCode and returnUrl. Items, buyer and invoice are passed over: not ours to
/// keep.
std::variant<Order, Fault> read_order(std::string_view body, std::string_view checksum_key);

/// The id of the order's payment request: "payos.<client id>.<order code>".
std::string request_id(const Shop& shop, std::int64_t order_code);
/// The order code in such an id; nothing for another shop's, or a request of another kind.
std::optional<std::int64_t> order_code_in(const Shop& shop, std::string_view request_id);

/// The id of the payment link: 32 hexadecimal digits made of the order code and a hash, so that it
/// need not be kept.
std::string link_id(const Shop& shop, std::int64_t order_code);
/// The order code that a path names: itself in digits, or a link id of this shop.
std::optional<std::int64_t> named_order(const Shop& shop, std::string_view id);

/// The vault's row of an order.
std::string order_row_name(const Shop& shop, std::int64_t order_code);
std::string to_row(const Order& order);
std::optional<Order> read_row(std::string_view text);

}  // namespace chopay::payos
