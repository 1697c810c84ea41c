#pragma once

#include <string>

#include "merchant/command.hpp"

namespace chopay::api {

/// A payment request as the API shows it: {id, stall, amount, amount_received, amount_refunded,
/// amount_missing, amount_surplus, note, status, created_at}, and the code that is to be paid now
/// (of a short request with a code for the rest: that one): {reference, asks, payload, memo,
/// pay_url, qr_svg, qr_png, expires_at}.
std::string request_json(const merchant::RequestView& view, const std::string& public_url);

}  // namespace chopay::api
