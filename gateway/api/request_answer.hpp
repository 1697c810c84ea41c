#pragma once

#include <string>

#include "merchant/command.hpp"

namespace chopay::api {

/// A payment request as the API shows it: {id, reference, stall, amount, amount_received, note,
/// status, payload, memo, pay_url, qr_svg, qr_png, created_at, expires_at}.
std::string request_json(const merchant::RequestView& view, const std::string& public_url);

}  // namespace chopay::api
