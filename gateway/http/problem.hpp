#pragma once

#include <string>
#include <string_view>

#include "gateway/http/message.hpp"

namespace chopay::http {

/// An error answer as RFC 9457 problem+json: {"type":"about:blank","status","title","code",
/// "detail"}. The title is the status's own phrase; `code` is stable and in snake_case; `detail`
/// (left out when empty) is a sentence for a person and never holds secrets. 429 and 503 carry
/// "Retry-After: 1".
Response problem(int status, std::string_view code, std::string_view detail = {});

/// "Not Found", … of RFC 9110 §15; "Status" for a number it does not know.
std::string_view reason_of(int status);

}  // namespace chopay::http
