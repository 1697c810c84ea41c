#include "merchant/report/reconciliation_report.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "merchant/report/frame.hpp"
#include "merchant/vietnamese.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::merchant::report {
namespace {

using statement::AccountDay;

const Column day_column{"day", "Ngày", Kind::day, 20};
const std::vector<Column> account_columns{
    {"bank", "Ngân hàng", Kind::text, 28},
    {"account", "Số TK", Kind::text, 22},
};
const std::vector<Column> figure_columns{
    {"statement_count", "Sao kê: số GD", Kind::count, 14},
    {"statement_sum", "Sao kê: ghi có (đ)", Kind::amount, 27},
    {"ledger_count", "Sổ: số GD", Kind::count, 14},
    {"ledger_sum", "Sổ: ghi có (đ)", Kind::amount, 27},
    {"difference", "Chênh lệch (đ)", Kind::amount, 25},
    {"missing_in_ledger", "Thiếu trong sổ (đ)", Kind::amount, 25},
    {"missing_in_statement", "Thừa trong sổ (đ)", Kind::amount, 25},
};
const Column conclusion_column{"conclusion", "Kết luận", Kind::text, 25};

std::string bank_name(const std::string& bin) {
  const auto* bank = qr::BankDirectory::standard().lookup(bin);
  return bank ? bank->short_name : bin;
}

/// Some days of some accounts, added up.
struct AccountSums {
  statement::CountedSum by_statement;
  statement::CountedSum by_ledger;
  Dong missing_in_ledger;
  Dong missing_in_statement;
  std::int64_t agreeing = 0;  ///< days of an account
  std::int64_t differing = 0;
  std::int64_t erased = 0;   ///< whose statement's lines are gone
  std::int64_t without = 0;  ///< of which there is no statement

  void add(const AccountDay& day) {
    by_statement.count += day.by_statement.count;
    by_statement.sum += day.by_statement.sum;
    by_ledger.count += day.by_ledger.count;
    by_ledger.sum += day.by_ledger.sum;
    missing_in_ledger += day.missing_in_ledger.sum;
    missing_in_statement += day.missing_in_statement.sum;
    ++(day.lines_erased ? erased : day.agrees() ? agreeing : differing);
  }
  void add(const AccountWithoutStatement& day) {
    by_ledger.count += day.postings;
    by_ledger.sum += day.amount;
    ++without;
  }

  /// What a statement tells is "–" where there is none, and a difference where one is lacking.
  std::vector<Cell> cells() const {
    const bool told = agreeing + differing > 0;
    const bool in_ledger = told || without > 0 || erased == 0;
    const auto only = [](bool shown, Cell cell) { return shown ? std::move(cell) : Cell{}; };
    return {only(told, by_statement.count),
            only(told, amount(by_statement.sum)),
            only(in_ledger, by_ledger.count),
            only(in_ledger, amount(by_ledger.sum)),
            only(told && without == 0, amount(by_statement.sum - by_ledger.sum)),
            only(told, amount(missing_in_ledger)),
            only(told, amount(missing_in_statement))};
  }

  /// True where neither a statement nor the ledger has anything.
  bool is_empty() const { return agreeing + differing + erased + without == 0; }

