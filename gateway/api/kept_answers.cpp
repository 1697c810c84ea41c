#include "gateway/api/kept_answers.hpp"

#include <utility>
#include <vector>

#include "gateway/api/problems.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::api {
namespace {

using http::Response;

Response unknown_outcome() {
  return http::problem(409, "idempotency_unknown",
                       "this was begun, and its answer is not kept: look what it came to before "
                       "you ask with a new key");
}

Response conflict() {
  return problem_of(merchant::Error{merchant::Errc::idempotency_conflict});
}

Response in_progress() {
  auto response = http::problem(409, "idempotency_in_progress", "the first one is being worked on");
  response.headers.add("Retry-After", "1");
  return response;
}

/// What a row means for whoever asks again.
Response answer_again(const AnswerOwner& owner, const std::string& row, const KeptAnswer& kept,
                      const ledger::Hash& content) {
  // Who has signed in anew asks with another secret, by which neither can be compared or opened.
  if (kept.owner != owner_mark(owner)) return unknown_outcome();
  if (kept.content != content) return conflict();
  if (kept.sealed.empty()) return unknown_outcome();
  auto response = open_answer(owner, row, kept.sealed);
  if (!response) return unknown_outcome();
  response->headers.add("Idempotency-Replayed", "true");
  return std::move(*response);
}

/// True for answers after which asking again does no harm.
bool has_refused(const Response& response) {
  return (response.status >= 400 && response.status < 500) || response.status == 503;
}

bool can_be_kept(const Response& response) {
  return response.status < 500 && !response.stream && response.body.size() <= answer_bytes_max;
}

}  // namespace

/// Holds a row against a second request at the same time.
class KeptAnswers::UnderWay {
 public:
  UnderWay(KeptAnswers& of, const std::string& row, const ledger::Hash& content)
      : of_(of), row_(row) {
    const std::lock_guard lock{of_.mutex_};
    const auto [place, entered] = of_.under_way_.emplace(row, content);
    entered_ = entered;
    same_ = place->second == content;
  }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;
  ~UnderWay() {
    if (!entered_) return;
    const std::lock_guard lock{of_.mutex_};
    of_.under_way_.erase(row_);
  }
  bool entered() const { return entered_; }
  bool same() const { return same_; }

 private:
  KeptAnswers& of_;
  const std::string& row_;
  bool entered_ = false;
  bool same_ = false;
};

net::Task<Response> KeptAnswers::answer(const http::Handler& inner, http::Exchange& exchange,
                                        const Caller& caller) {
  const auto& request = exchange.request();
  const AnswerOwner owner{caller.name(), caller.shown(), request.headers.get("Idempotency-Key")};
  if (owner.key.size() > idempotency_key_bytes_max) {
    co_return bad_request("bad_idempotency_key", "at most 255 characters");
  }
  if (caller.accesses().size() > 1) {  // which of them it is asked by may be another next time
    co_return bad_request("bad_idempotency_key", "only with one key or one sign-in");
  }
  if (!per_caller_.take(owner.caller, std::chrono::steady_clock::now())) {
    co_return http::problem(429, "too_many_requests",
                            "with an Idempotency-Key 120 a minute; without, as many as ever");
  }
  const auto row = answer_row(owner, request.path);
  const auto content = asked_content(owner, request);
  const UnderWay under_way{*this, row, content};
  if (!under_way.entered()) co_return under_way.same() ? in_progress() : conflict();
  std::optional<std::string> there;
  const bool read = co_await services_.readers.run(
      exchange.loop(), [&](ledger::Reader& reader) { there = reader.vault_get(row); });
  if (!read) co_return problem_of(LaneState::busy);
  if (there) {
    const auto kept = read_kept_answer(*there);
    if (!kept) co_return unknown_outcome();
    if (!is_over(*kept, services_.clock.now())) co_return answer_again(owner, row, *kept, content);
  }
  KeptAnswer kept{services_.clock.now(), owner_mark(owner), content, {}};
  // The row as it was read: nobody else has begun, and nobody erases what is begun here.
  merchant::ChangeVault begin{
      {row, kept_answer_text(kept)}, {}, ledger::VaultChange{row, std::move(there)}};
  const auto begun = co_await services_.lane.ask(exchange.loop(), begin);
  if (begun.state != LaneState::answered) co_return problem_of(begun.state);
  if (!begun.answer) co_return in_progress();
  auto response = co_await inner(exchange);
  co_await keep(exchange.loop(), owner, row, std::move(kept), response);
  co_return response;
}

net::Task<void> KeptAnswers::keep(net::Loop& loop, const AnswerOwner& owner, const std::string& row,
                                  KeptAnswer kept, const Response& response) {
  std::vector<ledger::VaultChange> rows;
  if (has_refused(response)) {
    rows.push_back({row, std::nullopt});
  } else if (can_be_kept(response)) {
    kept.sealed = seal_answer(owner, row, response, services_.random);
    rows.push_back({row, kept_answer_text(kept)});
  }
  // Else, and where this fails, it stays begun: the answer is given, and asking again does nothing.
  co_await keep_rows(services_, loop, std::move(rows));
}

}  // namespace chopay::api
