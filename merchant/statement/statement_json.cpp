#include "merchant/statement/statement_json.hpp"

#include <boost/json.hpp>

namespace chopay::merchant::statement {
namespace {

namespace json = boost::json;

json::value text_or_absent(const std::string& text) {
  return text.empty() ? json::value{} : json::value(text);
}

json::object sums(const Statement& statement, Direction direction) {
  std::int64_t count = 0;
  Dong sum;
  for (const auto& line : statement.lines) {
    if (line.direction != direction) continue;
    ++count;
    sum += line.amount;
  }
  return {{"count", count}, {"sum", sum.count()}};
}

}  // namespace

std::string heading_json(const Statement& statement) {
  return json::serialize(json::object{{"format", statement.format},
                                      {"bank", text_or_absent(statement.bank)},
                                      {"account", text_or_absent(statement.account)},
                                      {"from", to_string(statement.from)},
                                      {"to", to_string(statement.to)},
                                      {"lines", statement.lines.size()},
                                      {"credits", sums(statement, Direction::in)},
                                      {"debits", sums(statement, Direction::out)}});
}

std::string line_json(const Line& line) {
  json::value at;
  if (line.occurred_at) at = ledger::format_instant(*line.occurred_at);
  return json::serialize(json::object{{"row", line.row},
                                      {"day", to_string(line.day)},
                                      {"occurred_at", std::move(at)},
                                      {"amount", line.amount.count()},
                                      {"direction", line.direction == Direction::in ? "in" : "out"},
                                      {"reversal", line.reversal},
                                      {"reference", text_or_absent(line.reference)},
                                      {"counter_account", text_or_absent(line.counter_account)},
                                      {"counter_name", text_or_absent(line.counter_name)},
                                      {"text", line.text}});
}

std::string problem_json(const Problem& problem) {
  return json::serialize(json::object{
      {"row", problem.row}, {"column", text_or_absent(problem.column)}, {"problem", problem.what}});
}

}  // namespace chopay::merchant::statement
