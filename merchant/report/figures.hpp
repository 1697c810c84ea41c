#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/charges/charges_paid.hpp"
#include "merchant/report/adjustments.hpp"
#include "merchant/report/declared_share.hpp"
#include "merchant/report/hours.hpp"
#include "merchant/report/period.hpp"
#include "merchant/settlement.hpp"

namespace chopay::merchant::report {

/// A period's money: per stall and zone for the whole of it, per day for the market.
struct PeriodFigures {
  Period period;
  Settlement whole;                   ///< its date is the period's last day
  std::vector<MarketDay> days;        ///< every day of the period, in order
  bool has_postings = false;          ///< false: nothing is known of the period, which is not 0
  charges::ChargesPaid charges = {};  ///< to the board: no sale is in it
  /// What stalls took by QR and in cash, by trade group: of households that let it count alone.
  std::map<std::string, DeclaredSales> declared = {};
};

/// All that a report is made of, read from one view of the ledger.
struct Figures {
  std::shared_ptr<const Registry> registry;
  PeriodFigures now;
  std::optional<PeriodFigures> before;       ///< of a month: the month before
  std::optional<PeriodFigures> year_before;  ///< of a month: the same month a year before
  /// Of a day: when the newest sale of a stall was, by the bank's clock.
  std::map<StallId, ledger::Instant> last_sale;
  /// The money of the stalls that are listed, by trade group; what may not be seen is not here.
  std::map<std::string, DayFigures> by_trade;
  HoursByStall hours;                   ///< of read_hours, for a report by hour; else empty
  std::vector<Adjustment> adjustments;  ///< of read_adjustments, for their list; else empty
  bool sees_charges = true;  ///< false: whoever it is shown to may not see the board's charges
  ledger::Instant as_of;     ///< when the newest entry of the log was written; 0: there is none
};

/// Reads the daily sums, never the entries of the period: its cost is stalls × days. Of a day, one
/// entry a stall besides. REQUIRES: the registry is as new as the reader's view or older.
Figures read_figures(ledger::Reader& reader, std::shared_ptr<const Registry> registry,
                     const Period& period);

/// The figures that a market board may see (board_view.hpp), in all of their periods.
Figures board_view(Figures whole);
/// The ward's office sees sums, no stall's figures and adjustments, nothing of charges, and hours
/// and trade groups only where they are of five stalls or more. REQUIRES: board_view was taken.
Figures ward_view(Figures board);

}  // namespace chopay::merchant::report
