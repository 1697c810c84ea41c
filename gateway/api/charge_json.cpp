#include "gateway/api/charge_json.hpp"

#include "gateway/api/text_or_null.hpp"

namespace chopay::api {

namespace json = boost::json;
namespace charges = merchant::charges;

namespace {

json::array months_json(const charges::Charges& shown) {
  json::array rows;
  for (const auto& [month, sum, closed] : shown.months) {
    rows.push_back({{"month", charges::month_text(month)},
                    {"closed", closed},
                    {"arrears", sum.arrears.count()},
                    {"due", sum.due.count()},
                    {"cash", sum.cash.count()},
                    {"transfer", sum.transfer.count()},
                    {"waived", sum.waived.count()},
                    {"left", sum.left().count()}});
  }
  return rows;
}

json::array tariffs_json(const charges::Charges& shown) {
  json::array rows;
  for (const auto& tariff : shown.tariffs) {
    rows.push_back({{"tariff", tariff.id},
                    {"name", tariff.name},
                    {"by_area", tariff.by_area},
                    {"price", tariff.price.count()},
                    {"zone", text_or_null(tariff.zone)},
                    {"from", charges::month_text(tariff.from)}});
  }
  return rows;
}

json::array cash_json(const charges::Charges& shown) {
  json::array rows;
  for (const auto& [who, cash] : shown.cash) {
    rows.push_back({{"collector", charges::Person{who, cash.name}.called()},
                    {"held", cash.held.count()},
                    {"handed", cash.handed.count()}});
  }
  return rows;
}

json::object unnamed_json(const charges::UnnamedMoney& money) {
  json::array parts;
  for (const auto& part : money.parts) {
    parts.push_back({{"entry", ledger::number(part.entry)},
                     {"stall", part.stall.text()},
                     {"amount", part.amount.count()}});
  }
  return {{"entry", ledger::number(money.seq)},
          {"date", to_string(money.day)},
          {"amount", money.amount.count()},
          {"left", money.left().count()},
          {"source", money.source},
          {"parts", std::move(parts)}};
}

}  // namespace

json::object charge_json(const charges::HandOver& one) {
  const bool counted = !one.confirmed_by.empty();
  const charges::Person collector{one.collector, one.collector_name};
  const charges::Person other{one.confirmed_by, one.confirmed_by_name};
  return {{"entry", ledger::number(one.seq)},
          {"date", to_string(one.day)},
          {"collector", collector.called()},
          {"held", one.held.count()},
          {"amount", one.amount.count()},
          {"counted", counted ? json::value(one.counted.count()) : json::value{}},
          {"confirmed_by", counted ? json::value(other.called()) : json::value{}}};
}

json::object charge_json(const charges::Charges& shown) {
  json::array hand_overs;
  for (const auto& one : shown.hand_overs) hand_overs.push_back(charge_json(one));
  json::array unnamed;
  for (const auto& money : shown.unnamed) unnamed.push_back(unnamed_json(money));
  return {{"month", shown.newest ? json::value(charges::month_text(*shown.newest)) : json::value{}},
          {"months", months_json(shown)},
          {"tariffs", tariffs_json(shown)},
          {"cash", cash_json(shown)},
          {"hand_overs", std::move(hand_overs)},
          {"unnamed", std::move(unnamed)}};
}

}  // namespace chopay::api
