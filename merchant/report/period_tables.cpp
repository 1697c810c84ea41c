#include "merchant/report/period_tables.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "merchant/report/stall_table.hpp"
#include "merchant/vietnamese_order.hpp"

namespace chopay::merchant::report {
namespace {

constexpr std::size_t net_column = 6;
constexpr std::size_t hour_net_column = 5;

struct Figure {
  std::string_view name;
  bool of_sales;  ///< tells of stalls' sales, so may be hidden
  std::int64_t (*read)(const DayFigures&);
};

constexpr std::array compared{
    Figure{"Số giao dịch", true, [](const DayFigures& all) { return all.count; }},
    Figure{"Tổng nhận (đ)", true, [](const DayFigures& all) { return all.gross.count(); }},
    Figure{"Tiền hoàn (đ)", true, [](const DayFigures& all) { return all.refunds.count(); }},
    Figure{"Thực nhận (đ)", true, [](const DayFigures& all) { return all.net().count(); }},
    Figure{"Chưa khớp (đ)", false, [](const DayFigures& all) { return all.unmatched.count(); }},
};

std::optional<std::int64_t> figure_of(const std::optional<PeriodFigures>& period,
                                      const Figure& figure) {
  if (!period || !period->has_postings) return std::nullopt;
  if (figure.of_sales && period->whole.hidden) return std::nullopt;
  return figure.read(period->whole.totals);
}

Cell cell_of(std::optional<std::int64_t> number) {
  return number ? Cell{*number} : Cell{};
}

std::vector<Cell> day_cells(const DayFigures& figures, bool hidden) {
  if (hidden) return {Cell{}, Cell{}, Cell{}, Cell{}, Cell{}};
  return {figures.count, amount(figures.gross), figures.refund_count, amount(figures.refunds),
          amount(figures.net())};
}

/// A day after the ledger's newest entry: not 0, but not yet known.
bool is_to_come(const Figures& figures, const MarketDay& day) {
  const auto& of = day.figures;
  return figures.as_of != ledger::Instant{} && day.date > ledger::business_day_of(figures.as_of) &&
         day.stalls_active == 0 && of.refunds.is_zero() && of.unmatched.is_zero();
}

/// `money`: nothing where it may not be seen.
Row trade_row(Level level, std::string name, const TradePoints& points, const DayFigures* money) {
  Row row{level,
          {text(std::move(name)), points.all, points.active, share_of(points.active, points.all)}};
  if (!money) {
    row.cells.resize(7);
    return row;
  }
  const auto mean = money->count > 0 ? Cell{money->net().count() / money->count} : Cell{};
  row.cells.insert(row.cells.end(), {money->count, amount(money->net()), mean});
  return row;
}

/// "08:00–09:00"; behind the last hour, what has none.
std::string hour_name(std::size_t hour) {
  if (hour == hours_of_day) return "Ngoài giờ";
  const auto clock = [](std::size_t at) {
    return (at < 10 ? "0" : "") + std::to_string(at) + ":00";
  };
  return clock(hour) + "–" + clock(hour + 1);
}

Row hour_row(Level level, std::string name, Cell active, const DayFigures& of, bool hidden) {
  Row row{level, {text(std::move(name))}};
  if (hidden) {
    row.cells.resize(7);
    return row;
  }
  const auto mean = of.count > 0 ? Cell{of.net().count() / of.count} : Cell{};
  row.cells.insert(row.cells.end(), {std::move(active), of.count, amount(of.gross),
                                     amount(of.refunds), amount(of.net()), mean});
  return row;
}

}  // namespace

Cell share_of(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return {};
  return (part * 2000 + whole) / (whole * 2);
}

std::vector<TradePoints> trades_in_order(const Figures& figures) {
  auto trades = figures.now.whole.trades;
  std::ranges::sort(trades, {}, [](const TradePoints& one) { return vietnamese_key(one.trade); });
  return trades;
}

std::string trade_name(const TradePoints& trade) {
  return trade.trade.empty() ? "(chưa ghi)" : trade.trade;
}

Table day_table(const Figures& figures) {
  Table table{"days",
              "Theo ngày",
              {{"day", "Ngày", Kind::day, 24},
               {"stalls_active", "Số điểm có GD", Kind::number, 18},
               {"count", "Số GD", Kind::count, 16},
               {"gross", "Tổng nhận (đ)", Kind::amount, 30},
               {"refund_count", "Số GD hoàn", Kind::count, 14},
               {"refunds", "Tiền hoàn (đ)", Kind::amount, 24},
               {"net", "Thực nhận (đ)", Kind::amount, 30},
               {"unmatched_count", "Chưa khớp: số GD", Kind::count, 16},
               {"unmatched", "Chưa khớp: tiền (đ)", Kind::amount, 24}},
              {},
              {{0, net_column}}};
  const bool hidden = figures.now.whole.hidden;
  const auto add = [&](Level level, Cell first, Cell active, const DayFigures& of) {
    Row row{level, {std::move(first), std::move(active)}};
    for (auto& cell : day_cells(of, hidden)) row.cells.push_back(std::move(cell));
    row.cells.insert(row.cells.end(), {of.unmatched_count, amount(of.unmatched)});
    table.rows.push_back(std::move(row));
  };
  for (const auto& day : figures.now.days) {
    if (is_to_come(figures, day)) {
      table.rows.push_back({Level::line, std::vector<Cell>(table.columns.size())});
      table.rows.back().cells.front() = day.date;
      continue;
    }
    add(Level::line, day.date, day.stalls_active, day.figures);
  }
  add(Level::total, text("TỔNG CỘNG"), Cell{}, figures.now.whole.totals);
  return table;
}

Table comparison_table(const Figures& figures) {
  Table table{"comparison",
              "So sánh",
              {{"figure", "Chỉ tiêu", Kind::text, 40},
               {"now", "Kỳ này", Kind::amount, 30},
               {"before", "Tháng trước", Kind::amount, 30},
               {"growth", "Tăng, giảm", Kind::share, 20},
               {"year_before", "Cùng kỳ năm trước", Kind::amount, 30},
               {"year_growth", "Tăng, giảm", Kind::share, 20}},
              {}};
  for (const auto& figure : compared) {
    const auto now = figure_of(figures.now, figure);
    const auto before = figure_of(figures.before, figure);
    const auto year_before = figure_of(figures.year_before, figure);
    const auto more = [&](std::optional<std::int64_t> than) {
      return now && than ? growth(*now, *than) : Cell{};
    };
    table.rows.push_back({Level::line,
                          {text(std::string{figure.name}), cell_of(now), cell_of(before),
                           more(before), cell_of(year_before), more(year_before)}});
  }
  return table;
}

Table trade_table(const Figures& figures) {
  Table table{"trades",
              "Theo ngành hàng",
              {{"trade", "Ngành hàng", Kind::text, 44},
               {"stalls_all", "Số điểm đang KD", Kind::count, 20},
               {"stalls_active", "Số điểm có GD QR", Kind::count, 20},
               {"share", "Tỷ lệ điểm có GD QR", Kind::share, 20},
               {"count", "Số GD", Kind::count, 16},
               {"net", "Thực nhận (đ)", Kind::amount, 26},
               {"mean", "Bình quân/GD (đ)", Kind::amount, 19}},
              {}};
  TradePoints total;
  DayFigures total_money;
  for (const auto& points : trades_in_order(figures)) {
    const auto found = figures.by_trade.find(points.trade);
    const auto* money = found == figures.by_trade.end() ? nullptr : &found->second;
    table.rows.push_back(trade_row(Level::line, trade_name(points), points, money));
    total.all += points.all;
    total.active += points.active;
    if (money) total_money += *money;
  }
  const bool any = !figures.by_trade.empty();
  table.rows.push_back(trade_row(Level::total, "TỔNG CỘNG", total, any ? &total_money : nullptr));
  return table;
}

Table cashless_table(const Figures& figures) {
  Table table{"charges",
              "Thu tiền dịch vụ chợ",
              {{"paid_by", "Hình thức", Kind::text, 65},
               {"amount", "Đã thu (đ)", Kind::amount, 50},
               {"share", "Tỷ lệ", Kind::share, 30}},
              {}};
  const auto& paid = figures.now.charges;
  const auto total = paid.cash + paid.transfer;
  const auto add = [&](Level level, const char* name, Dong sum) {
    // A naming that was taken back may leave less than nothing: no share of that.
    const bool whole = paid.cash >= Dong{} && paid.transfer >= Dong{};
    const auto share = whole ? share_of(sum.count(), total.count()) : Cell{};
    table.rows.push_back({level, {text(name), amount(sum), share}});
  };
  add(Level::line, "Tiền mặt", paid.cash);
  add(Level::line, "Không dùng tiền mặt (CK/QR)", paid.transfer);
  add(Level::total, "TỔNG CỘNG", total);
  return table;
}

Table hour_table(const Figures& figures) {
  Table table{"hours",
              "Theo giờ",
              {{"hour", "Giờ", Kind::text, 32},
               {"stalls_active", "Số điểm có GD", Kind::number, 18},
               {"count", "Số GD", Kind::count, 16},
               {"gross", "Tổng nhận (đ)", Kind::amount, 28},
               {"refunds", "Tiền hoàn (đ)", Kind::amount, 22},
               {"net", "Thực nhận (đ)", Kind::amount, 28},
               {"mean", "Bình quân/GD (đ)", Kind::amount, 21}},
              {},
              {{0, hour_net_column}}};
  const auto& by_stall = figures.hours;
  const bool hidden = by_stall.empty() && !figures.registry->stalls.empty();
  DayFigures total;
  for (std::size_t hour = 0; hour <= hours_of_day; ++hour) {
    DayFigures of_hour;
    std::int64_t active = 0;
    for (const auto& [stall, hours] : by_stall) {
      of_hour += hours[hour];
      if (hours[hour].count > 0) ++active;
    }
    total += of_hour;
    table.rows.push_back(hour_row(Level::line, hour_name(hour), active, of_hour, hidden));
  }
  table.rows.push_back(hour_row(Level::total, "TỔNG CỘNG", text(""), total, hidden));
  return table;
}

}  // namespace chopay::merchant::report
