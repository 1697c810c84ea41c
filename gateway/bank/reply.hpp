#pragma once

#include <string_view>

#include "gateway/bank/adapter.hpp"

namespace chopay::bank {

/// The words of a provider that has one text for success and one for failure.
struct ReplyWords {
  int success_status = 200;
  std::string_view success = {};  ///< body; the content type is JSON when it is not empty
  std::string_view failure = {};
  int auth_status = 401;  ///< for a bad signature and for a stale message
};

/// The usual statuses: accepted, duplicate, ignored and unmatched are success (a refusal would only
/// bring the same message back); 400 malformed, 401 not authentic or stale, 409 conflict, 503 not
/// committed.
Reply reply_with(const ReplyWords& words, Outcome outcome);

/// The status of the outcome by the same rule, for providers that compose their own body.
int status_of(Outcome outcome, int success_status = 200, int auth_status = 401);

/// Whether the provider is to hear "success".
bool is_success(Outcome outcome);

}  // namespace chopay::bank
