#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
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

/// What a market's book knows of statements. Part of the Book.
class Imports {
 public:
  void take(Imported imported);
  /// A credit that was posted from a statement.
  void take_credit(const ledger::CreditKey& key);

  const std::deque<Imported>& all() const { return all_; }
  /// Whether a credit was posted from a statement in the last weeks.
  bool any_credit() const { return !credit_days_.empty(); }
  /// The newest statement of each account that covers the day.
  std::vector<Imported> covering(BusinessDay day) const;
  /// The key of a credit from a statement that has this bank, account and reference and a day
  /// beside the key's, if any: the bank may have booked a transfer of the night on another day.
  std::vector<ledger::CreditKey> beside(const ledger::CreditKey& key) const;

  /// All that it remembers, for the book's snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.all_, self.credit_days_);
  }

 private:
  std::deque<Imported> all_;
  std::map<std::string, std::int32_t> credit_days_;  ///< day of the key, by the rest of the key
};

}  // namespace chopay::merchant::statement
