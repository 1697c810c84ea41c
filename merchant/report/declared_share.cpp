#include "merchant/report/declared_share.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "merchant/board_view.hpp"
#include "merchant/cash_line.hpp"
#include "merchant/report/figures.hpp"
#include "merchant/report/period_tables.hpp"

namespace chopay::merchant::report {
namespace {

bool may_be_told(const DeclaredSales& sales) {
  return sales.points >= points_in_sum_min;
}

Row declared_row(Level level, std::string name, const DeclaredSales& sales, bool told) {
  if (!told) return {level, {text(std::move(name)), Cell{}, Cell{}}};
  const auto qr = sales.by_qr.count();
  // More given back than received: no part of a turnover.
  const auto share = qr < 0 ? Cell{} : share_of(qr, qr + sales.cash.count());
  return {level, {text(std::move(name)), sales.points, share}};
}

}  // namespace

DeclaredSales& DeclaredSales::operator+=(const DeclaredSales& other) {
  points += other.points;
  by_qr += other.by_qr;
  cash += other.cash;
  return *this;
}

bool any_shares_cash(const Registry& registry) {
  return std::ranges::any_of(registry.stalls,
                             [](const auto& row) { return row.second.shares_cash(); });
}

std::map<std::string, DeclaredSales> declared_sales(const Registry& registry,
                                                    const Settlement& whole,
                                                    const ledger::DayTotals& sums) {
  std::map<std::string, DeclaredSales> by_trade;
  if (!any_shares_cash(registry)) return by_trade;
  std::unordered_map<std::string_view, Dong> cash;
  for (const auto& total : sums.totals) cash.emplace(total.account, total.amount);
  for (const auto& zone : whole.zones) {
    for (const auto& row : zone.stalls) {
      const auto* stall = registry.stall(row.stall);
      if (!stall || !stall->shares_cash()) continue;
      const auto noted = cash.find(cash_account(row.stall));
      if (noted == cash.end() || noted->second <= Dong{}) continue;
      by_trade[stall->trade] += {1, row.figures.net(), noted->second};
    }
  }
  return by_trade;
}

Table declared_table(const Figures& figures) {
  Table table{"declared",
              "Tỷ lệ QR (theo tự khai)",
              {{"trade", "Ngành hàng", Kind::text, 75},
               {"points", "Số điểm tự ghi tiền mặt", Kind::count, 40},
               {"share", "Tỷ lệ QR trong doanh thu (theo tự khai)", Kind::share, 50}},
              {}};
  DeclaredSales total;
  DeclaredSales untold;
  for (const auto& trade : trades_in_order(figures)) {
    const auto found = figures.now.declared.find(trade.trade);
    const auto sales = found == figures.now.declared.end() ? DeclaredSales{} : found->second;
    const bool told = may_be_told(sales);
    table.rows.push_back(declared_row(Level::line, trade_name(trade), sales, told));
    total += sales;
    if (!told) untold += sales;
  }
  const bool told = may_be_told(total) && (untold.points == 0 || may_be_told(untold));
  table.rows.push_back(declared_row(Level::total, "TỔNG CỘNG", total, told));
  return table;
}

}  // namespace chopay::merchant::report
