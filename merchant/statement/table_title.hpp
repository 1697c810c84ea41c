#pragma once

#include <optional>
#include <string>

#include "merchant/statement/cell_table.hpp"
#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// What stands above a table.
struct TableTitle {
  std::string account;  ///< empty where none is named
  std::optional<BusinessDay> from;
  std::optional<BusinessDay> to;
  std::optional<Dong> opening;  ///< the balance before the first booking
};

/// Reads the rows above the header: "Số tài khoản: 1017595600" or with the number in the next cell,
/// "Từ ngày 01/11/2026 đến ngày 30/11/2026" and its like.
TableTitle read_title(const CellTable& table, std::size_t header_row);

}  // namespace chopay::merchant::statement
