#pragma once

#include <boost/json/object.hpp>

#include <string_view>

#include "gateway/http/message.hpp"
#include "gateway/payos/shop.hpp"

namespace chopay::payos {

/// Why there is no data. Codes and statuses as payOS's own programs know them (@payos/node 2.0.5,
/// the PHP library's list).
enum class Fault {
  internal,         ///< 503, 20: send it again
  parameter,        ///< 400, 21
  no_signature,     ///< 400, 22
  bad_signature,    ///< 400, 24
  webhook_url,      ///< 400, 26: gave no 2xx
  unauthorized,     ///< 401, 401
  not_found,        ///< 404, 404
  duplicate_order,  ///< 200, 231: the order code is another order's
  not_pending,      ///< 200, 232: it cannot be cancelled any more
};

/// {"code":"00","desc":"success","data":{…},"signature":"…"}: every answer is signed, since some of
/// payOS's libraries refuse one that is not. REQUIRES: no object stands directly in `data`.
http::Response envelope(const Shop& shop, const boost::json::object& data);

/// The same with a code, a sentence and null. `shop` is null where nobody knows who asks: then
/// there is no key to sign with. `what` is put behind the sentence.
http::Response refusal(const Shop* shop, Fault fault, std::string_view what = {});

}  // namespace chopay::payos
