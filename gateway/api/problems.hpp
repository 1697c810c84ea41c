#pragma once

#include <chrono>
#include <string_view>

#include "gateway/api/access.hpp"
#include "gateway/api/lane.hpp"
#include "gateway/http/message.hpp"
#include "ledger/result.hpp"

namespace chopay::api {

/// The one place where an error of the rules becomes a status and a problem document.
http::Response problem_of(const ledger::Error& error);
/// 503 with Retry-After: nothing was acknowledged, send it again.
http::Response problem_of(LaneState state);
/// 401 for a caller that no key opens anything for, 403 for one whose key does not open this.
http::Response no_access(const Caller& caller);
/// 403 for a session or a device whose password and code, or PIN, were given too long ago for what
/// is asked.
http::Response proof_needed();
/// 403 for a key that another has made and that must wait before it speaks for somebody.
http::Response key_too_new();
/// 403 for whoever was let in on the machine, where two must agree or a household alone may.
http::Response not_vouched_for();
/// 429 for whoever guesses: tell when the next try counts.
http::Response too_many_tries(std::chrono::seconds wait, std::string_view detail);
/// 400 with a code and a sentence.
http::Response bad_request(std::string_view code, std::string_view detail);

/// 200 (or `status`) with a JSON body.
http::Response json_answer(std::string body, int status = 200);

}  // namespace chopay::api
