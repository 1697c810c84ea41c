#pragma once

#include <string>

#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// {"format","bank","account","from","to","lines":…,"credits":{"count","sum"},
/// "debits":{"count","sum"}}: a statement without its lines.
std::string heading_json(const Statement& statement);
/// {"row","day","occurred_at","amount","direction","reversal","reference","counter_account",
/// "counter_name","text"}; for whoever has the file: it holds payer data.
std::string line_json(const Line& line);
/// {"row","column","problem"}.
std::string problem_json(const Problem& problem);

}  // namespace chopay::merchant::statement
