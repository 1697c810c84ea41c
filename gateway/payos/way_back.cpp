#include "gateway/payos/way_back.hpp"

#include <algorithm>

#include "gateway/http/percent.hpp"

namespace chopay::payos {
namespace {

using merchant::RequestStatus;

bool is_in_address(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7F &&
         std::string_view{"\"'<>\\`"}.find(c) == std::string_view::npos;
}

/// A header field has no other letters than ASCII's.
std::string in_ascii(std::string_view url) {
  std::string text;
  for (const char& c : url) {
    const bool plain = static_cast<unsigned char>(c) < 0x80;
    text += plain ? std::string{c} : http::percent_encoded({&c, 1});
  }
  return text;
}

/// The address with the parameters behind its own query and before its fragment.
std::string with_query(std::string_view url, const std::string& parameters) {
  const auto fragment_at = std::min(url.find('#'), url.size());
  auto text = in_ascii(url.substr(0, fragment_at));
  if (text.find('?') == std::string::npos) {
    text += '?';
  } else if (!text.ends_with('?') && !text.ends_with('&')) {
    text += '&';
  }
  text += parameters;
  return text + in_ascii(url.substr(fragment_at));
}

}  // namespace

net::Task<std::optional<ShopOrder>> order_of(api::Services& services, net::Loop& loop,
                                             const Accounts& accounts,
                                             const merchant::RequestView& view) {
  for (const auto& account : accounts) {
    const auto& shop = account->shop;
    if (shop.market != view.registry->market || shop.stall != view.request.stall) continue;
    const auto code = order_code_in(shop, view.request.id);
    if (!code) continue;
    std::optional<Order> order;
    const bool read = co_await services.readers.run(loop, [&](ledger::Reader& reader) {
      order = read_row(reader.vault_get(order_row_name(shop, *code)).value_or(""));
    });
    // Other programs may choose such an id; only a shop's signed order has a row.
    if (!read || !order) co_return std::nullopt;
    ShopOrder found{&shop, std::move(*order)};
    co_return found;
  }
  co_return std::nullopt;
}

std::string_view payos_status(RequestStatus status) {
  switch (status) {
    case RequestStatus::pending:
      return "PENDING";
    case RequestStatus::short_:
      return "UNDERPAID";
    case RequestStatus::expired:
      return "EXPIRED";
    case RequestStatus::cancelled:
      return "CANCELLED";
    case RequestStatus::paid:
    case RequestStatus::over:
    case RequestStatus::late:
    case RequestStatus::refunded:
    case RequestStatus::part_refunded:
      return "PAID";
  }
  return "PROCESSING";
}

bool is_web_address(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    const auto rest = url.substr(scheme.size());
    const auto host = rest.substr(0, rest.find_first_of("/?#"));
    return !host.empty() && host.front() != ':' && host.find('@') == std::string_view::npos &&
           std::all_of(url.begin(), url.end(), is_in_address);
  }
  return false;
}

std::optional<std::string> way_back(const Shop& shop, const Order& order, RequestStatus status) {
  if (status == RequestStatus::pending || status == RequestStatus::short_) return std::nullopt;
  const bool ended = status == RequestStatus::cancelled || status == RequestStatus::expired;
  const auto& url = ended ? order.cancel_url : order.return_url;
  if (!is_web_address(url)) return std::nullopt;
  std::string parameters = "code=00&id=" + link_id(shop, order.code);
  parameters.append("&cancel=").append(ended ? "true" : "false");
  parameters.append("&status=").append(payos_status(status));
  return with_query(url, parameters + "&orderCode=" + std::to_string(order.code));
}

}  // namespace chopay::payos
