#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ledger/business_day.hpp"
#include "ledger/dong.hpp"
#include "merchant/error.hpp"
#include "merchant/notice.hpp"

namespace chopay::merchant::statement {

using ledger::BusinessDay;
using ledger::Dong;
using ledger::Instant;

/// The largest file that is read.
inline constexpr std::size_t file_bytes_max = 8U << 20U;
/// Lines of one statement; the busiest account of a market has less than 2,000 a day.
inline constexpr std::size_t lines_max = 20'000;
/// After so many problems no more are told.
inline constexpr std::size_t problems_max = 100;
inline constexpr std::size_t reference_bytes_max = 64;
inline constexpr std::size_t account_bytes_max = 32;
inline constexpr std::size_t text_bytes_max = 512;
inline constexpr std::size_t name_bytes_max = 200;

/// One booking, seen from the account of the statement.
struct Line {
  std::size_t row = 0;  ///< where it stands: row of a sheet, line of a text, number of an Ntry
  BusinessDay day;      ///< on which the bank booked it
  std::optional<Instant> occurred_at;  ///< where the bank gives a time of day
  Dong amount;                         ///< > 0, whichever the direction
  Direction direction = Direction::in;
  bool reversal = false;        ///< takes an earlier booking of the other direction back
  std::string reference;        ///< the bank's, ≤ 64 bytes; empty where it gives none
  std::string counter_account;  ///< of the other side; never logged
  std::string counter_name;     ///< the same
  std::string text;             ///< of the transfer, ≤ 512 bytes, on one line
  friend bool operator==(const Line&, const Line&) = default;
};

/// What is wrong at one place. Never holds what stands there: it may be payer data.
struct Problem {
  std::size_t row = 0;  ///< as Line::row; 0: the file as a whole
  std::string column;   ///< the header of the column or the name of the field; may be empty
  std::string what;
};

/// What a bank says of one account over some days. A statement with problems is not used at all:
/// half of one would make matched lines look missing.
struct Statement {
  std::string format;   ///< "camt.053", "mt940", or the name of the layout: "vietcombank"
  std::string bank;     ///< BIN, six digits; empty where neither the file nor the caller says
  std::string account;  ///< empty: the same
  BusinessDay from;     ///< first day that it covers
  BusinessDay to;       ///< last day
  std::vector<Line> lines;
  std::vector<Problem> problems;
};

/// Notes a problem, up to problems_max.
void note(Statement& statement, std::size_t row, std::string column, std::string what);

}  // namespace chopay::merchant::statement
