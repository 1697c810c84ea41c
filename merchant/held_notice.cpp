// Notices that wait for a person to say whether a statement told their money: the list, and the
// decisions about it.
#include "merchant/held_notice.hpp"

#include <algorithm>

#include "merchant/draft.hpp"
#include "merchant/entry_fields.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

void HeldNotices::take(const ledger::Entry& rejection) {
  auto data = read_rejection(rejection);
  if (!rejection.key) throw BrokenLog(rejection, "key");
  HeldNotice held;
  held.seq = rejection.seq;
  held.at = rejection.at;
  held.key = *rejection.key;
  if (held.key.reference.ends_with(held_mark)) held.key.reference.pop_back();
  held.account = {held.key.bank,
                  data.virtual_account.empty() ? held.key.account : data.virtual_account};
  held.amount = data.claimed;
  held.source = std::move(data.source);
  // Before the data had it: when it came is near enough.
  held.occurred_at = data.occurred_at == Instant{} ? rejection.at : data.occurred_at;
  held.earlier = data.earlier;
  waiting_.push_back(std::move(held));
  if (waiting_.size() > kept_max) waiting_.pop_front();
  ++taken_;
}

void HeldNotices::settle(ledger::Seq rejection) {
  std::erase_if(waiting_, [&](const HeldNotice& one) { return one.seq == rejection; });
}

void HeldNotices::posted(const ledger::CreditKey& key) {
  std::erase_if(waiting_, [&](const HeldNotice& one) { return one.key == key; });
}

const HeldNotice* HeldNotices::find(ledger::Seq rejection) const {
  const auto found = std::ranges::find(waiting_, rejection, &HeldNotice::seq);
  return found == waiting_.end() ? nullptr : &*found;
}

std::string settled_data(ledger::Seq rejection, const std::string& by) {
  return boost::json::serialize(
      boost::json::object{{"rejection", ledger::number(rejection)}, {"by", by}});
}

ledger::Seq read_rejection_settled(const ledger::Entry& entry) {
  return Fields{entry}.seq("rejection");
}

Rules::Outcome Rules::decide_on(const ShowHeldNotices& command, ledger::KnownKeys& keys, Instant) {
  using Answer = ShowHeldNotices::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  HeldList list{market->registry(), {}};
  for (const auto& notice : market->held().waiting()) {
    const auto earlier = keys.at(command.market, notice.earlier);
    list.waiting.push_back({notice, earlier ? read_credit(*earlier).occurred_at : Instant{}});
  }
  return {{}, Answer{std::move(list)}};
}

Rules::Outcome Rules::decide_on(const SettleHeldNotice& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  if (!market) return {{}, Result<void>{Error{Errc::unknown_market}}};
  if (!market->held().find(command.rejection)) {
    return {{}, Result<void>{Error{Errc::not_pending, "nothing waits under that number"}}};
  }
  return {draft_of(command.market, {}, ledger::Kind::rejection_settled,
                   ledger::business_day_of(now), settled_data(command.rejection, command.by)),
          Result<void>{}};
}

}  // namespace chopay::merchant
