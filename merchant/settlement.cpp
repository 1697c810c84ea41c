#include "merchant/settlement.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "merchant/csv.hpp"

namespace chopay::merchant {
namespace {

namespace json = boost::json;

constexpr std::string_view hidden_note = "Không hiện: quá ít điểm chưa đồng ý";
constexpr std::string_view reversed_prefix = "reversed/";

json::object figures_json(const DayFigures& figures, bool hidden = false) {
  const auto shown = [&](std::int64_t figure) {
    return hidden ? json::value{} : json::value(figure);
  };
  return {{"count", shown(figures.count)},
          {"gross", shown(figures.gross.count())},
          {"refunds", shown(figures.refunds.count())},
          {"net", shown(figures.net().count())},
          {"unmatched", figures.unmatched.count()},
          {"unmatched_count", figures.unmatched_count}};
}

json::object zone_json(const ZoneSettlement& zone) {
  json::object object{{"zone", zone.zone},
                      {"name", zone.name},
                      {"stalls_all", zone.stalls_all},
                      {"stalls_active", zone.stalls_active}};
  for (auto& [name, value] : figures_json(zone.figures, zone.hidden)) object[name] = value;
  json::array stalls;
  for (const auto& stall : zone.stalls) {
    json::object row{
        {"stall", stall.stall.text()}, {"name", stall.name}, {"household", stall.household}};
    for (auto& [name, value] : figures_json(stall.figures)) row[name] = value;
    stalls.push_back(std::move(row));
  }
  object["stalls"] = std::move(stalls);
  return object;
}

using Cells = std::vector<std::string>;

/// What stands in a hidden row is what nobody explains alone.
Cells numbers_of(const DayFigures& figures, bool hidden) {
  if (hidden) return {"", "", "", "", to_string(figures.unmatched)};
  return {std::to_string(figures.count), to_string(figures.gross), to_string(figures.refunds),
          to_string(figures.net()), to_string(figures.unmatched)};
}

/// Numbers behind the names, which alone are guarded: a minus sign begins no formula there.
std::string csv_row(const Cells& names, const Cells& numbers, char separator) {
  std::string row;
  for (const auto& name : names) {
    if (&name != &names.front()) row += separator;
    row += csv_cell(name, separator);
  }
  for (const auto& number : numbers) row += separator + number;
  return row + "\r\n";
}

/// What the sum of one account says: of which kind, and whose.
struct Part {
  std::string_view kind;
  std::string_view owner;
  std::int64_t count = 0;
  Dong amount;
};

Part part_of(const ledger::DayTotal& total) {
  std::string_view account{total.account};
  // What another explanation replaced is posted back under "reversed/": one credit less there.
  const bool reversed = account.starts_with(reversed_prefix);
  if (reversed) account.remove_prefix(reversed_prefix.size());
  const auto slash = account.find('/');
  return {account.substr(0, slash), account.substr(slash + 1),
          reversed ? -total.postings : total.postings, total.amount};
}

void add(DayFigures& figures, const Part& part) {
  if (part.kind == "sales") {
    figures.gross += -part.amount;
    figures.count += part.count;
  } else if (part.kind == "refund") {
    figures.refunds += part.amount;
    figures.refund_count += part.count;
  } else if (part.kind == "suspense") {
    figures.unmatched += -part.amount;
    figures.unmatched_count += part.count;
  }
}

struct StallSums {
  DayFigures figures;
  ledger::Seq last{};
};

}  // namespace

MarketDay market_day(ledger::BusinessDay date, const ledger::DayTotals& sums) {
  MarketDay day{date, {}, 0};
  std::unordered_map<std::string_view, std::int64_t> credits;
  for (const auto& total : sums.totals) {
    const auto part = part_of(total);
    add(day.figures, part);
    if (part.kind == "sales") credits[part.owner] += part.count;
  }
  day.stalls_active = std::ranges::count_if(credits, [](const auto& of) { return of.second > 0; });
  return day;
}

DayFigures& DayFigures::operator+=(const DayFigures& other) {
  count += other.count;
  gross += other.gross;
  refunds += other.refunds;
  unmatched += other.unmatched;
  unmatched_count += other.unmatched_count;
  refund_count += other.refund_count;
  return *this;
}

Settlement settle(const Registry& registry, ledger::BusinessDay date,
                  const ledger::DayTotals& sums) {
  Settlement settlement{
      date, registry.market, registry.name, {}, {}, sums.head, registry.sandbox, {}, false};
  std::unordered_map<std::string_view, StallSums> by_stall;
  Dong at_banks;
  for (const auto& total : sums.totals) {
    const auto part = part_of(total);
    if (part.kind == "bank") at_banks += total.amount;
    if (part.kind == "suspense") add(settlement.totals, part);
    if (part.kind != "sales" && part.kind != "refund") continue;
    auto& of_stall = by_stall[part.owner];
    add(of_stall.figures, part);
    if (part.kind == "sales") of_stall.last = std::max(of_stall.last, total.last);
  }
  std::map<std::string, TradePoints> trades;
  for (const auto& zone : registry.zones) {
    ZoneSettlement row{zone.id, zone.name, {}, {}};
    for (const auto* stall : registry.stalls_of(zone.id)) {
      const auto& [figures, last] = by_stall[stall->id.text()];
      row.stalls.push_back({stall->id, stall->name, stall->household, figures, last});
      row.figures += figures;
      ++row.stalls_all;
      auto& trade = trades[stall->trade];
      ++trade.all;
      if (figures.count == 0) continue;
      ++row.stalls_active;
      ++trade.active;
    }
    settlement.totals += row.figures;
    settlement.zones.push_back(std::move(row));
  }
  for (auto& [name, points] : trades) {
    points.trade = name;
    settlement.trades.push_back(std::move(points));
  }
  const auto& totals = settlement.totals;
  if (totals.net() + totals.unmatched != at_banks) {
    throw std::logic_error("the day's postings do not explain what the banks received");
  }
  return settlement;
}

std::string to_json(const Settlement& settlement) {
  json::array zones;
  for (const auto& zone : settlement.zones) zones.push_back(zone_json(zone));
  return json::serialize(
      json::object{{"date", to_string(settlement.date)},
                   {"market", settlement.market.text()},
                   {"market_name", settlement.market_name},
                   {"sandbox", settlement.sandbox},
                   {"totals", figures_json(settlement.totals, settlement.hidden)},
                   {"zones", std::move(zones)},
                   {"head",
                    {{"seq", ledger::number(settlement.head.seq)},
                     {"hash", ledger::to_hex(settlement.head.hash)}}}});
}

std::string to_csv(const Settlement& settlement, char separator) {
  static const Cells titles{"Khu vực",       "Mã điểm KD",    "Tên điểm",
                            "Hộ kinh doanh", "Số GD",         "Tổng nhận (đ)",
                            "Tiền hoàn (đ)", "Thực nhận (đ)", "Chưa khớp (đ)"};
  std::string csv = "\xEF\xBB\xBF" + csv_row(titles, {}, separator);
  const auto add = [&](const Cells& names, const DayFigures& figures, bool hidden) {
    csv += csv_row(names, numbers_of(figures, hidden), separator);
  };
  const auto sum = [](std::string name, bool hidden) -> Cells {
    return {std::move(name), "", "", std::string{hidden ? hidden_note : ""}};
  };
  for (const auto& zone : settlement.zones) {
    for (const auto& stall : zone.stalls) {
      add({zone.name, stall.stall.text(), stall.name, stall.household}, stall.figures, false);
    }
    add(sum("Cộng " + zone.name, zone.hidden), zone.figures, zone.hidden);
  }
  add(sum("TỔNG CỘNG", settlement.hidden), settlement.totals, settlement.hidden);
  const std::string realm = settlement.sandbox ? "Chợ thử – tiền không có thật · " : "";
  return csv +
         csv_cell(realm + "Ngày " + to_string(settlement.date) + " · sổ cái " +
                      std::to_string(ledger::number(settlement.head.seq)) + " · mã kiểm tra " +
                      ledger::to_hex(settlement.head.hash),
                  separator) +
         "\r\n";
}

}  // namespace chopay::merchant
