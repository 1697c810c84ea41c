#include "merchant/statement/table_statement.hpp"

#include <algorithm>
#include <utility>

#include "merchant/statement/amount.hpp"
#include "merchant/statement/balance_chain.hpp"
#include "merchant/statement/day_time.hpp"
#include "merchant/statement/line_text.hpp"
#include "merchant/statement/table_title.hpp"

namespace chopay::merchant::statement {
namespace {

using Row = std::vector<Cell>;

/// What a row is besides a booking.
enum class RowKind { booking, opening, closing, total, note };

/// Words of rows that are no bookings.
struct RowWords {
  RowKind kind;
  std::string_view phrase;
};

constexpr RowWords row_words[] = {
    {RowKind::opening, "so du dau"},
    {RowKind::opening, "so du truoc"},
    {RowKind::opening, "opening balance"},
    {RowKind::opening, "balance brought forward"},
    {RowKind::closing, "so du cuoi"},
    {RowKind::closing, "closing balance"},
    {RowKind::closing, "ending balance"},
    {RowKind::total, "tong cong"},
    {RowKind::total, "tong phat sinh"},
    {RowKind::total, "cong phat sinh"},
    {RowKind::total, "cong"},
    {RowKind::total, "tong"},
    {RowKind::total, "total"},
};

/// The longest such row heading; transfer texts may have these words too.
constexpr std::size_t heading_words_max = 48;

bool is_blank_amount(std::string_view text) {
  return text.find_first_not_of(" -\t\r\n") == std::string_view::npos || text == "\u2013";
}

class TableStatementReader {
 public:
  TableStatementReader(const CellTable& table, const Header& header)
      : table_(table), header_(header) {}

  Statement read() {
    const auto title = read_title(table_, header_.row);
    statement_.account = title.account;
    chain_.open(title.opening);
    for (row_ = header_.row + 1; row_ < table_.rows.size(); ++row_) {
      if (statement_.problems.size() == problems_max) break;
      read_row(table_.rows[row_]);
    }
    chain_.finish(statement_);
    check_totals();
    set_days(title);
    return std::move(statement_);
  }

