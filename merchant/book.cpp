#include "merchant/book.hpp"

#include "merchant/charges/charge_data.hpp"
#include "merchant/consent.hpp"
#include "merchant/name_correction.hpp"
#include "merchant/stall_correction.hpp"

namespace chopay::merchant {

using ledger::Entry;
using ledger::Kind;

void Book::apply(const Entry& entry) {
  switch (entry.kind) {
    case Kind::market_opened:
      return open_market(entry);
    case Kind::zone_opened:
      return registry_to_change().zones.push_back(read_zone_opened(entry).zone);
    case Kind::stall_opened:
      return open_stall(entry);
    case Kind::stall_corrected:
      return correct_stall(entry);
    case Kind::name_corrected:
      return read_name_corrected(entry).apply_to(registry_to_change(), entry.seq);
    case Kind::request_opened:
    case Kind::request_cancelled:
    case Kind::rest_requested:
    case Kind::request_expired:
      return step_request(entry);
    case Kind::credit:
      return take_credit(entry);
    case Kind::allocation:
      return allocate(entry);
    case Kind::refund_requested:
      return credits_.request_refund(read_refund_requested(entry));
    case Kind::refund_paid:
      return pay_refund(entry);
    case Kind::refund_cancelled:
      return credits_.cancel_refund(read_refund_cancelled(entry).refund);
    case Kind::payee_change_asked:
      return ask_payee_change(entry);
    case Kind::payee_change_approved:
    case Kind::payee_change_withdrawn:
    case Kind::payee_changed:
      return step_payee_change(entry);
    case Kind::consent_granted:
    case Kind::consent_withdrawn:
      return set_consent(entry);
    case Kind::day_closed:
      return closed_days_.close(read_day_closed(entry).date);
    case Kind::statement_imported:
      return imports_.take(statement::read_imported(entry));
    case Kind::rejection:
      return take_rejection(entry);
    case Kind::rejection_settled:
      return settle_rejection(entry);
    case Kind::alarm_raised:
      return take_alarms(alarms_of(entry));
    case Kind::tariff_set:
    case Kind::charges_due:
    case Kind::charge_paid:
    case Kind::charge_waived:
    case Kind::cash_handed_over:
    case Kind::hand_over_confirmed:
    case Kind::charges_closed:
      return charges::apply(charges_, entry);
    case Kind::cash_noted:
    case Kind::cash_taken_back:
    case Kind::person_invited:
      return;  // the household's own books, people of the vault: no decision about money needs them
  }
}

/// Copies the registry before a change, since others may hold the one before. Changes are rare.
Registry& Book::registry_to_change() {
  auto copy = std::make_shared<Registry>(*registry_);
  auto& registry = *copy;
  registry_ = std::move(copy);
  return registry;
}

void Book::open_market(const Entry& entry) {
  auto data = read_market_opened(entry);
  auto& registry = registry_to_change();
  registry.market = entry.market;
  registry.name = std::move(data.name);
  registry.province = std::move(data.province);
  registry.sandbox = data.sandbox;
  registry.managing_body = std::move(data.managing_body);
  registry.board_account = std::move(data.board_account);
  registry.contact_at = entry.seq;
}

void Book::open_stall(const Entry& entry) {
  auto stall = read_stall_opened(entry).stall;
  auto& registry = registry_to_change();
  registry.stalls_by_account[stall.account].push_back(stall.id);
  for (const auto& one : stall.further) registry.stalls_by_account[one.account].push_back(stall.id);
  stall_codes_.emplace(stall.memo, stall.id);
  registry.stalls.emplace(stall.id, std::move(stall));
}

void Book::correct_stall(const Entry& entry) {
  auto& stalls = registry_to_change().stalls;
  const auto found = stalls.find(entry.stall);
  if (found == stalls.end()) throw BrokenLog("a correction of an unknown stall");
  read_stall_corrected(entry).apply_to(found->second, entry.seq);
}

void Book::open_request(const Entry& entry) {
  auto [request, idempotency] = read_request_opened(entry);
  forget_old_keys(entry.at);
  if (idempotency) {
    idempotency_by_age_.emplace_back(entry.at, idempotency->key);
    idempotency_[idempotency->key] = {idempotency->content, request.id};
  }
  forget_old_requests(entry.at);
  request_codes_.emplace(request.reference, request.id);
  if (!request.token.empty()) request_links_.emplace(request.token, request.id);
  auto& waiting = waiting_[request.stall.text()];
  std::erase_if(waiting, [&](const std::string& id) {
    return requests_.at(id).expires_at + notice_delay_max < entry.at;
  });
  waiting.push_back(request.id);
  requests_by_age_.push_back(request.id);
  expiries_.watch(request);
  auto id = request.id;
  requests_.emplace(std::move(id), std::move(request));
}

void Book::step_request(const Entry& entry) {
  if (entry.kind == Kind::request_opened) return open_request(entry);
  if (entry.kind == Kind::request_cancelled) return cancel_request(entry);
  if (entry.kind == Kind::rest_requested) return ask_rest(entry);
  expire_request(entry);
}

void Book::cancel_request(const Entry& entry) {
  auto& request = request_to_change(read_request_cancelled(entry).id, "a cancellation");
  request.cancelled_at = entry.at;
  expiries_.watch(request);
  no_longer_waits(request);
}

PaymentRequest& Book::request_to_change(const std::string& id, std::string_view what) {
  const auto found = requests_.find(id);
  if (found == requests_.end()) throw BrokenLog(std::string{what} + " of an unknown request");
  return found->second;
}

void Book::ask_rest(const Entry& entry) {
  const auto [id, rest] = read_rest_requested(entry);
  auto& request = request_to_change(id, "a code for the rest");
  request_codes_.emplace(rest.reference, id);
  request.rests.push_back(rest);
}

/// Its money may still come, so it waits as before; only the telling is done.
void Book::expire_request(const Entry& entry) {
  auto& request = request_to_change(read_request_expired(entry).id, "an expiry");
  request.expiry_told = true;
  expiries_.watch(request);
}

void Book::take_credit(const Entry& entry) {
  const auto data = read_credit(entry);
  credits_.take(entry);
  credits_.forget_before(entry.at - credit_changes_kept);
  take_alarms(alarms_of_credit(entry, data));
  if (held_.ever() && entry.key) held_.posted(*entry.key);
  if (statement::is_statement_source(data.source)) {
    imports_.take_credit(entry, data);
  } else if (const auto* stall = registry_->stall(entry.stall)) {
    flows_[stall->zone].take(entry.stall, entry.at);
  }
  if (data.request.empty()) return;
  auto& request = request_to_change(data.request, "a credit");
  request.receive(received_at_bank(entry), data.occurred_at);
  expiries_.watch(request);
  no_longer_waits(request);
}

void Book::take_rejection(const Entry& entry) {
  take_alarms(alarms_of(entry));
  const auto data = read_rejection(entry);
  if (data.why == RejectionWhy::same_money) imports_.found_again(data.earlier);
  if (data.why == RejectionWhy::told_twice) held_.take(entry);
}

void Book::settle_rejection(const Entry& entry) {
  const auto seq = read_rejection_settled(entry);
  if (const auto* held = held_.find(seq)) imports_.found_again(held->earlier);
  held_.settle(seq);
}

void Book::take_alarms(std::vector<Alarm> alarms) {
  for (auto& alarm : alarms) alarms_.take(std::move(alarm));
}

std::vector<SilentStall> Book::silent_stalls(const SilenceRule& rule, Instant now) const {
  std::vector<SilentStall> silent;
  for (const auto& [zone, flow] : flows_) {
    for (auto& one : flow.silent(rule, now)) {
      // A stall that has moved is not missed where it was.
      const auto* stall = registry_->stall(one.stall);
      if (stall && stall->zone == zone) silent.push_back(std::move(one));
    }
  }
  return silent;
}

PaymentRequest* Book::request_of(const CreditPart& part, Instant since) {
  const auto found = requests_.find(part.request);
  if (found == requests_.end() || found->second.created_at > since) return nullptr;
  return &found->second;
}

void Book::allocate(const Entry& entry) {
  auto data = read_allocation(entry);
  // What is known of the credit stands here in full; the entry has what a new book needs.
  if (const auto* known = credits_.find(data.credit.seq)) data.credit = *known;
  const auto before = data.credit;
  const auto& after = credits_.allocate(std::move(data), entry.seq, entry.at);
  for (const auto& part : before.parts) {
    auto* request = request_of(part, before.since);
    if (!request) continue;
    request->release(part.amount);
    expiries_.watch(*request);
  }
  for (const auto& part : after.parts) {
    auto* request = request_of(part, after.since);
    if (!request) continue;
    request->receive(part.amount, after.occurred_at);
    expiries_.watch(*request);
    no_longer_waits(*request);
  }
}

void Book::pay_refund(const Entry& entry) {
  const auto data = read_refund_paid(entry);
  const auto& refund = credits_.pay_refund(data.refund, data.amount);
  const auto* credit = credits_.find(refund.credit);
  if (auto* request = request_of(refund.part, credit->since)) request->give_back(data.amount);
}

void Book::ask_payee_change(const Entry& entry) {
  take_alarms(alarms_of(entry));
  payee_changes_.insert_or_assign(entry.stall, read_payee_change_asked(entry));
}

void Book::step_payee_change(const Entry& entry) {
  const auto step = read_payee_change_step(entry);
  const auto found = payee_changes_.find(entry.stall);
  if (found == payee_changes_.end() || found->second.id != step.id) {
    throw BrokenLog("a step of an unknown payee change");
  }
  auto& change = found->second;
  if (entry.kind == Kind::payee_change_approved) {
    change.approved = step.actor;
    change.effective_at = step.effective_at;
  } else if (entry.kind == Kind::payee_change_withdrawn) {
    change.withdrawn = true;
  } else {
    change.done = true;
    registry_to_change().change_payee(change.stall, change.account, change.holder);
  }
}

void Book::set_consent(const Entry& entry) {
  auto& stalls = registry_to_change().stalls;
  const auto found = stalls.find(entry.stall);
  if (found == stalls.end()) throw BrokenLog("a consent of an unknown stall");
  auto& stall = found->second;
  const bool granted = entry.kind == Kind::consent_granted;
  const bool cash = granted && read_consent_to_cash(entry);
  if (!cash) {
    stall.cash_consented_at = Instant{};
  } else if (!stall.shares_cash()) {
    stall.cash_consented_at = entry.at;
  }
  // What is told anew while it is given, such as of the cash, does not make it younger.
  if (granted && !stall.consents()) stall.consented_at = entry.at;
  stall.consent_withdrawn_at = granted ? Instant{} : entry.at;
}

void Book::no_longer_waits(const PaymentRequest& request) {
  const auto found = waiting_.find(request.stall.text());
  if (found == waiting_.end()) return;
  std::erase(found->second, request.id);
  if (found->second.empty()) waiting_.erase(found);
}

/// Requests leave in the order in which they came, so that the same log gives the same book.
void Book::forget_old_requests(Instant now) {
  while (!requests_by_age_.empty()) {
    const auto& oldest = requests_.at(requests_by_age_.front());
    const bool too_many = requests_.size() >= requests_kept_max && now >= oldest.ends_at();
    if (!too_many && now < oldest.created_at + request_kept) return;
    forget(oldest);
    requests_by_age_.pop_front();
  }
}

void Book::forget(const PaymentRequest& request) {
  no_longer_waits(request);
  expiries_.forget(request);
  request_codes_.erase(request.reference);
  for (const auto& rest : request.rests) request_codes_.erase(rest.reference);
  if (!request.token.empty()) request_links_.erase(request.token);
  const auto id = request.id;
  requests_.erase(id);
}

void Book::forget_old_keys(Instant now) {
  while (!idempotency_by_age_.empty() &&
         idempotency_by_age_.front().first + idempotency_kept < now) {
    idempotency_.erase(idempotency_by_age_.front().second);
    idempotency_by_age_.pop_front();
  }
}

const PaymentRequest* Book::request(std::string_view id) const {
  const auto found = requests_.find(std::string{id});
  return found == requests_.end() ? nullptr : &found->second;
}

const PaymentRequest* Book::request_of_link(std::string_view link) const {
  const auto found = request_links_.find(std::string{link});
  if (found != request_links_.end()) return request(found->second);
  const auto* named = request(link);
  return named && named->token.empty() ? named : nullptr;
}

const PaymentRequest* Book::request_of(const ReferenceCode& code) const {
  const auto found = request_codes_.find(code);
  return found == request_codes_.end() ? nullptr : request(found->second);
}

const StallId* Book::stall_of(const ReferenceCode& code) const {
  const auto found = stall_codes_.find(code);
  return found == stall_codes_.end() ? nullptr : &found->second;
}

std::vector<const PaymentRequest*> Book::unpaid_requests(const StallId& stall) const {
  std::vector<const PaymentRequest*> unpaid;
  const auto found = waiting_.find(stall.text());
  if (found == waiting_.end()) return unpaid;
  for (const auto& id : found->second) unpaid.push_back(request(id));
  return unpaid;
}

std::vector<const PaymentRequest*> Book::open_requests(const StallId& stall,
                                                       Instant occurred_at) const {
  auto open = unpaid_requests(stall);
  std::erase_if(open, [&](const PaymentRequest* one) {
    return !one->open(occurred_at) || occurred_at + bank_clock_skew < one->created_at;
  });
  return open;
}

bool Book::reference_taken(const ReferenceCode& code) const {
  return request_codes_.contains(code) || stall_codes_.contains(code) || credits_.refund_of(code);
}

std::vector<PayeeChange> Book::open_payee_changes() const {
  std::vector<PayeeChange> open;
  for (const auto& [stall, change] : payee_changes_) {
    if (change.open()) open.push_back(change);
  }
  return open;
}

const PayeeChange* Book::payee_change(const StallId& stall) const {
  const auto found = payee_changes_.find(stall);
  return found == payee_changes_.end() ? nullptr : &found->second;
}

const Book::Remembered* Book::remembered(const std::string& idempotency_key) const {
  const auto found = idempotency_.find(idempotency_key);
  return found == idempotency_.end() ? nullptr : &found->second;
}

}  // namespace chopay::merchant
