#include "merchant/report/stall_table.hpp"

#include <unordered_map>
#include <utility>

#include "merchant/board_view.hpp"

namespace chopay::merchant::report {
namespace {

using Cells = std::vector<Cell>;
using NetByName = std::unordered_map<std::string, Dong>;

const std::vector<Column> names{
    {"place", "STT", Kind::number, 8},
    {"zone", "Khu vực", Kind::text, 34},
    {"trade", "Ngành hàng", Kind::text, 20},
    {"stall", "Mã điểm KD", Kind::text, 13},
    {"household", "Tên hộ kinh doanh", Kind::text, 37},
};
const std::vector<Column> money{
    {"count", "Số GD", Kind::count, 11},
    {"gross", "Tổng nhận (đ)", Kind::amount, 22},
    {"refund_count", "Số GD hoàn", Kind::count, 11},
    {"refunds", "Tiền hoàn (đ)", Kind::amount, 18},
    {"net", "Thực nhận (đ)", Kind::amount, 22},
};
const std::vector<Column> unmatched{
    {"unmatched_count", "Chưa khớp: số GD", Kind::count, 12},
    {"unmatched", "Chưa khớp: tiền (đ)", Kind::amount, 18},
};
const std::vector<Column> of_day{
    {"last", "GD cuối lúc", Kind::clock, 13},
    {"note", "Ghi chú", Kind::text, 14},
};
const std::vector<Column> of_month{
    {"net_before", "Thực nhận kỳ trước (đ)", Kind::amount, 23},
    {"growth", "Tăng, giảm", Kind::share, 16},
};
const Column mark{"note", "Ghi chú", Kind::text, 12};

void append(std::vector<Column>& columns, const std::vector<Column>& more) {
  columns.insert(columns.end(), more.begin(), more.end());
}

void append_money(Cells& cells, const DayFigures& figures, bool hidden) {
  if (hidden) {
    cells.insert(cells.end(), money.size(), Cell{});
    return;
  }
  cells.insert(cells.end(), {figures.count, amount(figures.gross), figures.refund_count,
                             amount(figures.refunds), amount(figures.net())});
}

Cells named(std::int64_t place, const std::string& zone, const Stall* stall,
            const StallSettlement& row) {
  return {place, text(zone), text(stall ? stall->trade : ""), text(row.stall.text()),
          text(row.household)};
}

Cells summed(std::string name) {
  return {text(""), text(std::move(name)), text(""), text(""), text("")};
}

/// Makes the rows of both tables; `finish` appends what only one of them has behind the money.
template <class Finish>
std::vector<Row> rows_of(const Figures& figures, Finish finish) {
  std::vector<Row> rows;
  std::int64_t place = 0;
  const auto& whole = figures.now.whole;
  for (const auto& zone : whole.zones) {
    for (const auto& stall : zone.stalls) {
      Row row{Level::line, named(++place, zone.name, figures.registry->stall(stall.stall), stall)};
      append_money(row.cells, stall.figures, false);
      finish(row, stall.stall.text(), stall.figures, false);
      rows.push_back(std::move(row));
    }
    Row row{Level::subtotal, summed("Cộng " + zone.name)};
    append_money(row.cells, zone.figures, zone.hidden);
    finish(row, zone.zone, zone.figures, zone.hidden);
    rows.push_back(std::move(row));
  }
  Row row{Level::total, summed("TỔNG CỘNG")};
  append_money(row.cells, whole.totals, whole.hidden);
  finish(row, "", whole.totals, whole.hidden);
  rows.push_back(std::move(row));
  return rows;
}

void append_unmatched(Row& row, const DayFigures& figures) {
  // What nobody explains is no stall's: it stands in the total alone.
  if (row.level == Level::total) {
    row.cells.insert(row.cells.end(), {figures.unmatched_count, amount(figures.unmatched)});
  } else {
    row.cells.insert(row.cells.end(), 2, Cell{});
  }
}

/// Net by stall, by zone and, under the empty name, of the market, where it may be seen.
struct NetBefore {
  NetByName stalls;
  NetByName zones;

  explicit NetBefore(const Settlement& before) {
    for (const auto& zone : before.zones) {
      if (!zone.hidden) zones.emplace(zone.zone, zone.figures.net());
      for (const auto& stall : zone.stalls) {
        stalls.emplace(stall.stall.text(), stall.figures.net());
      }
    }
    if (!before.hidden) zones.emplace("", before.totals.net());
  }

  std::optional<Dong> of(Level level, const std::string& name) const {
    const auto& all = level == Level::line ? stalls : zones;
    const auto found = all.find(name);
    if (found == all.end()) return std::nullopt;
    return found->second;
  }
};

}  // namespace

Cell growth(std::int64_t now, std::int64_t before) {
  constexpr std::int64_t figure_max = 1'000'000'000'000'000;
  if (before <= 0 || now < 0 || before > figure_max || now > figure_max) return {};
  const auto more = (now - before) * 2000;
  return (more + (more < 0 ? -before : before)) / (before * 2);
}

Table stall_table_of_day(const Figures& figures) {
  Table table{"stalls", "Theo khu và điểm", names, {}};
  append(table.columns, money);
  append(table.columns, unmatched);
  append(table.columns, of_day);
  table.rows = rows_of(
      figures, [&](Row& row, const std::string& name, const DayFigures& money_of, bool hidden) {
        append_unmatched(row, money_of);
        std::string note{hidden ? hidden_mark : ""};
        Cell last = text("");
        if (row.level == Level::line) {
          last = Cell{};
          const auto sale = figures.last_sale.find(StallId::parse(name).value());
          if (sale != figures.last_sale.end()) {
            const bool late = ledger::business_day_of(sale->second) != figures.now.period.from;
            // Booked on this day, but from another: its clock would mislead.
            if (late) note = "GN muộn";
            if (!late) last = sale->second;
          }
        }
        row.cells.push_back(std::move(last));
        row.cells.push_back(text(std::move(note)));
      });
  return table;
}

Table stall_table_of_period(const Figures& figures) {
  Table table{"stalls", "Theo khu và điểm", names, {}};
  append(table.columns, money);
  append(table.columns, unmatched);
  std::optional<NetBefore> before;
  const bool month = figures.now.period.kind == Period::Kind::month;
  if (month) append(table.columns, of_month);
  if (figures.before && figures.before->has_postings) before.emplace(figures.before->whole);
  table.columns.push_back(mark);
  table.rows = rows_of(figures, [&](Row& row, const std::string& name, const DayFigures& money_of,
                                    bool hidden) {
    append_unmatched(row, money_of);
    if (month) {
      const auto net = before ? before->of(row.level, name) : std::nullopt;
      row.cells.push_back(net ? amount(*net) : Cell{});
      row.cells.push_back(net && !hidden ? growth(money_of.net().count(), net->count()) : Cell{});
    }
    row.cells.push_back(text(std::string{hidden ? hidden_mark : ""}));
  });
  return table;
}

}  // namespace chopay::merchant::report