 private:
  void read_row(const Row& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].kind != Cell::Kind::formula) continue;
      return problem("", "cell " + cell_name(row_, i) +
                             " is a formula or an error; a bank's file has values only");
    }
    if (is_header_again(row)) return;
    switch (kind_of(row)) {
      case RowKind::booking:
        return read_booking(row);
      case RowKind::opening:
        return chain_.open(balance(row));
      case RowKind::closing:
        return chain_.close(balance(row), row_ + 1);
      case RowKind::total:
        total_debit_ = money(row, Column::debit);
        total_credit_ = money(row, Column::credit);
        total_row_ = row_ + 1;
        return;
      case RowKind::note:
        return;
    }
  }

  /// A printed statement repeats its header on each page.
  bool is_header_again(const Row& row) const {
    const auto place = header_.place(Column::day);
    return place && *place < row.size() && row[*place].kind == Cell::Kind::text &&
           one_line(row[*place].text, name_bytes_max) == header_.names[*place];
  }

  RowKind kind_of(const Row& row) const {
    if (!day_cell(row).empty()) {
      const auto at = read_day(row);
      if (at) return RowKind::booking;
    }
    for (const auto& cell : row) {
      if (cell.kind != Cell::Kind::text || cell.text.size() > 2 * heading_words_max) continue;
      const auto words = plain_words(cell.text);
      if (words.size() > heading_words_max) continue;
      for (const auto& [kind, phrase] : row_words) {
        if (words.starts_with(phrase) && has_words(words, phrase)) return kind;
      }
    }
    return has_money(row) ? RowKind::booking : RowKind::note;
  }

  bool has_money(const Row& row) const {
    for (const auto column : {Column::debit, Column::credit, Column::amount}) {
      const auto* cell = cell_of(row, column);
      if (cell && !is_blank_amount(cell->text) &&
          cell->text.find_first_of("0123456789") != std::string::npos) {
        return true;
      }
    }
    return false;
  }

  void read_booking(const Row& row) {
    const auto day = read_day(row);
    if (!day) return problem(name_of(day_column()), "it is no day such as 24/11/2026");
    if (statement_.lines.size() == lines_max) return problem("", "more than 20000 bookings");
    Line line;
    line.row = row_ + 1;
    line.day = day->day;
    line.occurred_at = day->at;
    if (const auto time = better_time(row)) line.occurred_at = time;
    line.reference = reference(row);
    line.text = one_line(text_of(row, Column::text), text_bytes_max);
    line.counter_account = one_line(text_of(row, Column::counter_account), account_bytes_max);
    line.counter_name = one_line(text_of(row, Column::counter_name), name_bytes_max);
    const auto problems = statement_.problems.size();
    const auto change = signed_amount(row);
    const auto fees = fee(row);
    if (statement_.problems.size() != problems) return;
    const auto counted = change.is_zero() ? -fees : change;
    if (counted.is_zero()) {
      if (!balance(row)) problem("", "it has no amount; is the file only half there?");
      return;
    }
    line.direction = counted > Dong{} ? Direction::in : Direction::out;
    line.amount = counted > Dong{} ? counted : -counted;
    if (line.amount > notice_amount_max) return problem("", "no transfer has such an amount");
    chain_.add(row_ + 1, counted, change.is_zero() ? Dong{} : fees, balance(row));
    statement_.lines.push_back(std::move(line));
  }

  /// Credit less debit, or the amount with its direction; notes what is wrong.
  Dong signed_amount(const Row& row) {
    if (header_.place(Column::amount) && !header_.place(Column::debit)) {
      auto amount = needed_money(row, Column::amount);
      const auto direction = plain_words(text_of(row, Column::direction));
      const bool out = has_words(direction, "d") || has_words(direction, "no") ||
                       has_words(direction, "out") || has_words(direction, "debit") ||
                       has_words(direction, "ra");
      return out && amount > Dong{} ? -amount : amount;
    }
    auto debit = needed_money(row, Column::debit);
    const auto credit = needed_money(row, Column::credit);
    if (debit < Dong{}) debit = -debit;  // some banks write debits with their sign
    if (!debit.is_zero() && !credit.is_zero()) {
      problem("", "it has both a debit and a credit");
    } else if (credit < Dong{}) {
      problem(name_of(Column::credit), "a credit below 0");
    }
    return credit - debit;
  }

  Dong fee(const Row& row) {
    Dong sum;
    const auto [first, last] = header_.places.equal_range(Column::fee);
    for (auto it = first; it != last; ++it) {
      if (it->second >= row.size()) continue;
      const auto one = amount_of(row[it->second]);
      if (!one) problem(header_.names[it->second], "it is no amount in whole đồng");
      if (one) sum += *one < Dong{} ? -*one : *one;
    }
    return sum;
  }

  /// 0 for an empty cell, nothing for one that is no amount.
  static std::optional<Dong> amount_of(const Cell& cell) {
    if (cell.kind == Cell::Kind::number) return read_decimal_amount(cell.text, '.');
    if (is_blank_amount(cell.text)) return Dong{};
    return read_written_amount(cell.text);
  }

  std::optional<Dong> money(const Row& row, Column column) const {
    const auto* cell = cell_of(row, column);
    if (!cell || is_blank_amount(cell->text)) return std::nullopt;
    return amount_of(*cell);
  }

  Dong needed_money(const Row& row, Column column) {
    const auto* cell = cell_of(row, column);
    if (!cell) return {};
    const auto amount = amount_of(*cell);
    if (!amount) problem(name_of(column), "it is no amount in whole đồng");
    return amount.value_or(Dong{});
  }

  std::optional<Dong> balance(const Row& row) {
    const auto* cell = cell_of(row, Column::balance);
    if (!cell || is_blank_amount(cell->text)) return std::nullopt;
    const auto amount = amount_of(*cell);
    if (!amount) problem(name_of(Column::balance), "it is no amount in whole đồng");
    return amount;
  }

  Column day_column() const {
    if (header_.place(Column::day)) return Column::day;
    return header_.place(Column::time) ? Column::time : Column::day_and_reference;
  }

  std::string_view day_cell(const Row& row) const { return text_of(row, day_column()); }

  std::optional<DayTime> read_day(const Row& row) const {
    const auto* cell = cell_of(row, day_column());
    if (!cell) return std::nullopt;
    if (cell->kind == Cell::Kind::number) return read_serial_day(cell->text);
    if (day_column() != Column::day_and_reference) return read_day_time(cell->text);
    std::string_view text = cell->text;
    return take_day_time(text);
  }

  std::optional<Instant> better_time(const Row& row) const {
    if (day_column() == Column::time) return std::nullopt;
    const auto* cell = cell_of(row, Column::time);
    if (!cell) return std::nullopt;
    const auto at =
        cell->kind == Cell::Kind::number ? read_serial_day(cell->text) : read_day_time(cell->text);
    return at ? at->at : std::nullopt;
  }

  std::string reference(const Row& row) const {
    std::string_view text = text_of(row, Column::reference);
    if (text.empty() && day_column() == Column::day_and_reference) {
      text = text_of(row, Column::day_and_reference);
      if (!take_day_time(text)) return {};
    }
    return one_line(text, reference_bytes_max);
  }

  const Cell* cell_of(const Row& row, Column column) const {
    const auto place = header_.place(column);
    return place && *place < row.size() ? &row[*place] : nullptr;
  }
  std::string_view text_of(const Row& row, Column column) const {
    const auto* cell = cell_of(row, column);
    return cell ? std::string_view{cell->text} : std::string_view{};
  }
  std::string name_of(Column column) const {
    const auto place = header_.place(column);
    return place ? header_.names[*place] : std::string{};
  }
  void problem(std::string column, std::string what) {
    note(statement_, row_ + 1, std::move(column), std::move(what));
  }

  void check_totals() {
    Dong debit;
    Dong credit;
    for (const auto& line : statement_.lines) {
      (line.direction == Direction::in ? credit : debit) += line.amount;
    }
    const auto differs = [](const std::optional<Dong>& said, Dong sum) {
      return said && *said != sum && *said != -sum;
    };
    // With fees in columns of their own a bank may count them among the debits or not.
    const bool fees = header_.places.contains(Column::fee);
    if (differs(total_credit_, credit) || (!fees && differs(total_debit_, debit))) {
      note(statement_, total_row_, "", "its sums are not those of the bookings; is a row missing?");
    }
  }

  void set_days(const TableTitle& title) {
    auto& from = statement_.from;
    auto& to = statement_.to;
    if (title.from && title.to) {
      from = *title.from;
      to = *title.to;
    } else if (!statement_.lines.empty()) {
      from = to = statement_.lines.front().day;
    } else if (statement_.problems.empty()) {
      note(statement_, 0, "", "it has no booking and does not say which days it covers");
    }
    for (const auto& line : statement_.lines) {
      from = std::min(from, line.day);
      to = std::max(to, line.day);
    }
  }

  const CellTable& table_;
  const Header& header_;
  std::size_t row_ = 0;
  Statement statement_;
  BalanceChain chain_;
  std::optional<Dong> total_debit_;
  std::optional<Dong> total_credit_;
  std::size_t total_row_ = 0;
};

}  // namespace

Statement read_table(const CellTable& table, const Header& header) {
  return TableStatementReader{table, header}.read();
}

}  // namespace chopay::merchant::statement
