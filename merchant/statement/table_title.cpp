#include "merchant/statement/table_title.hpp"

#include <algorithm>
#include <cctype>

#include "merchant/statement/amount.hpp"
#include "merchant/statement/day_time.hpp"
#include "merchant/statement/line_text.hpp"

namespace chopay::merchant::statement {
namespace {

constexpr std::string_view account_phrases[] = {
    "so tai khoan", "account number", "account no", "so tk", "stk", "tai khoan so"};
constexpr std::string_view other_accounts[] = {"doi ung", "remitter", "counter"};
constexpr std::string_view day_phrases[] = {"tu", "den", "from", "to", "period"};
constexpr std::string_view opening_phrases[] = {"so du dau", "opening balance"};

bool has_any(std::string_view words, auto&& phrases) {
  return std::ranges::any_of(phrases, [&](auto phrase) { return has_words(words, phrase); });
}

/// The first run of 6 to 19 letters and digits that begins and ends with a digit.
std::string account_in(std::string_view text) {
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  while (!text.empty()) {
    const auto first = std::ranges::find_if(text, is_part);
    const auto last = std::find_if_not(first, text.end(), is_part);
    const std::string_view run{first, last};
    const auto digits = std::ranges::count_if(run, is_digit);
    if (run.size() >= 6 && run.size() <= 19 && digits >= 6) return std::string{run};
    text = {last, text.end()};
    if (run.empty()) return {};
  }
  return {};
}

class TitleReader {
 public:
  TableTitle read(const CellTable& table, std::size_t header_row) {
    for (std::size_t row = 0; row < header_row; ++row) {
      const auto& cells = table.rows[row];
      for (std::size_t i = 0; i < cells.size(); ++i) read_cell(cells, i);
    }
    return title_;
  }

 private:
  void read_cell(const std::vector<Cell>& cells, std::size_t i) {
    const auto words = plain_words(cells[i].text);
    if (title_.account.empty() && has_any(words, account_phrases) &&
        !has_any(words, other_accounts)) {
      title_.account = account_in(cells[i].text);
      if (title_.account.empty()) title_.account = account_in(next(cells, i));
    }
    if (has_any(words, opening_phrases) && !title_.opening) {
      const auto text = next(cells, i);
      title_.opening = text.empty() ? std::nullopt : read_written_amount(text);
    }
    if (!has_any(words, day_phrases)) return;
    take_days(cells[i].text);
    if (!title_.to || !title_.from) take_days(next(cells, i));
  }

  /// The text of the next cell that has one.
  static std::string_view next(const std::vector<Cell>& cells, std::size_t i) {
    for (++i; i < cells.size(); ++i) {
      if (!cells[i].text.empty()) return cells[i].text;
    }
    return {};
  }

  /// Takes every day in the text: the first is where the statement begins, the next where it ends.
  void take_days(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    while (!text.empty()) {
      const auto first = std::ranges::find_if(text, is_digit);
      const auto last = std::find_if_not(first, text.end(), [&](char c) {
        return is_digit(c) || c == '/' || c == '-' || c == '.';
      });
      if (first == text.end()) return;
      if (const auto day = read_day_time({first, last})) keep(day->day);
      text = {last, text.end()};
    }
  }

  void keep(BusinessDay day) {
    if (!title_.from) {
      title_.from = day;
    } else if (!title_.to && day >= *title_.from) {
      title_.to = day;
    }
  }

  TableTitle title_;
};

}  // namespace

TableTitle read_title(const CellTable& table, std::size_t header_row) {
  return TitleReader{}.read(table, header_row);
}

}  // namespace chopay::merchant::statement
