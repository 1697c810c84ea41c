#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/entry.hpp"
#include "merchant/alarm.hpp"
#include "merchant/charges/charge_book.hpp"
#include "merchant/credit_book.hpp"
#include "merchant/day_close.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/expiry_list.hpp"
#include "merchant/held_notice.hpp"
#include "merchant/payee_change.hpp"
#include "merchant/registry.hpp"
#include "merchant/request.hpp"
#include "merchant/statement/imported.hpp"
#include "merchant/zone_flow.hpp"

namespace chopay::merchant {

/// How long an idempotency key is remembered after its entry.
inline constexpr std::chrono::hours idempotency_kept{24};
/// How long a request stays in the book after it was opened: money that comes with its code later
/// is money of its stall. Longer than any lifetime, and than a bank's longest holidays.
inline constexpr std::chrono::hours request_kept{7 * 24};
/// How many requests a market's book holds; above it the oldest that have ended leave earlier.
inline constexpr std::size_t requests_kept_max = 200'000;
/// A notice that comes later than this after a request's end is not matched by its amount.
inline constexpr std::chrono::hours notice_delay_max{24};
/// A bank may write the time of a transfer without its seconds, and its clock may be behind.
inline constexpr std::chrono::seconds bank_clock_skew{90};

/// The state of one market that decisions need: a fold over its log. Only apply() changes it, and
/// the same log gives the same book.
class Book {
 public:
  Book() = default;

  /// Folds the next entry. Throws BrokenLog where its data cannot be read.
  void apply(const ledger::Entry& entry);

  /// The market, its zones and stalls; shared and immutable, so it may be read on other threads.
  const std::shared_ptr<const Registry>& registry() const { return registry_; }

  /// The request by its id; nullptr also once it is forgotten (request_kept).
  const PaymentRequest* request(std::string_view id) const;
  /// The request by what stands in its pay link.
  const PaymentRequest* request_of_link(std::string_view link) const;
  /// The request that has the code, ended or not; a code is given out again only after its request
  /// is forgotten.
  const PaymentRequest* request_of(const ReferenceCode& code) const;
  /// The stall whose own code this is.
  const StallId* stall_of(const ReferenceCode& code) const;
  bool reference_taken(const ReferenceCode& code) const;
  /// The stall's requests that waited for money at that moment, by the bank's clock.
  std::vector<const PaymentRequest*> open_requests(const StallId& stall, Instant occurred_at) const;
  /// The stall's requests that had no money yet, of the last day, oldest first.
  std::vector<const PaymentRequest*> unpaid_requests(const StallId& stall) const;
  std::size_t requests_kept() const { return requests_.size(); }
  /// Requests whose lifetime ends, or has ended and was not told.
  const ExpiryList& expiries() const { return expiries_; }

  /// Credits in suspense, changed or given back, and refunds.
  const CreditBook& credits() const { return credits_; }

  const ClosedDays& closed_days() const { return closed_days_; }

  /// Statements that were imported, and credits that were posted from them.
  const statement::Imports& imports() const { return imports_; }

  /// The stall's last change of its payee account, open or not.
  const PayeeChange* payee_change(const StallId& stall) const;
  /// Those that are open, by stall.
  std::vector<PayeeChange> open_payee_changes() const;

  /// What somebody should look at, the newest of it.
  const AlarmLog& alarms() const { return alarms_; }
  /// Notices that wait for a person.
  const HeldNotices& held() const { return held_; }
  /// Stalls that are silent now, told of already or not, by zone and stall.
  std::vector<SilentStall> silent_stalls(const SilenceRule& rule, Instant now) const;

  /// What the stalls owe the board.
  const charges::ChargeBook& charges() const { return charges_; }

  struct Remembered {
    std::string content;  ///< hash of what was asked for
    std::string request;  ///< id of the request that was opened
  };
  /// What the idempotency key was used for in the last 24 hours.
  const Remembered* remembered(const std::string& idempotency_key) const;

  /// All that a book remembers, for its snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    auto registry = *self.registry_;
    archive(registry, self.requests_, self.request_links_, self.requests_by_age_, self.waiting_,
            self.request_codes_, self.stall_codes_, self.credits_, self.closed_days_,
            self.payee_changes_, self.idempotency_, self.idempotency_by_age_, self.imports_,
            self.alarms_, self.held_, self.flows_, self.charges_, self.expiries_);
    if constexpr (!std::is_const_v<Self>) {
      self.registry_ = std::make_shared<Registry>(std::move(registry));
    }
  }

 private:
  Registry& registry_to_change();
  void open_market(const ledger::Entry& entry);
  void open_stall(const ledger::Entry& entry);
  void correct_stall(const ledger::Entry& entry);
  void open_request(const ledger::Entry& entry);
  void step_request(const ledger::Entry& entry);
  void cancel_request(const ledger::Entry& entry);
  void ask_rest(const ledger::Entry& entry);
  void expire_request(const ledger::Entry& entry);
  void take_credit(const ledger::Entry& entry);
  void take_rejection(const ledger::Entry& entry);
  void settle_rejection(const ledger::Entry& entry);
  void allocate(const ledger::Entry& entry);
  void pay_refund(const ledger::Entry& entry);
  void ask_payee_change(const ledger::Entry& entry);
  void step_payee_change(const ledger::Entry& entry);
  void set_consent(const ledger::Entry& entry);
  void take_alarms(std::vector<Alarm> alarms);
  /// The request of a share of a credit, unless it is forgotten; its id may by now be another's.
  PaymentRequest* request_of(const CreditPart& part, Instant since);
  PaymentRequest& request_to_change(const std::string& id, std::string_view what);
  void no_longer_waits(const PaymentRequest& request);
  void forget_old_keys(Instant now);
  void forget_old_requests(Instant now);
  void forget(const PaymentRequest& request);

  std::shared_ptr<const Registry> registry_ = std::make_shared<Registry>();
  std::unordered_map<std::string, PaymentRequest> requests_;
  std::unordered_map<std::string, std::string> request_links_;  ///< of those whose id is chosen
  std::deque<std::string> requests_by_age_;
  std::unordered_map<std::string, std::vector<std::string>> waiting_;  ///< ids by stall
  std::unordered_map<ReferenceCode, std::string> request_codes_;
  std::unordered_map<ReferenceCode, StallId> stall_codes_;
  CreditBook credits_;
  ClosedDays closed_days_;
  statement::Imports imports_;
  AlarmLog alarms_;
  HeldNotices held_;
  std::map<std::string, ZoneFlow> flows_;  ///< by zone
  charges::ChargeBook charges_;
  ExpiryList expiries_;
  std::map<StallId, PayeeChange> payee_changes_;  ///< the last of each stall
  std::unordered_map<std::string, Remembered> idempotency_;
  std::deque<std::pair<Instant, std::string>> idempotency_by_age_;
};

}  // namespace chopay::merchant
