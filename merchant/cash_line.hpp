#pragma once

#include <chrono>
#include <string>

#include "ledger/entry.hpp"
#include "merchant/error.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

using ledger::Dong;

/// Cash that a household says a stall took: its own word, for its own books. No bank tells of it,
/// so it stands in accounts of its own, and nobody else is shown it: it only counts in the share of
/// QR in the turnover of at least five stalls whose households let it (report/declared_share.hpp).
struct CashLine {
  StallId stall;
  ledger::Seq seq{};        ///< the entry that tells of it
  ledger::BusinessDay day;  ///< on which it was taken
  Dong amount;              ///< 1 đồng … cash_line_max
  bool taken_back = false;  ///< it was wrong
};

/// A day's cash of the largest household, and then some: more is a slip of the finger.
inline constexpr Dong cash_line_max{10'000'000'000};
inline constexpr std::size_t cash_note_bytes_max = 200;
/// A household may still note what it took so long ago: a whole year, and the time to declare it.
inline constexpr std::chrono::days cash_line_age_max{400};

/// Notes cash that the stall took. The same id for the day again writes nothing and gives the
/// earlier line. unknown_stall, bad_amount, bad_period, bad_request_id; idempotency_conflict where
/// the earlier amount was another.
struct NoteCash {
  using Answer = Result<CashLine>;
  MarketId market;
  StallId stall;
  ledger::BusinessDay day;
  Dong amount;
  std::string id;  ///< the caller's: 1 to 40 characters without spaces
  std::string by;
  ledger::PrivatePart note = {};  ///< what the household writes beside it
};

/// Takes a line back, once; again writes nothing. unknown_cash_line, also for another stall's.
struct TakeBackCash {
  using Answer = Result<CashLine>;
  MarketId market;
  StallId stall;
  ledger::Seq line{};
  std::string by;
};

/// True for an id that a caller may choose: 1 to 40 characters of one line, without spaces.
bool is_caller_id(std::string_view id);

/// "cash_noted" posts to "cash/<stall>" from "cash_sales/<stall>"; "cash_taken_back" posts it back.
/// Both count for the day of the line.
std::string cash_account(const StallId& stall);
std::string cash_sales_account(const StallId& stall);

/// What the two entries say: of the line that is taken back, and by whom.
std::string cash_noted_data(const std::string& by);
std::string cash_taken_back_data(ledger::Seq line, const std::string& by);
ledger::Seq read_cash_taken_back(const ledger::Entry& entry);
/// The amount of a line. REQUIRES: a cash_noted.
CashLine read_cash_noted(const ledger::Entry& entry);

}  // namespace chopay::merchant
