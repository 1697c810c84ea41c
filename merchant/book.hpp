#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "ledger/entry.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/registry.hpp"
#include "merchant/request.hpp"

namespace chopay::merchant {

/// How long an idempotency key is remembered after its entry.
inline constexpr std::chrono::hours idempotency_kept{24};

/// The state of one market that decisions need: a fold over its log. Only apply() changes it, and
/// the same log gives the same book.
class Book {
 public:
  Book() = default;

  /// Folds the next entry. Throws BrokenLog where its data cannot be read.
  void apply(const ledger::Entry& entry);

  /// The market, its zones and stalls; shared and immutable, so it may be read on other threads.
  const std::shared_ptr<const Registry>& registry() const { return registry_; }

  const PaymentRequest* request(std::string_view id) const;
  /// The request that has the code, ended or not; a code is never given out twice in a market.
  const PaymentRequest* request_of(const ReferenceCode& code) const;
  /// The stall whose own code this is.
  const StallId* stall_of(const ReferenceCode& code) const;
  bool reference_taken(const ReferenceCode& code) const;

  struct Remembered {
    std::string content;  ///< hash of what was asked for
    std::string request;  ///< id of the request that was opened
  };
  /// What the idempotency key was used for in the last 24 hours.
  const Remembered* remembered(const std::string& idempotency_key) const;

 private:
  Registry& registry_to_change();
  void open_stall(const ledger::Entry& entry);
  void open_request(const ledger::Entry& entry);
  void take_credit(const ledger::Entry& entry);
  void forget_old_keys(Instant now);

  std::shared_ptr<const Registry> registry_ = std::make_shared<Registry>();
  std::unordered_map<std::string, PaymentRequest> requests_;
  std::unordered_map<ReferenceCode, std::string> request_codes_;
  std::unordered_map<ReferenceCode, StallId> stall_codes_;
  std::unordered_map<std::string, Remembered> idempotency_;
  std::deque<std::pair<Instant, std::string>> idempotency_by_age_;
};

}  // namespace chopay::merchant
