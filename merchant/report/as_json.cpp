#include <boost/json.hpp>

#include "merchant/report/formats.hpp"

namespace chopay::merchant::report {
namespace {

namespace json = boost::json;

json::value cell_json(const Cell& cell) {
  if (const auto* words = std::get_if<std::string>(&cell)) return json::value(*words);
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* day = std::get_if<ledger::BusinessDay>(&cell)) {
    return json::value(to_string(*day));
  }
  if (const auto* instant = std::get_if<ledger::Instant>(&cell)) {
    return json::value(ledger::format_instant(*instant));
  }
  return nullptr;
}

std::string_view level_name(Level level) {
  switch (level) {
    case Level::line:
      return "line";
    case Level::subtotal:
      return "subtotal";
    case Level::total:
      break;
  }
  return "total";
}

json::array rows_json(const Table& table) {
  json::array rows;
  rows.reserve(table.rows.size());
  for (const auto& row : table.rows) {
    json::object object{{"level", level_name(row.level)}};
    object.reserve(table.columns.size() + 1);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      object[table.columns[i].key] = cell_json(row.cells[i]);
    }
    rows.push_back(std::move(object));
  }
  return rows;
}

json::array texts_json(const std::vector<std::string>& texts) {
  json::array array;
  for (const auto& text : texts) array.emplace_back(text);
  return array;
}

}  // namespace

std::string to_json(const Report& report) {
  json::object tables;
  for (const auto& table : report.tables) tables[table.key] = rows_json(table);
  json::object object{
      {"report", report.code},
      {"market", report.market},
      {"market_name", report.market_name},
      {"from", to_string(report.from)},
      {"to", to_string(report.to)},
      {"sandbox", report.sandbox},
      {"tables", std::move(tables)},
      {"amount_in_words", texts_json(report.words)},
      {"notes", texts_json(report.notes)},
      {"as_of", cell_json(report.as_of)},
      {"head",
       {{"seq", ledger::number(report.head.seq)}, {"hash", ledger::to_hex(report.head.hash)}}}};
  if (report.as_of == ledger::Instant{}) object["as_of"] = nullptr;
  if (!report.draft.empty()) object["draft"] = report.draft;
  return json::serialize(object);
}

}  // namespace chopay::merchant::report
