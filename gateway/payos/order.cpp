#include "gateway/payos/order.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/signature.hpp"
#include "ledger/crypto.hpp"

namespace chopay::payos {
namespace {

namespace json = boost::json;
using ledger::Dong;
using ledger::Instant;

/// What browsers and the programs between them carry for certain.
constexpr std::size_t url_bytes_max = 2'048;
/// Of the order code in a link's id: it has 53 bits.
constexpr std::size_t code_digits = 16;
constexpr std::size_t code_bits_a_digit = 4;
constexpr std::size_t link_id_length = 32;  ///< as payOS's own
/// 9999-12-31: later instants have no text.
constexpr std::int64_t unix_seconds_max = 253'402'300'799;

std::optional<std::string> text_in(const json::object& object, std::string_view name,
                                   std::size_t bytes_max) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_string() || value->get_string().size() > bytes_max) return std::nullopt;
  return std::string{std::string_view{value->get_string()}};
}

std::optional<std::int64_t> number_in(const json::object& object, std::string_view name,
                                      std::int64_t most) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_int64()) return std::nullopt;
  const auto number = value->get_int64();
  if (number < 1 || number > most) return std::nullopt;
  return number;
}

bool is_description(std::string_view text) {
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return !text.empty() && static_cast<std::size_t>(characters) <= description_characters_max &&
         bank::is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20;
         });
}

std::optional<Order> order_in(const json::object& object) {
  const auto code = number_in(object, "orderCode", order_code_max);
  const auto amount = number_in(object, "amount", ledger::transfer_max.count());
  auto description = text_in(object, "description", 4 * description_characters_max);
  auto cancel_url = text_in(object, "cancelUrl", url_bytes_max);
  auto return_url = text_in(object, "returnUrl", url_bytes_max);
  if (!code || !amount || !description || !cancel_url || !return_url) return std::nullopt;
  if (!is_description(*description)) return std::nullopt;
  Order order{*code, Dong{*amount}, std::move(*description), std::move(*cancel_url),
              std::move(*return_url)};
  if (const auto* expires = object.if_contains("expiredAt"); expires && !expires->is_null()) {
    const auto seconds = number_in(object, "expiredAt", unix_seconds_max);
    if (!seconds) return std::nullopt;
    order.expires_at = Instant{std::chrono::seconds{*seconds}};
  }
  return order;
}

bool signs(std::string_view signature, const Order& order, std::string_view checksum_key) {
  const auto amount = to_string(order.amount);
  const auto code = std::to_string(order.code);
  const auto mac =
      bank::hmac_sha256(checksum_key, {"amount=", amount, "&cancelUrl=", order.cancel_url,
                                       "&description=", order.description, "&orderCode=", code,
                                       "&returnUrl=", order.return_url});
  return bank::equal_in_constant_time(signature, bank::to_hex(mac));
}

std::optional<std::int64_t> order_code_of(std::string_view digits) {
  std::int64_t code = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, code);
  if (error != std::errc{} || stop != end || code < 1 || code > order_code_max) return std::nullopt;
  if (digits.front() == '0') return std::nullopt;  // one order, one text
  return code;
}

std::string id_prefix(const Shop& shop) {
  return "payos." + shop.client_id + '.';
}

}  // namespace

std::variant<Order, Fault> read_order(std::string_view body, std::string_view checksum_key) {
  json::error_code error;
  const auto value = json::parse(body, error);
  if (error || !value.is_object()) return Fault::parameter;
  const auto& object = value.get_object();
  auto order = order_in(object);
  if (!order) return Fault::parameter;
  const auto* signature = object.if_contains("signature");
  if (!signature || !signature->is_string()) return Fault::no_signature;
  if (!signs(std::string_view{signature->get_string()}, *order, checksum_key)) {
    return Fault::bad_signature;
  }
  return std::move(*order);
}

std::string request_id(const Shop& shop, std::int64_t order_code) {
  return id_prefix(shop) + std::to_string(order_code);
}

std::optional<std::int64_t> order_code_in(const Shop& shop, std::string_view request_id) {
  const auto prefix = id_prefix(shop);
  if (!request_id.starts_with(prefix)) return std::nullopt;
  return order_code_of(request_id.substr(prefix.size()));
}

std::string link_id(const Shop& shop, std::int64_t order_code) {
  const auto id = request_id(shop, order_code);
  const auto hash = ledger::sha256({"chopay payment link\n", id});
  std::string text(code_digits, '0');
  for (std::size_t i = 0; i < code_digits; ++i) {
    const auto digit = static_cast<std::uint64_t>(order_code) >> (code_bits_a_digit * i) & 15U;
    text[code_digits - 1 - i] = "0123456789abcdef"[digit];
  }
  return text + ledger::to_hex(std::span{hash}.first((link_id_length - code_digits) / 2));
}

std::optional<std::int64_t> named_order(const Shop& shop, std::string_view id) {
  if (id.size() != link_id_length) return order_code_of(id);
  std::int64_t code = 0;
  const auto* const end = id.data() + code_digits;
  const auto [stop, error] = std::from_chars(id.data(), end, code, 16);
  if (error != std::errc{} || stop != end || code < 1 || code > order_code_max) {
    return std::nullopt;
  }
  return link_id(shop, code) == id ? std::optional{code} : std::nullopt;
}

std::string order_row_name(const Shop& shop, std::int64_t order_code) {
  return "payos/" + shop.client_id + "/order/" + std::to_string(order_code);
}

std::string to_row(const Order& order) {
  json::object row{{"orderCode", order.code},
                   {"amount", order.amount.count()},
                   {"description", order.description},
                   {"cancelUrl", order.cancel_url},
                   {"returnUrl", order.return_url}};
  if (order.expires_at) {
    row["expiredAt"] =
        std::chrono::floor<std::chrono::seconds>(*order.expires_at).time_since_epoch().count();
  }
  if (!order.cancellation_reason.empty()) row["cancellationReason"] = order.cancellation_reason;
  return json::serialize(row);
}

std::optional<Order> read_row(std::string_view text) {
  json::error_code error;
  const auto value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  auto order = order_in(value.get_object());
  if (!order) return std::nullopt;
  order->cancellation_reason =
      text_in(value.get_object(), "cancellationReason", cancel_reason_bytes_max).value_or("");
  return order;
}

}  // namespace chopay::payos
