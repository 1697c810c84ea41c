#include "merchant/csv.hpp"
#include "merchant/report/formats.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::merchant::report {
namespace {

/// Numbers as they are: csv_cell would take a minus sign for the beginning of a formula.
std::string raw(const Cell& cell, char separator) {
  if (const auto* words = std::get_if<std::string>(&cell)) return csv_cell(*words, separator);
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* day = std::get_if<ledger::BusinessDay>(&cell)) return to_string(*day);
  if (const auto* instant = std::get_if<ledger::Instant>(&cell)) return format_clock(*instant);
  return {};
}

void append_table(std::string& csv, const Table& table, char separator) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) csv += separator;
    csv += csv_cell(table.columns[i].title, separator);
  }
  csv += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) csv += separator;
      csv += raw(row.cells[i], separator);
    }
    csv += "\r\n";
  }
}

}  // namespace

std::string to_csv(const Report& report, char separator) {
  std::string csv = "\xEF\xBB\xBF";
  for (const auto& table : report.tables) {
    if (&table != &report.tables.front()) {
      csv += "\r\n" + csv_cell(table.title, separator) + "\r\n";
    }
    append_table(csv, table, separator);
  }
  const auto marks = marks_of(report);
  return csv +
         csv_cell(
             (marks.empty() ? "" : marks + " · ") + foot_of(report) + " · " + check_code_of(report),
             separator) +
         "\r\n";
}

}  // namespace chopay::merchant::report
