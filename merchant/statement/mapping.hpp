#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "merchant/error.hpp"
#include "merchant/statement/layout.hpp"

namespace chopay::merchant::statement {

/// How to read the table of a bank that is not known: which header names which column.
struct Mapping {
  std::string name;  ///< shown as the statement's format
  std::string bank;  ///< BIN; may be empty
  std::vector<std::pair<Column, std::string>> columns;
};

inline constexpr std::size_t mapping_bytes_max = 8 * 1024;

/// Reads {"name":"mybank","bank":"MB","columns":{"day":"Ngày","credit":"Tiền vào",…}}. Columns:
/// day, time, reference, text, debit, credit, amount, direction, balance, counter_account,
/// counter_name; day, and debit and credit or amount, are needed. `bank` is any usual name or a
/// BIN. bad_mapping names the field.
Result<Mapping> read_mapping(std::string_view json);

}  // namespace chopay::merchant::statement
