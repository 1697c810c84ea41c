#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "merchant/statement/imported.hpp"
#include "merchant/statement/statement_json.hpp"
#include "merchant/utf8.hpp"

namespace chopay::testing {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// What holds of every statement that is read, and of nothing that has problems.
inline void check_statement(const merchant::statement::Statement& read) {
  using namespace merchant::statement;
  require(read.lines.size() <= lines_max && read.problems.size() <= problems_max, "too many rows");
  require(read.account.size() <= account_bytes_max, "a long account");
  for (const auto& problem : read.problems) {
    require(merchant::is_utf8(problem.column), "a column that is not UTF-8");
    require(!problem_json(problem).empty(), "a problem without words");
  }
  if (!read.problems.empty()) return;
  require(read.from <= read.to, "days the wrong way round");
  for (const auto& line : read.lines) {
    require(line.amount > ledger::Dong{} && line.amount <= merchant::notice_amount_max,
            "an amount");
    require(read.from <= line.day && line.day <= read.to, "a line outside of the statement");
    require(line.reference.size() <= reference_bytes_max, "a long reference");
    require(line.text.size() <= text_bytes_max, "a long text");
    require(merchant::is_utf8(line.reference + line.text + line.counter_name), "not UTF-8");
    require(line.text.find('\n') == std::string::npos, "a text of two lines");
    require(!line_json(line).empty(), "a line without words");
  }
  require(read_lines_text(lines_text(read.lines)).has_value(), "lines that do not come back");
}

}  // namespace chopay::testing
