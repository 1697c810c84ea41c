#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/error.hpp"

namespace chopay::merchant {

/// The largest CSV file that is read; the largest markets have less than 1.
inline constexpr std::size_t csv_bytes_max = 8U << 20U;
inline constexpr std::size_t csv_rows_max = 50'000;
inline constexpr std::size_t csv_columns_max = 64;

/// A CSV file as a spreadsheet shows it (RFC 4180, and `;` as Vietnamese spreadsheets write it).
struct CsvTable {
  char separator = ';';
  /// rows[i] is the spreadsheet's row i + 1; an empty row has one empty cell.
  std::vector<std::vector<std::string>> rows;
};

/// Reads UTF-8 with or without a byte order mark, lines that end in LF or CRLF, cells separated by
/// `separator`, or, where that is 0, by `;` or `,` (whichever the first row has more of), quoted
/// cells with `""` for a quote. Cells are given as they stand (unguarded() takes a guard off).
/// bad_csv names the row for another encoding, a quote out of place, a file that ends within a
/// quoted cell, and what is over a limit.
Result<CsvTable> read_csv(std::string_view bytes, char separator = '\0');

/// The text as a cell: guarded with an apostrophe where a spreadsheet would take it for a formula
/// (it begins with = + - @ tab or CR), quoted where the separator, a quote or a line end is in it.
std::string csv_cell(std::string_view text, char separator = ';');

/// True where a spreadsheet would take the cell for a formula.
bool is_formula(std::string_view cell);
/// The cell without the apostrophe that csv_cell put before a formula's sign.
std::string_view unguarded(std::string_view cell);

}  // namespace chopay::merchant
