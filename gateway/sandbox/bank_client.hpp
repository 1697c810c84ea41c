#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/sandbox/bank.hpp"
#include "gateway/sandbox/web.hpp"

namespace chopay::sandbox {

/// Where a simulated bank reaches a gateway: POST {to}/callbacks/{source}.
struct CallbackAddress {
  std::string to;      ///< "http://127.0.0.1:8080"
  std::string source;  ///< id of the source in the gateway's settings
};

/// Posts one notice as the aggregator would, and gives the gateway's answer, whatever its status.
Result<WebAnswer> deliver(const Web& web, const CallbackAddress& address,
                          const SignedNotice& notice);

/// The picture of a code behind an address: of a pay page (…/pay/pr_…) its qr.png, otherwise the
/// address itself. answer_refused unless it is answered with 200.
Result<std::string> fetch_picture(const Web& web, std::string_view url);

/// The address of the picture that fetch_picture asks for.
std::string picture_address(std::string_view url);

}  // namespace chopay::sandbox
