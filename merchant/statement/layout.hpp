#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/statement/cell_table.hpp"

namespace chopay::merchant::statement {

/// What a column of a statement's table holds.
enum class Column {
  day,                ///< of booking, maybe with a time
  time,               ///< a day with a time that is better than the day's own
  day_and_reference,  ///< both in one cell
  reference,
  text,
  debit,
  credit,
  amount,  ///< credit positive, debit negative, unless `direction` says which
  direction,
  fee,  ///< a further debit: fee, VAT
  balance,
  counter_account,
  counter_name,
  ignored,
};

/// Where the columns are: their places from 0, by what they hold (only fee has several), and their
/// headers as they stand.
struct Header {
  std::size_t row = 0;  ///< index of the header row
  std::multimap<Column, std::size_t> places;
  std::vector<std::string> names;  ///< by place, on one line

  std::optional<std::size_t> place(Column column) const;
};

/// A bank's table, told by its header or by words above it.
struct Layout {
  std::string_view name;                ///< "vietcombank"
  std::string_view bank;                ///< BIN
  std::vector<std::string_view> marks;  ///< phrases (plain_words) that its header has, all of them
  std::string_view title;               ///< a phrase in the rows above the header
};

/// The banks whose tables are known (callbacks facts §9).
const std::vector<Layout>& bank_layouts();
/// The layout of the name, or nullptr.
const Layout* layout_named(std::string_view name);

/// The first row that names a day, and debit and credit or an amount; found by the words in its
/// cells and not by its place. Nothing where no row of the first 100 does.
std::optional<Header> find_header(const CellTable& table);

/// The first row that has all these headers (compared by plain_words), by what they hold.
std::optional<Header> find_header(const CellTable& table,
                                  const std::vector<std::pair<Column, std::string>>& wanted);

/// The bank's layout that the header and the rows above it tell, or nullptr.
const Layout* tell_layout(const CellTable& table, const Header& header);

}  // namespace chopay::merchant::statement
