#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/market_file.hpp"
#include "merchant/registered_market.hpp"

namespace chopay::merchant {

// A whole market as one table, CSV or the first sheet of an XLSX workbook. Twelve columns in every
// row:
//   row 1   market_columns     row 2  the market
//   row 3   stall_columns      then   one row a stall, zones in their order; a row of a zone alone
//                                     opens a zone without stalls; a row of a stall's code and an
//                                     account alone is a further account of the stall before
//   last    Hết;<number of stalls>    without it the file is only half there
// Areas have at most two decimals (`6,5`); "bank" is a BIN, or on reading a bank's usual name.

/// One thing that is wrong with a table, where a spreadsheet shows it.
struct TableProblem {
  std::size_t row = 0;  ///< from 1
  std::string column;   ///< as its head says; empty: the whole row
  std::string what;
};

/// So many problems are told at most.
inline constexpr std::size_t table_problems_max = 1'000;
inline constexpr std::size_t table_stalls_max = 5'000;

struct MarketTable {
  MarketFile file;
  std::map<StallId, std::size_t> stall_rows;  ///< the first row of each
  std::map<std::string, std::size_t> zone_rows;
  std::vector<TableProblem> problems;  ///< by row; where there is one, `file` is not to be used
};

/// Reads a market's table, CSV or XLSX by its first bytes, and finds all that is wrong in it by
/// itself. bad_csv, bad_workbook where it cannot be read as that at all.
Result<MarketTable> read_market_table(std::string_view bytes);

/// The corrections that the table asks for of stalls that are registered otherwise, but for their
/// accounts and holders.
std::vector<CorrectStall> corrections(const MarketTable& table, const RegisteredMarket& known);

/// Whether problems name the other market that has an account: who keeps the machine may know it, a
/// market's own board may not.
enum class OtherMarkets { named, unnamed };

/// What keeps the table from being added to a ledger with these markets: what is registered
/// otherwise in the market itself, and accounts that other markets have. What corrections() can put
/// right is none where they are `corrected`.
std::vector<TableProblem> conflicts(const MarketTable& table,
                                    const std::vector<RegisteredMarket>& markets,
                                    bool corrected = false,
                                    OtherMarkets others = OtherMarkets::named);

/// The market's table: UTF-8 with a byte order mark, CRLF, cells guarded as csv_cell does. What it
/// gives is read back to the same, and given again byte for byte.
std::string write_market_table(const RegisteredMarket& market, char separator = ';');
/// The same as an XLSX workbook of texts. report_failed.
Result<std::string> write_market_workbook(const RegisteredMarket& market);

}  // namespace chopay::merchant
