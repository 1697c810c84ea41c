#include "merchant/settlement.hpp"

#include <boost/json.hpp>

#include <map>
#include <stdexcept>

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

std::string csv_row(std::initializer_list<std::string_view> names, const DayFigures& figures,
                    bool hidden = false) {
  std::string row;
  for (const auto name : names) row += csv_cell(name) + ';';
  if (hidden) return row + ";;;;" + to_string(figures.unmatched) + "\r\n";
  row += std::to_string(figures.count) + ';' + to_string(figures.gross) + ';' +
         to_string(figures.refunds) + ';' + to_string(figures.net()) + ';' +
         to_string(figures.unmatched) + "\r\n";
  return row;
}

}  // namespace

DayFigures& DayFigures::operator+=(const DayFigures& other) {
  count += other.count;
  gross += other.gross;
  refunds += other.refunds;
  unmatched += other.unmatched;
  unmatched_count += other.unmatched_count;
  return *this;
}

Settlement settle(const Registry& registry, ledger::BusinessDay date,
                  const ledger::DayTotals& sums) {
  Settlement settlement{date, registry.market, registry.name, {}, {}, sums.head, registry.sandbox};
  std::map<std::string, DayFigures> by_stall;
  Dong at_banks;
  for (const auto& total : sums.totals) {
    std::string_view account{total.account};
    // What another explanation replaced is posted back under "reversed/": one credit less there.
    const bool reversed = account.starts_with(reversed_prefix);
    if (reversed) account.remove_prefix(reversed_prefix.size());
    const auto count = reversed ? -total.postings : total.postings;
    const auto slash = account.find('/');
    const auto kind = account.substr(0, slash);
    const std::string owner{account.substr(slash + 1)};
    if (kind == "bank") {
      at_banks += total.amount;
    } else if (kind == "sales") {
      by_stall[owner].gross += -total.amount;
      by_stall[owner].count += count;
    } else if (kind == "refund") {
      by_stall[owner].refunds += total.amount;
    } else if (kind == "suspense") {
      settlement.totals.unmatched += -total.amount;
      settlement.totals.unmatched_count += count;
    }
  }
  for (const auto& zone : registry.zones) {
    ZoneSettlement row{zone.id, zone.name, {}, {}};
    for (const auto* stall : registry.stalls_of(zone.id)) {
      const auto& figures = by_stall[stall->id.text()];
      row.stalls.push_back({stall->id, stall->name, stall->household, figures});
      row.figures += figures;
      ++row.stalls_all;
      if (figures.count > 0) ++row.stalls_active;
    }
    settlement.totals += row.figures;
    settlement.zones.push_back(std::move(row));
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
                   {"totals", figures_json(settlement.totals, settlement.hidden)},
                   {"zones", std::move(zones)},
                   {"head",
                    {{"seq", ledger::number(settlement.head.seq)},
                     {"hash", ledger::to_hex(settlement.head.hash)}}}});
}

std::string to_csv(const Settlement& settlement) {
  std::string csv =
      "\xEF\xBB\xBF"
      "Khu vực;Mã điểm KD;Tên điểm;Hộ kinh doanh;Số GD;Tổng nhận (đ);Tiền hoàn (đ);"
      "Thực nhận (đ);Chưa khớp (đ)\r\n";
  for (const auto& zone : settlement.zones) {
    for (const auto& stall : zone.stalls) {
      csv += csv_row({zone.name, stall.stall.text(), stall.name, stall.household}, stall.figures);
    }
    csv += csv_row({"Cộng " + zone.name, "", "", zone.hidden ? hidden_note : ""}, zone.figures,
                   zone.hidden);
  }
  csv += csv_row({"TỔNG CỘNG", "", "", settlement.hidden ? hidden_note : ""}, settlement.totals,
                 settlement.hidden);
  const std::string realm = settlement.sandbox ? "Chợ thử – tiền không có thật · " : "";
  csv += csv_cell(realm + "Ngày " + to_string(settlement.date) + " · sổ cái " +
                  std::to_string(ledger::number(settlement.head.seq)) + " · mã kiểm tra " +
                  ledger::to_hex(settlement.head.hash)) +
         "\r\n";
  return csv;
}

}  // namespace chopay::merchant
