#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/books/tax_rules.hpp"
#include "merchant/registry.hpp"
#include "merchant/report/period.hpp"

namespace chopay::merchant::books {

/// Whose book, and of which days.
struct BookWish {
  std::vector<StallId> stalls;  ///< of one household
  report::Period period;        ///< within one year: the taxes are a year's
  std::string group = {};       ///< trade group of all of them; empty: as their trades tell
};

/// A line as it stands in a book.
struct BookLine {
  ledger::BusinessDay day;
  std::string voucher;  ///< "SC 120": the newest entry of the ledger that is in it
  std::string words;
  ledger::Dong amount;
};

/// The revenue of one trade group, as far as QR credits and the household's own cash lines tell.
struct GroupBook {
  std::string group;  ///< its code; empty: the stall's trade names none
  std::string name;   ///< as the law has it, or the stall's own word
  int vat_bp = 0;
  int income_bp = 0;
  std::vector<BookLine> lines = {};  ///< by day
  ledger::Dong revenue = {};         ///< their sum
  ledger::Dong before = {};          ///< revenue of the year before the period
  std::optional<GroupTax> tax = {};  ///< of the period; nothing where group or rules are not known
};

/// What one bank account received.
struct AccountBook {
  PayeeAccount account;  ///< empty: explained anew, and so of no one account
  std::string holder;
  std::vector<BookLine> lines;
  ledger::Dong received;
};

/// The books of a household for a period, from one view of the ledger. A draft: what QR credits
/// and the household's cash lines tell is not all of its revenue.
struct HouseholdBook {
  std::shared_ptr<const Registry> registry;
  std::vector<StallId> stalls;
  report::Period period;
  std::string household;
  std::string tax_code;  ///< empty: not told
  std::vector<GroupBook> groups;
  std::vector<AccountBook> accounts;
  std::optional<TaxRules> rules;  ///< of the period's last day
  ledger::Dong year_revenue;      ///< since the year began, up to the period's end
  ledger::Instant as_of;          ///< when the newest entry of the log was written; 0: none is
  ledger::Head head;
};

/// Reads daily sums since the year began, and the period's entries of the stalls. unknown_stall;
/// bad_period: over the end of a year; bad_text: stalls of different households, an unknown group.
Result<HouseholdBook> read_household_book(ledger::Reader& reader,
                                          std::shared_ptr<const Registry> registry,
                                          const BookWish& wish);

/// How far a household is on its way to the year's line.
struct TaxMeter {
  int year = 0;
  ledger::BusinessDay through;  ///< the last day that counts
  ledger::Dong qr;              ///< received by QR, less what was given back
  ledger::Dong cash;            ///< by its own cash lines
  std::optional<TaxRules> rules;
  std::optional<ledger::BusinessDay> crossed_on;  ///< the day on which it came above the line

  ledger::Dong revenue() const { return qr + cash; }
};

/// From 1 January to that day. unknown_stall; bad_text: stalls of different households.
Result<TaxMeter> read_tax_meter(ledger::Reader& reader, const Registry& registry,
                                const std::vector<StallId>& stalls, ledger::BusinessDay through);

}  // namespace chopay::merchant::books
