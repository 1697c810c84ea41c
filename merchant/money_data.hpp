#pragma once

#include <string>
#include <vector>

#include "merchant/refund.hpp"

namespace chopay::merchant {

// The "data" of entries that change what explains a credit, or tell of money given back; as
// entry_data.hpp has it for the other kinds.

/// Another explanation of a credit.
struct AllocationData {
  CreditState credit;             ///< as it stood before
  std::vector<CreditPart> parts;  ///< what explains it from now on; none: the suspense list
  ledger::Seq undoes{};           ///< the allocation that this one takes back; 0 for none
  std::string by;
  std::string why;
};

/// A refund that was asked for.
struct RefundRequested {
  CreditState credit;  ///< as it stood before
  Refund refund;
};

/// The outgoing transfer of a refund, as the bank told it.
struct RefundPaid {
  std::string refund;  ///< id
  std::string source;
  Instant occurred_at;
  Dong amount;
};

struct RefundCancelled {
  std::string refund;  ///< id
  std::string by;
};

std::string to_data(const AllocationData& data);
std::string to_data(const RefundRequested& data);
std::string to_data(const RefundPaid& data);
std::string to_data(const RefundCancelled& data);

AllocationData read_allocation(const ledger::Entry& entry);
RefundRequested read_refund_requested(const ledger::Entry& entry);
RefundPaid read_refund_paid(const ledger::Entry& entry);
RefundCancelled read_refund_cancelled(const ledger::Entry& entry);

}  // namespace chopay::merchant
