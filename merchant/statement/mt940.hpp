#pragma once

#include <string_view>

#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// Reads SWIFT MT940 messages, with or without their blocks: the pages of one account's statement,
/// in their order, in VND. Each page must lead from its opening balance (:60F:, :60M:) by its
/// bookings (:61:) to its closing balance, and the last must close the statement (:62F:): a file
/// that is cut off is refused. The day is the entry date where it is given; the reference is the
/// bank's (behind //), else the customer's. bad_statement, with the line.
Result<Statement> read_mt940(std::string_view text);

}  // namespace chopay::merchant::statement
