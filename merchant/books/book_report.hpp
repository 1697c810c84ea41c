#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "merchant/books/household_book.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::books {

/// The books that can honestly be drafted from QR credits and cash lines (TT 152/2025), and the
/// list of accounts that a household tells the tax office.
enum class BookForm {
  s1a,       ///< S1a-HKD: revenue, of a household up to the year's line
  s2a,       ///< S2a-HKD: revenue by trade group with the taxes on it
  s2e,       ///< S2e-HKD: money at banks; what came in alone
  accounts,  ///< for 01/BK-STK
};

struct BookFormRow {
  BookForm form;
  std::string_view name;    ///< in addresses and on the command line
  std::string_view number;  ///< "S1a-HKD"
};
inline constexpr std::array book_forms{
    BookFormRow{BookForm::s1a, "s1a", "S1a-HKD"},
    BookFormRow{BookForm::s2a, "s2a", "S2a-HKD"},
    BookFormRow{BookForm::s2e, "s2e", "S2e-HKD"},
    BookFormRow{BookForm::accounts, "accounts", "01/BK-STK"},
};
/// The row of a name; nothing for another word.
std::optional<BookFormRow> book_form_named(std::string_view name);

/// The book on paper, marked as a draft on every page: an estimate, no declaration, no invoice.
report::Report book_report(const HouseholdBook& book, BookForm form);

/// The month's books as PDF and XLSX in one ZIP, the same bytes for the same book. report_failed.
Result<std::string> book_bundle(const HouseholdBook& book);
/// "SoHKD_ha-long-1_A12_2026-11", without an ending.
std::string bundle_name(const HouseholdBook& book);

/// {"year","through","received_qr","cash_noted","revenue","tax_free_line","left","share" (tenths of
/// a percent),"crossed_on","rate_method_max","checked_on","sources","label","notes"}; of a year
/// without rules what they would say is null.
std::string to_json(const TaxMeter& meter);

}  // namespace chopay::merchant::books
