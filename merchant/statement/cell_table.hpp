#pragma once

#include <string>
#include <vector>

namespace chopay::merchant::statement {

/// One cell of a spreadsheet.
struct Cell {
  enum class Kind {
    empty,
    text,
    number,   ///< `text` is its decimal form with a point, without an exponent
    formula,  ///< what it shows is computed, so nobody can tell what it is; `text` is empty
  };
  Kind kind = Kind::empty;
  std::string text;
};

/// A sheet of a workbook, or a CSV file; rows[i] is the spreadsheet's row i + 1. Rows may differ in
/// length.
struct CellTable {
  std::vector<std::vector<Cell>> rows;
};

/// As a spreadsheet names it: row 0 and column 1 are "B1".
std::string cell_name(std::size_t row, std::size_t column);

}  // namespace chopay::merchant::statement
