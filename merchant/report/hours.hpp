#pragma once

#include <array>
#include <cstddef>
#include <map>

#include "ledger/store.hpp"
#include "merchant/settlement.hpp"

namespace chopay::merchant::report {

struct Figures;

inline constexpr std::size_t hours_of_day = 24;
/// Days of a report by hour at most: unlike the daily sums, its entries must be read.
inline constexpr int hour_days_max = 31;
/// What is told or explained later than this after the period's end stands under no hour, so that a
/// past month costs a month and not all that came since.
inline constexpr std::chrono::hours hour_entries_until{72};

/// A stall's money by the hour in Vietnam in which its bank had it; behind the hours what has none:
/// told of late, by a statement without times, or explained long after.
using StallHours = std::array<DayFigures, hours_of_day + 1>;

/// The hours of each stall that is listed. They sum to its figures, to the đồng.
using HoursByStall = std::map<StallId, StallHours>;

/// Reads the period's entries up to the figures' head. REQUIRES: figures of read_figures.
HoursByStall read_hours(ledger::Reader& reader, const Figures& figures);

}  // namespace chopay::merchant::report
