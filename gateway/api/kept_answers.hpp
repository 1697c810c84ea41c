#pragma once

#include <map>
#include <mutex>
#include <string>

#include "gateway/api/kept_answer.hpp"
#include "gateway/api/services.hpp"

namespace chopay::api {

/// Does once what a caller asks with an Idempotency-Key, however often it is sent: for 24 hours the
/// same request gets the same answer, another one under the same key 409 idempotency_conflict. That
/// something was begun is durable before it begins: where the process dies on the way, sending it
/// again gives 409 idempotency_unknown and never does it twice. An answer that refuses is not kept,
/// since nothing was done; the key may be used again. Safe from any thread.
class KeptAnswers {
 public:
  /// The services must outlive it.
  explicit KeptAnswers(Services& services) : services_(services) {}

  /// The answer to a request of a caller who is known.
  net::Task<http::Response> answer(const http::Handler& inner, http::Exchange& exchange,
                                   const Caller& caller);

 private:
  class UnderWay;

  net::Task<http::Response> answer_anew(const http::Handler& inner, http::Exchange& exchange,
                                        const AnswerOwner& owner, const std::string& row,
                                        KeptAnswer kept);
  net::Task<void> keep(net::Loop& loop, const AnswerOwner& owner, const std::string& row,
                       KeptAnswer kept, const http::Response& response);

  Services& services_;
  std::mutex mutex_;
  std::map<std::string, ledger::Hash> under_way_;  ///< by row: what is asked
};

}  // namespace chopay::api
