#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// A transfer as the ledger has it: a credit, or money of a refund that left.
struct Booking {
  ledger::Seq seq{};
  BusinessDay day;  ///< in its key: by the bank's clock
  std::string reference;
  Dong amount;
  Direction direction = Direction::in;
  Instant occurred_at;
  BusinessDay counted;  ///< the day for which it counts: a later one where it was told of late
};

/// What a line of a statement means for the ledger.
enum class Verdict {
  matched,            ///< the ledger has the same transfer
  missing_in_ledger,  ///< nobody told of it: to be posted as late
  amount_differs,     ///< the ledger has its reference with another amount
  duplicate,          ///< the statement has it twice
  undecided,  ///< several of one amount, or nothing that tells them apart: for a person to decide
  reversal,   ///< takes an earlier booking back: for a person to look at
  outgoing,   ///< money that left, and no refund: not the ledger's
};
std::string_view verdict_name(Verdict verdict);

/// What joined a line and a booking.
enum class Evidence {
  none,
  reference,       ///< the bank's reference, and the amount
  time,            ///< amount, account and time, to two minutes
  amount_and_day,  ///< amount, account and day, where they fit nothing else
};
std::string_view evidence_name(Evidence evidence);

inline constexpr std::size_t no_booking = static_cast<std::size_t>(-1);

struct LineVerdict {
  Verdict verdict = Verdict::undecided;
  Evidence by = Evidence::none;
  std::size_t booking = no_booking;  ///< index of the one that is matched, or differs
  std::size_t same_as = 0;           ///< row of the line that a duplicate repeats
};

/// Why the ledger has a booking that no line has.
enum class Unmatched {
  no,                    ///< a line has it
  missing_in_statement,  ///< the bank does not know of it
  other_statement,  ///< of a night at an end of the statement, or of a day that it does not cover
  undecided,        ///< lines of its amount are undecided
};

struct Comparison {
  std::vector<LineVerdict> lines;    ///< parallel to the statement's
  std::vector<Unmatched> unmatched;  ///< parallel to the bookings
};

/// Compares a statement's lines with the ledger's bookings of the same account, from two days
/// before the statement to two days after. First by reference and amount; then, where no reference
/// can tell, by amount and time or day, but only what fits one alone on either side: a wrong match
/// hides two faults. A transfer between 22:00 and 05:00 may be booked on the day beside its own.
Comparison compare(std::span<const Line> lines, std::span<const Booking> bookings, BusinessDay from,
                   BusinessDay to);

/// How far from a statement's days the ledger's bookings are needed.
inline constexpr int days_beside = 3;

/// True where a transfer of this time may be booked on the day beside its own.
bool is_night(Instant at);

}  // namespace chopay::merchant::statement