  /// "Khớp", "Lệch"; with what is counted behind it, "Lệch 2 ngày".
  std::string conclusion(std::string_view unit) const {
    const auto so_many = [&](std::string words, std::int64_t count) {
      return unit.empty() ? words : words + ' ' + format_number(count) + ' ' + std::string{unit};
    };
    if (differing > 0) return so_many("Lệch", differing);
    if (agreeing == 0 && without > 0) return "Chưa có sao kê";
    if (without > 0) return so_many("Thiếu sao kê", without);
    if (erased > 0) return "Đã xóa sao kê";
    return agreeing > 0 ? "Khớp" : "";
  }
};

Table table_of(std::string key, std::string title, std::vector<Column> names) {
  Table table{std::move(key), std::move(title), std::move(names), {}};
  table.columns.insert(table.columns.end(), figure_columns.begin(), figure_columns.end());
  table.columns.push_back(conclusion_column);
  return table;
}

void add_row(Table& table, Level level, std::vector<Cell> names, const AccountSums& sums,
             std::string conclusion) {
  Row row{level, std::move(names)};
  for (auto& figure : sums.cells()) row.cells.push_back(std::move(figure));
  row.cells.push_back(text(std::move(conclusion)));
  table.rows.push_back(std::move(row));
}

/// The first cells of a sum's row, as many as there are columns before its figures.
std::vector<Cell> sum_name(const Table& table) {
  const auto names = table.columns.size() - figure_columns.size() - 1;
  std::vector<Cell> cells(names, text(""));
  cells.front() = text("TỔNG CỘNG");
  return cells;
}

void append_account(std::vector<Cell>& names, const PayeeAccount& account) {
  names.push_back(text(bank_name(account.bank)));
  names.push_back(text(masked(account)));
}

std::vector<Column> with_day(std::vector<Column> columns) {
  columns.insert(columns.begin(), day_column);
  return columns;
}

/// Adds a row for each account's day that `wanted` takes.
template <class Wanted>
void add_account_days(Table& table, const Reconciliation& day, Wanted wanted) {
  const auto add = [&](const PayeeAccount& account, const auto& figures) {
    AccountSums sums;
    sums.add(figures);
    if (!wanted(sums)) return;
    std::vector<Cell> names{day.settlement.date};
    append_account(names, account);
    add_row(table, Level::line, std::move(names), sums, sums.conclusion(""));
  };
  for (const auto& one : day.statements) add(one.statement.account, one);
  for (const auto& one : day.without_statement) add(one.account, one);
}

AccountSums sums_of(std::span<const Reconciliation> days) {
  AccountSums sums;
  for (const auto& day : days) {
    for (const auto& one : day.statements) sums.add(one);
    for (const auto& one : day.without_statement) sums.add(one);
  }
  return sums;
}

Table table_of_day(const Reconciliation& day) {
  auto table = table_of("accounts", "Theo tài khoản", with_day(account_columns));
  add_account_days(table, day, [](const AccountSums&) { return true; });
  add_row(table, Level::total, sum_name(table), sums_of({&day, 1}), "");
  return table;
}

Table table_by_account(const std::vector<Reconciliation>& days) {
  std::map<PayeeAccount, AccountSums> accounts;
  for (const auto& day : days) {
    for (const auto& one : day.statements) accounts[one.statement.account].add(one);
    for (const auto& one : day.without_statement) accounts[one.account].add(one);
  }
  auto table = table_of("accounts", "Theo tài khoản", account_columns);
  for (const auto& [account, sums] : accounts) {
    std::vector<Cell> names;
    append_account(names, account);
    add_row(table, Level::line, std::move(names), sums, sums.conclusion("ngày"));
  }
  add_row(table, Level::total, sum_name(table), sums_of(days), "");
  return table;
}

/// `newest`: the day of the log's newest entry. Of a later one nothing is known yet, which is not
/// 0.
Table table_by_day(const std::vector<Reconciliation>& days, ledger::BusinessDay newest) {
  auto table = table_of("days", "Theo ngày", {day_column});
  for (const auto& day : days) {
    const auto sums = sums_of({&day, 1});
    if (day.settlement.date > newest && sums.is_empty()) {
      table.rows.push_back({Level::line, std::vector<Cell>(table.columns.size())});
      table.rows.back().cells.front() = day.settlement.date;
      continue;
    }
    add_row(table, Level::line, {day.settlement.date}, sums, sums.conclusion("TK"));
  }
  add_row(table, Level::total, sum_name(table), sums_of(days), "");
  return table;
}

/// The days of an account that somebody must look at.
Table table_of_differences(const std::vector<Reconciliation>& days) {
  auto table = table_of("differences", "Ngày lệch", with_day(account_columns));
  for (const auto& day : days) {
    add_account_days(table, day, [](const AccountSums& sums) { return sums.differing > 0; });
  }
  return table;
}

/// Where the money went, line by line; what may not be seen is "–".
Table whole_table(const std::vector<Reconciliation>& days) {
  Table table{"whole",
              "Toàn chợ",
              {{"figure", "Chỉ tiêu", Kind::text, 120}, {"sum", "Số tiền (đ)", Kind::amount, 45}},
              {}};
  DayFigures totals;
  Dong at_banks;
  Dong difference;
  bool hidden = false;
  for (const auto& day : days) {
    totals += day.settlement.totals;
    at_banks += day.at_banks;
    difference += day.difference();
    hidden = hidden || day.settlement.hidden;
  }
  const auto add = [&](std::string name, Dong sum, bool unseen) {
    table.rows.push_back({Level::line, {text(std::move(name)), unseen ? Cell{} : amount(sum)}});
  };
  add("Ngân hàng báo có, trừ tiền hoàn", at_banks, hidden);
  add("Tổng nhận của các điểm", totals.gross, hidden);
  add("Tiền hoàn", totals.refunds, hidden);
  add("Chưa khớp", totals.unmatched, false);
  add("Chênh lệch không giải thích được", difference, false);
  return table;
}

std::string closed_note(const std::vector<Reconciliation>& days) {
  const auto closed = std::ranges::count(days, true, &Reconciliation::closed);
  if (days.size() == 1) return closed > 0 ? "Ngày đã chốt sổ." : "Ngày chưa chốt sổ.";
  return "Đã chốt sổ " + format_number(closed) + " trong " +
         format_number(static_cast<std::int64_t>(days.size())) + " ngày.";
}

}  // namespace

Report reconciliation_report(const std::vector<Reconciliation>& days, const Period& period,
                             const Registry& registry, ledger::Instant as_of) {
  auto report = framed(registry, period, as_of, days.back().settlement.head);
  report.code = "BC-06";
  report.file_name = file_name_of("BC06", registry, period);
  report.title = "BÁO CÁO ĐỐI SOÁT SAO KÊ NGÂN HÀNG";
  if (days.size() == 1) {
    report.tables = {table_of_day(days.front())};
  } else {
    report.tables = {table_by_account(days), table_by_day(days, ledger::business_day_of(as_of))};
    auto differences = table_of_differences(days);
    if (!differences.rows.empty()) report.tables.push_back(std::move(differences));
  }
  report.tables.push_back(whole_table(days));
  const auto sums = sums_of(days);
  report.words = {"Ghi có theo sổ bằng chữ: " + amount_on_paper(sums.by_ledger.sum)};
  report.notes = {closed_note(days)};
  if (sums.without > 0) {
    report.notes.emplace_back(
        "Chưa có sao kê: chỉ có tin báo của ngân hàng, đã trừ tiền hoàn; chưa đối soát được.");
  }
  std::size_t hidden = 0;
  for (const auto& day : days) hidden = std::max(hidden, day.accounts_hidden);
  if (hidden > 0) {
    report.notes.push_back("Không hiện " + std::to_string(hidden) +
                           " tài khoản có hộ kinh doanh chưa đồng ý cho xem số liệu.");
  }
  return report;
}

}  // namespace chopay::merchant::report
