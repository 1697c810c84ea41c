#include <cstddef>
#include <cstdint>
#include <string_view>

#include "merchant/csv.hpp"
#include "merchant/market_file.hpp"
#include "merchant/market_table.hpp"
#include "tests/fuzz/require.hpp"

// Fuzzes the files that a market is opened from: a table (CSV, or XLSX by its first bytes) and
// JSON. Properties: nothing crashes; the problems that are told have their limit and stand in a
// row; a cell of a table is written and read back as it was.
using namespace chopay::merchant;
using chopay::testing::require;

namespace {

void read_cells(std::string_view input) {
  const auto table = read_csv(input);
  if (!table) return;
  for (const auto& row : table->rows) {
    std::string line;
    for (const auto& cell : row) {
      if (!line.empty()) line += ';';
      line += '"';
      for (const char c : cell) line.append(c == '"' ? 2 : 1, c);
      line += '"';
    }
    const auto again = read_csv(line, ';');
    require(again && again->rows.size() == 1 && again->rows[0] == row);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto table = read_market_table(input)) {
    require(table->problems.size() <= table_problems_max);
    for (const auto& problem : table->problems) require(problem.row > 0);
    require(table->file.stalls.size() <= table_stalls_max);
  }
  if (const auto file = parse_market_file(input)) require(!file->market.market.empty());
  read_cells(input);
  return 0;
}
