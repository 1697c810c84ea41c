#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"
#include "merchant/refund.hpp"
#include "merchant/request.hpp"
#include "qr/drawing_cache.hpp"

namespace chopay::api {

/// The VietQR payload of what a request asks for now: account, amount, and as the transfer text the
/// reference code with the vendor's note behind it where both fit into 25 characters.
std::string payload_of(const merchant::PaymentRequest& request);
/// The transfer text of that payload.
std::string memo_of(const merchant::PaymentRequest& request);

/// The transfer text by which a refund's outgoing transfer is known.
std::string refund_memo(const merchant::Refund& refund);
/// The payload that pays what is missing of the refund into the account that the money came from.
/// Nothing where the bank named no account, or only part of one.
std::optional<std::string> refund_payload(const merchant::Refund& refund,
                                          std::string_view payer_bank,
                                          std::string_view payer_account);

/// The drawing of a payload, level M with its quiet zone.
http::Response svg_answer(qr::DrawingCache& drawings, const std::string& payload);
/// As a square PNG; `px` is the text of the query parameter, empty for 512. 400 where it is not a
/// number from 64 to 2048.
http::Response png_answer(qr::DrawingCache& drawings, const std::string& payload,
                          std::string_view px);

}  // namespace chopay::api
