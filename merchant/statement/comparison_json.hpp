#pragma once

#include <boost/json/object.hpp>

#include <map>
#include <span>
#include <string>

#include "merchant/statement/compare.hpp"

namespace chopay::merchant::statement {

/// What became of a line that was to be posted.
struct Posted {
  std::string_view outcome;  ///< "posted", "duplicate", "conflict", …
  ledger::Seq credit{};      ///< 0 for none
};

/// Whether the line can be posted as a late credit: the bank's reference is part of a credit's key,
/// and a day that has not come is a mistake.
bool can_be_posted(const Line& line, BusinessDay today);

/// {"summary":{verdict:{"count","sum"},…,"refunds","missing_in_statement","other_statement",
/// "undecided_in_ledger"},"lines":[{"row","day","amount","direction","reference","verdict","by",
/// "credit","recorded","same_as_row","posted"}],"not_in_statement":[{"seq","day","amount",
/// "direction","reference","occurred_at","why"}]}. Sums of verdicts are of money that came.
/// `posted` is by index of the line; nothing of the other side is in it.
boost::json::object comparison_json(std::span<const Line> lines, std::span<const Booking> bookings,
                                    const Comparison& comparison,
                                    const std::map<std::size_t, Posted>& posted);

}  // namespace chopay::merchant::statement
