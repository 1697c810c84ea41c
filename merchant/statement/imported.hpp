#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/registry.hpp"
#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// A statement that was imported: what its entry says of it. Its lines lie beside the entry.
struct Imported {
  ledger::Seq seq{};  ///< the entry
  Instant at;
  std::string id;  ///< SHA-256 of the file, in hexadecimal
  std::string format;
  PayeeAccount account;
  BusinessDay from;
  BusinessDay to;
  std::int64_t lines = 0;
  std::int64_t credits = 0;
  Dong credit_sum;
  std::string by;  ///< who imported it

  bool covers(BusinessDay day) const { return from <= day && day <= to; }
};

/// How far a bank's clock in a statement and in its notice of the same transfer may be apart.
inline constexpr std::chrono::minutes told_apart_max{5};
/// How many statements the book knows; older ones stand in the log alone.
inline constexpr std::size_t imported_kept_max = 5'000;

/// The key of its entry: the same file for the same account is one statement.
ledger::CreditKey key_of(const Imported& imported);

std::string to_data(const Imported& imported);
Imported read_imported(const ledger::Entry& entry);

/// The lines as they lie beside the entry: what is compared, without the other side and its text.
std::string lines_text(const std::vector<Line>& lines);
/// Reads them back; bad_statement where they are not what lines_text wrote, or were erased.
Result<std::vector<Line>> read_lines_text(std::string_view text);

/// The source of a credit that was posted because a statement has it: "statement:" and the first 16
/// digits of its id.
std::string source_of(std::string_view id);
bool is_statement_source(std::string_view source);

/// A credit that a statement told and no bank has told since.
struct ToldCredit {
  ledger::Seq seq{};
  BusinessDay day;  ///< of its key
  Instant occurred_at;
  Instant recorded_at;    ///< when the statement was imported: what happens later is not in it
  std::string reference;  ///< the code of a request that its text has; empty for none

  /// True where the statement has a time of day: its lines without one are of the day's first
  /// moment.
  bool is_timed() const;
};

/// What a market's book knows of statements. Part of the Book.
class Imports {
 public:
  void take(Imported imported);
  /// A credit that was posted from a statement.
  void take_credit(const ledger::Entry& entry, const CreditData& data);
  /// A bank has told that credit too, under another reference.
  void found_again(ledger::Seq credit);

  const std::deque<Imported>& all() const { return all_; }
  /// Whether a credit was posted from a statement in the last weeks.
  bool any_credit() const { return !credit_days_.empty(); }
  /// The newest statement of each account that covers the day.
  std::vector<Imported> covering(BusinessDay day) const;
  /// The key of a credit from a statement that has this bank, account and reference and a day
  /// beside the key's, if any: the bank may have booked a transfer of the night on another day.
  std::vector<ledger::CreditKey> beside(const ledger::CreditKey& key) const;
  /// The credits that may be the money of a transfer with this key, which lacks them, this amount
  /// and this time: same account and amount, a day that fits, and not later than the statement.
  std::vector<ToldCredit> alike(const ledger::CreditKey& key, Dong amount,
                                Instant occurred_at) const;

  /// All that it remembers, for the book's snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.all_, self.credit_days_, self.told_);
  }

 private:
  std::deque<Imported> all_;
  std::map<std::string, std::int32_t> credit_days_;      ///< day of the key, by the rest of the key
  std::map<std::string, std::vector<ToldCredit>> told_;  ///< by bank, account and amount
};

}  // namespace chopay::merchant::statement
