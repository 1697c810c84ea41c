#pragma once

#include <boost/json/object.hpp>

#include <span>
#include <vector>

#include "merchant/statement/compare.hpp"
#include "merchant/statement/imported.hpp"

namespace chopay::merchant::statement {

struct CountedSum {
  std::int64_t count = 0;
  Dong sum;
  void add(Dong amount) {
    ++count;
    sum += amount;
  }
};

/// One row of the reconciliation with statements (market facts BC-06): what a bank says came into
/// an account on a day, what the ledger has of that day by the bank's clock, and where each đồng of
/// the two is.
struct AccountDay {
  Imported statement;
  BusinessDay day;
  bool lines_erased = false;  ///< nothing can be compared any more: all sums are 0
  CountedSum by_statement;    ///< credits that it has of the day
  CountedSum by_ledger;       ///< credits of the day by the bank's clock

  CountedSum matched;           ///< of this day on both sides
  CountedSum booked_other_day;  ///< the ledger has it of another day: a transfer of the night
  CountedSum missing_in_ledger;
  CountedSum amount_differs;  ///< as the statement has it
  CountedSum duplicate;
  CountedSum undecided;
  CountedSum reversal;  ///< a debit taken back: money that came

  CountedSum recorded_other_day;  ///< the statement has it of another day
  CountedSum missing_in_statement;
  CountedSum recorded_differs;  ///< as the ledger has it
  CountedSum other_statement;   ///< of the night at an end of the statement
  CountedSum undecided_in_ledger;

  /// What is on the day in the statement, less its parts: 0.
  Dong unexplained_by_statement() const;
  /// The same of the ledger.
  Dong unexplained_by_ledger() const;
  /// True where statement and ledger have the same transfers.
  bool agrees() const;
};

/// The day of a statement. The comparison is of these lines and bookings.
AccountDay account_day(const Imported& statement, BusinessDay day, std::span<const Line> lines,
                       std::span<const Booking> bookings, const Comparison& comparison);

/// {"statement","bank","account","by_statement":{"count","sum"},"by_ledger",…,"difference",
/// "unexplained","conclusion"}; the account is masked, the conclusion "Khớp" or "Lệch".
boost::json::object to_json(const AccountDay& day);

}  // namespace chopay::merchant::statement
