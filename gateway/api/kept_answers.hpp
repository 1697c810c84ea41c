#pragma once

#include <map>
#include <mutex>
#include <string>

#include "gateway/api/kept_answer.hpp"
#include "gateway/api/services.hpp"

namespace chopay::api {

/// So many POSTs with an Idempotency-Key a caller has done in a minute: each leaves a row for a
/// day.
inline constexpr int kept_answers_per_minute = 120;

/// Does once what a caller asks with an Idempotency-Key, however often it is sent: for 24 hours the
/// same request gets the same answer, another one under the same key 409 idempotency_conflict. That
/// something was begun is durable before it begins: where the process dies on the way, or the
/// caller has signed in anew, sending it again gives 409 idempotency_unknown and never does it
/// twice. An answer that refuses (4xx, 503) is not kept; the key may be used again. So a handler
/// that has written something either answers 2xx, or such that asking again completes it. Safe
/// from any thread.
class KeptAnswers {
 public:
  /// The services must outlive it.
  explicit KeptAnswers(Services& services) : services_(services) {}

  /// The answer to a request of a caller who is known.
  net::Task<http::Response> answer(const http::Handler& inner, http::Exchange& exchange,
                                   const Caller& caller);

 private:
  class UnderWay;

  net::Task<void> keep(net::Loop& loop, const AnswerOwner& owner, const std::string& row,
                       KeptAnswer kept, const http::Response& response);

  Services& services_;
  http::RateLimit per_caller_{kept_answers_per_minute};
  std::mutex mutex_;
  std::map<std::string, ledger::Hash> under_way_;  ///< by row: what is asked
};

}  // namespace chopay::api
