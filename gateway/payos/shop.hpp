#pragma once

#include <memory>
#include <string>

#include "gateway/bank/changing_keys.hpp"
#include "gateway/bank/secrets.hpp"
#include "gateway/http/message.hpp"
#include "merchant/registry.hpp"

namespace chopay::payos {

struct ShopKeys {
  bank::Secret api_key;
  bank::Secret checksum_key;  ///< signs what is asked and what is answered
};

/// A shop's credentials in payOS's sense, and the stall that its orders are sales of.
struct Shop {
  std::string client_id;  ///< [A-Za-z0-9-]{1,36}
  merchant::MarketId market;
  merchant::StallId stall;
  std::shared_ptr<bank::ChangingKeys<ShopKeys>> keys;
  bool allow_private = false;  ///< its webhook may have an address that is not public, without TLS
};

/// True where the request shows the shop's x-client-id and x-api-key; compared in constant time.
bool shows_keys(const http::Request& request, const Shop& shop);

}  // namespace chopay::payos
