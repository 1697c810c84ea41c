#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"
#include "merchant/report/report.hpp"
#include "merchant/settlement.hpp"

namespace chopay::merchant::report {

struct Figures;

/// What stalls took by QR, and in cash by their households' own word. Only of stalls that noted
/// cash in the period and whose households let it count: of another stall's cash nothing gets here.
struct DeclaredSales {
  std::int64_t points = 0;  ///< how many such stalls
  Dong by_qr;               ///< received less given back
  Dong cash;
  DeclaredSales& operator+=(const DeclaredSales& other);
};

/// By trade group; a group without such a stall is not here. `sums` are those that `whole` was
/// settled from.
std::map<std::string, DeclaredSales> declared_sales(const Registry& registry,
                                                    const Settlement& whole,
                                                    const ledger::DayTotals& sums);

/// True where some household lets its cash count: else there is nothing to tell of.
bool any_shares_cash(const Registry& registry);

/// BC-02: how much of the turnover of each trade group came by QR, "theo tự khai" (market facts
/// §4.2). A share is shown of at least five stalls (board_view.hpp), and the total where what it
/// tells beyond the groups that are shown is of none or of at least five; else "–". No sum of cash
/// is in it.
Table declared_table(const Figures& figures);

}  // namespace chopay::merchant::report
