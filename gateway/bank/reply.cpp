#include "gateway/bank/reply.hpp"

namespace chopay::bank {

bool is_success(Outcome outcome) {
  switch (outcome) {
    case Outcome::accepted:
    case Outcome::duplicate:
    case Outcome::ignored:
    case Outcome::unmatched:
    case Outcome::token_issued:
      return true;
    case Outcome::conflict:
    case Outcome::unavailable:
    case Outcome::too_many:
    case Outcome::reject_auth:
    case Outcome::reject_stale:
    case Outcome::malformed:
      return false;
  }
  return false;
}

int status_of(Outcome outcome, int success_status, int auth_status) {
  switch (outcome) {
    case Outcome::accepted:
    case Outcome::duplicate:
    case Outcome::ignored:
    case Outcome::unmatched:
    case Outcome::token_issued:
      return success_status;
    case Outcome::conflict:
      return 409;
    case Outcome::unavailable:
      return 503;
    case Outcome::too_many:
      return 429;
    case Outcome::reject_auth:
    case Outcome::reject_stale:
      return auth_status;
    case Outcome::malformed:
      return 400;
  }
  return 500;
}

Reply reply_with(const ReplyWords& words, Outcome outcome) {
  Reply reply;
  reply.status = status_of(outcome, words.success_status, words.auth_status);
  reply.body = is_success(outcome) ? words.success : words.failure;
  if (!reply.body.empty()) reply.content_type = "application/json";
  return reply;
}

}  // namespace chopay::bank
