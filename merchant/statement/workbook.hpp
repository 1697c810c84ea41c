#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "merchant/error.hpp"
#include "merchant/statement/cell_table.hpp"

namespace chopay::merchant::statement {

inline constexpr std::size_t sheets_max = 16;
inline constexpr std::size_t sheet_rows_max = 50'000;
inline constexpr std::size_t sheet_columns_max = 64;

/// The sheets of an XLSX workbook (ECMA-376) in their order. Values only: numbers as they are kept,
/// shared and own texts; a cell with a formula or an error is Cell::Kind::formula. bad_workbook: no
/// XLSX, damaged, over a limit, with macros, days counted from 1904.
Result<std::vector<CellTable>> read_workbook(std::string_view bytes);

}  // namespace chopay::merchant::statement
