#include "gateway/bank/verdict.hpp"

#include <algorithm>

namespace chopay::bank {
namespace {

Verdict saying(Action action, std::string why) {
  Verdict verdict;
  verdict.action = action;
  verdict.why = std::move(why);
  return verdict;
}

}  // namespace

Verdict reject_auth(std::string why) {
  return saying(Action::reject_auth, std::move(why));
}

Verdict reject_stale(std::string why) {
  return saying(Action::reject_stale, std::move(why));
}

Verdict reject_malformed(const ledger::Error& error) {
  Verdict verdict = saying(Action::reject_malformed, error.message());
  verdict.field = error.detail;
  return verdict;
}

Verdict ping(std::string why, std::vector<merchant::BankNotice> samples) {
  Verdict verdict = saying(Action::ping, std::move(why));
  verdict.samples = std::move(samples);
  return verdict;
}

Verdict ignore_failed(std::string why, std::vector<merchant::BankNotice> samples) {
  Verdict verdict = saying(Action::ignore_failed, std::move(why));
  verdict.samples = std::move(samples);
  return verdict;
}

Verdict review(std::string why, std::vector<merchant::BankNotice> notices) {
  Verdict verdict = saying(Action::review, std::move(why));
  verdict.notices = std::move(notices);
  return verdict;
}

Verdict accept(std::vector<merchant::BankNotice> notices) {
  if (notices.empty()) return ping("the message lists no transaction");
  const bool all_out = std::ranges::all_of(notices, [](const merchant::BankNotice& notice) {
    return notice.direction == merchant::Direction::out;
  });
  Verdict verdict;
  verdict.action = all_out               ? Action::ignore_outgoing
                   : notices.size() == 1 ? Action::credit
                                         : Action::batch;
  verdict.notices = std::move(notices);
  return verdict;
}

Verdict accept(merchant::BankNotice notice) {
  std::vector<merchant::BankNotice> notices;
  notices.push_back(std::move(notice));
  return accept(std::move(notices));
}

}  // namespace chopay::bank
