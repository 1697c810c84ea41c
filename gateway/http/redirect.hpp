#pragma once

#include <string_view>

#include "gateway/http/message.hpp"

namespace chopay::http {

/// 303: the client is to GET that place instead (RFC 9110 §15.4.4).
Response see_other(std::string_view place);

}  // namespace chopay::http
