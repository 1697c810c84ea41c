#pragma once

#include <string>
#include <string_view>

#include "gateway/http/message.hpp"

namespace chopay::api {

/// A public answer that follows from its address alone: an ETag over its bytes, a long cache, and
/// free to be shown on other sites. 304 without a body when the client has those bytes already
/// (RFC 9110 §13.1.2).
http::Response cached_answer(const http::Request& request, std::string_view body,
                             std::string_view content_type);

}  // namespace chopay::api
