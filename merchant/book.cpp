#include "merchant/book.hpp"

namespace chopay::merchant {

using ledger::Entry;
using ledger::Kind;

void Book::apply(const Entry& entry) {
  switch (entry.kind) {
    case Kind::market_opened: {
      auto data = read_market_opened(entry);
      auto& registry = registry_to_change();
      registry.market = entry.market;
      registry.name = std::move(data.name);
      registry.province = std::move(data.province);
      registry.sandbox = data.sandbox;
      break;
    }
    case Kind::zone_opened:
      registry_to_change().zones.push_back(read_zone_opened(entry).zone);
      break;
    case Kind::stall_opened:
      open_stall(entry);
      break;
    case Kind::request_opened:
      open_request(entry);
      break;
    case Kind::request_cancelled: {
      const auto found = requests_.find(read_request_cancelled(entry).id);
      if (found == requests_.end()) throw BrokenLog("a cancellation of an unknown request");
      found->second.cancelled_at = entry.at;
      break;
    }
    case Kind::credit:
      take_credit(entry);
      break;
    case Kind::rejection:
      break;
  }
}

/// Copies the registry before a change, since others may hold the one before. Changes are rare.
Registry& Book::registry_to_change() {
  auto copy = std::make_shared<Registry>(*registry_);
  auto& registry = *copy;
  registry_ = std::move(copy);
  return registry;
}

void Book::open_stall(const Entry& entry) {
  auto stall = read_stall_opened(entry).stall;
  auto& registry = registry_to_change();
  registry.stalls_by_account[stall.account].push_back(stall.id);
  stall_codes_.emplace(stall.memo, stall.id);
  registry.stalls.emplace(stall.id, std::move(stall));
}

void Book::open_request(const Entry& entry) {
  auto [request, idempotency] = read_request_opened(entry);
  forget_old_keys(entry.at);
  if (idempotency) {
    idempotency_by_age_.emplace_back(entry.at, idempotency->key);
    idempotency_[idempotency->key] = {idempotency->content, request.id};
  }
  request_codes_.emplace(request.reference, request.id);
  auto id = request.id;
  requests_.emplace(std::move(id), std::move(request));
}

void Book::take_credit(const Entry& entry) {
  const auto data = read_credit(entry);
  if (data.request.empty()) return;
  const auto found = requests_.find(data.request);
  if (found == requests_.end()) throw BrokenLog("a credit of an unknown request");
  found->second.receive(received_at_bank(entry), data.occurred_at);
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

const PaymentRequest* Book::request_of(const ReferenceCode& code) const {
  const auto found = request_codes_.find(code);
  return found == request_codes_.end() ? nullptr : request(found->second);
}

const StallId* Book::stall_of(const ReferenceCode& code) const {
  const auto found = stall_codes_.find(code);
  return found == stall_codes_.end() ? nullptr : &found->second;
}

bool Book::reference_taken(const ReferenceCode& code) const {
  return request_codes_.contains(code) || stall_codes_.contains(code);
}

const Book::Remembered* Book::remembered(const std::string& idempotency_key) const {
  const auto found = idempotency_.find(idempotency_key);
  return found == idempotency_.end() ? nullptr : &found->second;
}

}  // namespace chopay::merchant
