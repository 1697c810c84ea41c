#include "gateway/payos/shop.hpp"

namespace chopay::payos {

bool shows_keys(const http::Request& request, const Shop& shop) {
  return request.headers.get("x-client-id") == shop.client_id &&
         bank::equal_in_constant_time(request.headers.get("x-api-key"),
                                      shop.keys->now()->api_key.view());
}

}  // namespace chopay::payos
