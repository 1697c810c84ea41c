#pragma once

#include "merchant/statement/cell_table.hpp"
#include "merchant/statement/layout.hpp"
#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// Reads the bookings below a table's header, and account and days from the rows above it. Rows
/// without a day and without money are headings and notes; those that give the balance before, the
/// balance after or the sums are compared with the bookings. A balance that does not follow from
/// the row before it is a problem: a row is missing, or a figure was changed.
Statement read_table(const CellTable& table, const Header& header);

}  // namespace chopay::merchant::statement
