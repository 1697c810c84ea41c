#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "merchant/statement/statement.hpp"

namespace chopay::testing {

/// What a bank would write into a file: bookings in their order, of an account with a balance
/// before them.
struct Bookings {
  std::string account = "1017595600";
  ledger::Dong opening{1'000'000};
  std::vector<merchant::statement::Line> lines;
};

/// A table as a bank exports it: rows of cells, the title and header first.
using SheetRows = std::vector<std::vector<std::string>>;

/// The banks' tables (callbacks facts §9), by the name of the layout; "techcombank_business" is the
/// corporate one. Amounts are written with this thousands separator.
SheetRows sheet_of(std::string_view layout, const Bookings& bookings, char thousands = ',');
/// As CSV with this separator; cells that need it are quoted.
std::string csv_of(const SheetRows& rows, char separator = ';');
/// As an XLSX of one sheet with shared texts; cells of digits and a point are numbers.
std::string xlsx_of(const SheetRows& rows);
/// A zip archive of these files, packed.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files);
/// The parts of xlsx_of, to be changed before they are packed.
std::vector<std::pair<std::string, std::string>> xlsx_parts(const SheetRows& rows);

std::string camt053_of(const Bookings& bookings);
std::string mt940_of(const Bookings& bookings);

/// "1,250,000".
std::string grouped(ledger::Dong amount, char thousands);

}  // namespace chopay::testing
