#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "merchant/market_table.hpp"

namespace chopay::merchant {

/// What a table would add to a market that is open, and what of it would be put right; or why it
/// may not.
struct MarketImport {
  std::vector<TableProblem> problems;  ///< by row; where there is one, nothing is to be entered
  std::vector<OpenZone> zones;         ///< those that are new
  std::vector<OpenStall> stalls;       ///< the same
  std::vector<CorrectStall> corrections;
  std::size_t unchanged = 0;  ///< stalls of the table that are registered as it says
};

/// What is to be entered so that the market is as the table says. `known` are all markets of the
/// ledger, `market` among them; a table of another market is a problem. So is a new stall with an
/// account that a stall of the market has or had: one manager alone would take its unnamed money
/// off that stall's screen. Who has the machine can let stalls share an account. What stalls have
/// otherwise is put right where it is `corrected`, but for their accounts, and else a problem.
/// REQUIRES: the table has no problems.
MarketImport plan_import(const MarketTable& table, const MarketId& market,
                         const std::vector<RegisteredMarket>& known, bool corrected);

/// The market's table with its zones and without its stalls: a form to be filled in.
std::string empty_market_table(const RegisteredMarket& market);

}  // namespace chopay::merchant
