#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "ledger/sqlite.hpp"

namespace chopay::ledger {

/// Inserts rows, several with one statement as long as there are several: to begin and to end a
/// statement costs SQLite about as much as a row does.
class RowInserter {
 public:
  RowInserter(sqlite::Database& database, const std::string& table, int columns)
      : one_(database, text(table, columns, 1)),
        several_(database, text(table, columns, together)) {}

  /// `bind` binds the columns of a row, which must live until this returns.
  template <class Row>
  void insert(std::span<const Row> rows, auto bind) {
    for (; rows.size() >= together; rows = rows.subspan(together)) {
      for (const auto& row : rows.first(together)) bind(several_, row);
      several_.run();
    }
    for (const auto& row : rows) {
      bind(one_, row);
      one_.run();
    }
  }

 private:
  static constexpr std::size_t together = 8;

  static std::string text(const std::string& table, int columns, std::size_t rows) {
    std::string row = "(?";
    for (int column = 1; column < columns; ++column) row += ", ?";
    row += ')';
    std::string text = "INSERT INTO " + table + " VALUES " + row;
    for (std::size_t i = 1; i < rows; ++i) text += ", " + row;
    return text;
  }

  sqlite::Statement one_;
  sqlite::Statement several_;
};

}  // namespace chopay::ledger
