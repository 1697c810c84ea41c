#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"
#include "merchant/report/period.hpp"

namespace chopay::merchant::report {

/// Days of a list of adjustments at most: every entry of them is read.
inline constexpr int adjustment_days_max = 31;

/// An entry that changed figures which stood already, or counts for another day than its own.
struct Adjustment {
  ledger::Instant at;         ///< when it was made
  ledger::BusinessDay day;    ///< for which it counts
  std::string_view what;      ///< of adjustment_names
  std::vector<StallId> from;  ///< whose money it was; none: nobody's
  std::vector<StallId> to;    ///< whose it is now; none: nobody's, or it was given back
  ledger::Dong amount;
  std::string why;  ///< as somebody wrote it; may be empty
  ledger::Seq entry{};
};

inline constexpr std::string_view adjusted_parts = "Phân bổ lại";
inline constexpr std::string_view adjusted_back = "Hủy phân bổ";
inline constexpr std::string_view adjusted_refund = "Hoàn tiền";
inline constexpr std::string_view adjusted_late = "Ghi nhận muộn";
/// All of them, in the order in which they are summed.
inline constexpr std::array adjustment_names{adjusted_parts, adjusted_back, adjusted_refund,
                                             adjusted_late};

/// The adjustments that were made on the period's days, up to `head`, oldest first. Why money was
/// given back is known where that was asked for in the period or a week before it.
std::vector<Adjustment> read_adjustments(ledger::Reader& reader, const MarketId& market,
                                         const Period& period, ledger::Seq head);

}  // namespace chopay::merchant::report
