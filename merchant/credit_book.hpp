#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "merchant/credit_state.hpp"
#include "merchant/money_data.hpp"
#include "merchant/refund.hpp"

namespace chopay::merchant {

/// The credits of a market that are not settled by their own entry alone: the suspense list, those
/// with another explanation than they came with, and those that were given back. Part of the Book.
class CreditBook {
 public:
  /// A credit that no stall explains joins the list.
  void take(const ledger::Entry& credit);
  /// Gives the credit the explanation that the allocation names; gives it as it stands then.
  const CreditState& allocate(AllocationData data, ledger::Seq entry, Instant at);
  void request_refund(RefundRequested data);
  /// Counts what the bank said; gives the refund as it stands then.
  const Refund& pay_refund(const std::string& id, Dong amount);
  void cancel_refund(const std::string& id);
  /// Forgets credits and refunds that may no longer be changed (credit_changes_kept); the
  /// suspense list stays until it is explained.
  void forget_before(Instant recorded_at);

  /// The credit if it is on the list or was changed, else nullptr: then its entry is all there is.
  const CreditState* find(ledger::Seq seq) const;
  /// The suspense list, oldest first.
  std::vector<CreditState> suspense() const;
  std::size_t suspense_count() const { return suspense_count_; }
  /// Those that were on the list and are explained now, and may be taken back: nothing of them was
  /// given back. The newest explanation first, at most so many.
  std::vector<CreditState> explained(std::size_t count_max) const;
  /// What of the credit's share was given back or is to be.
  Dong asked_back(ledger::Seq credit, const CreditPart& part) const;
  const Refund* refund(const std::string& id) const;
  const Refund* refund_of(const ReferenceCode& code) const;
  /// Refunds that the bank has not confirmed whole, oldest first.
  std::vector<Refund> refunds_waiting() const;

  /// All that it remembers, for the book's snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.credits_, self.suspense_count_, self.refunds_, self.refund_codes_);
  }

 private:
  CreditState& keep(CreditState credit);

  std::map<ledger::Seq, CreditState> credits_;
  std::size_t suspense_count_ = 0;
  std::map<std::string, Refund> refunds_;
  std::unordered_map<ReferenceCode, std::string> refund_codes_;
};

}  // namespace chopay::merchant
