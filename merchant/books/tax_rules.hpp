#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/business_day.hpp"
#include "ledger/dong.hpp"
#include "merchant/error.hpp"

namespace chopay::merchant::books {

/// A trade group of the tax law with its shares of the revenue.
struct TaxGroup {
  std::string code;  ///< "goods": how a household names it here
  std::string name;  ///< as the law has it
  int vat_bp = 0;    ///< hundredths of a percent: 100 is 1 %
  int income_bp = 0;
  std::vector<std::string> trades;  ///< words of trades that belong to it, folded
};

/// The tax rules of one day. Where the law says nothing of that day there are none.
struct TaxRules {
  ledger::Dong tax_free;         ///< a year's revenue up to this is free of both taxes
  ledger::Dong rate_method_max;  ///< above this, income tax is on profit: not to be told from QR
  int income_cut_percent = 0;    ///< taken off the income tax …
  ledger::Dong income_cut_max;   ///< … of a year's revenue up to this
  std::vector<TaxGroup> groups;  ///< in the law's order
  std::string book_circular;     ///< under the name of a book's form
  std::vector<std::string> sources;  ///< of the lines and cuts
  ledger::BusinessDay checked_on;    ///< when somebody last compared the file with the law

  const TaxGroup* group(std::string_view code) const;
  /// The group whose words stand in a stall's trade, the longest word first; nullptr for a trade
  /// that none names: it is not guessed.
  const TaxGroup* group_of_trade(std::string_view trade) const;
};

/// Revenue of one group since the year began.
struct GroupRevenue {
  const TaxGroup* group = nullptr;
  ledger::Dong revenue;  ///< ≥ 0
};

struct GroupTax {
  ledger::Dong vat;
  std::optional<ledger::Dong> income;  ///< nothing above rate_method_max
};

/// The taxes on a year's revenue so far, a row a group (NĐ 68/2026 Art. 4, 8): none up to the line;
/// above it VAT on all of it, income tax on what is above the line. The line is taken off the
/// groups with the highest income rate first. Halves of a đồng are rounded up.
std::vector<GroupTax> taxes_of(const TaxRules& rules, const std::vector<GroupRevenue>& year);

/// The rules in force on that day, by config/tax.json; nothing where it has none for the day.
std::optional<TaxRules> tax_rules(ledger::BusinessDay day);
/// The same from the text of such a file. bad_json.
Result<std::optional<TaxRules>> read_tax_rules(std::string_view json, ledger::BusinessDay day);

}  // namespace chopay::merchant::books
