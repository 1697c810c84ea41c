#include "merchant/report/reconciliation_report.hpp"

#include "merchant/report/frame.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::merchant::report {
namespace {

const std::vector<Column> account_columns{
    {"day", "Ngày", Kind::day, 20},
    {"bank", "Ngân hàng", Kind::text, 28},
    {"account", "Số TK", Kind::text, 22},
    {"statement_count", "Sao kê: số GD", Kind::count, 14},
    {"statement_sum", "Sao kê: ghi có (đ)", Kind::amount, 27},
    {"ledger_count", "Sổ: số GD", Kind::count, 14},
    {"ledger_sum", "Sổ: ghi có (đ)", Kind::amount, 27},
    {"difference", "Chênh lệch (đ)", Kind::amount, 25},
    {"missing_in_ledger", "Thiếu trong sổ (đ)", Kind::amount, 25},
    {"missing_in_statement", "Thừa trong sổ (đ)", Kind::amount, 25},
    {"conclusion", "Kết luận", Kind::text, 25},
};

std::string bank_name(const std::string& bin) {
  const auto* bank = qr::BankDirectory::standard().lookup(bin);
  return bank ? bank->short_name : bin;
}

/// The sums of the rows that have a statement that can be compared.
struct AccountSums {
  statement::CountedSum by_statement;
  statement::CountedSum by_ledger;
  Dong missing_in_ledger;
  Dong missing_in_statement;

  void add(const statement::AccountDay& day) {
    by_statement.count += day.by_statement.count;
    by_statement.sum += day.by_statement.sum;
    by_ledger.count += day.by_ledger.count;
    by_ledger.sum += day.by_ledger.sum;
    missing_in_ledger += day.missing_in_ledger.sum;
    missing_in_statement += day.missing_in_statement.sum;
  }
  std::vector<Cell> cells() const {
    return {by_statement.count,
            amount(by_statement.sum),
            by_ledger.count,
            amount(by_ledger.sum),
            amount(by_statement.sum - by_ledger.sum),
            amount(missing_in_ledger),
            amount(missing_in_statement)};
  }
};

Row account_row(ledger::BusinessDay date, const PayeeAccount& account, std::vector<Cell> figures,
                std::string conclusion) {
  Row row{Level::line, {date, text(bank_name(account.bank)), text(masked(account))}};
  for (auto& figure : figures) row.cells.push_back(std::move(figure));
  row.cells.push_back(text(std::move(conclusion)));
  return row;
}

Table account_table(const Reconciliation& all) {
  Table table{"accounts", "Theo tài khoản", account_columns, {}};
  const auto date = all.settlement.date;
  const Cell none;
  AccountSums total;
  for (const auto& day : all.statements) {
    AccountSums sums;
    sums.add(day);
    total.add(day);
    auto figures = day.lines_erased ? std::vector<Cell>(7) : sums.cells();
    table.rows.push_back(account_row(date, day.statement.account, std::move(figures),
                                     day.lines_erased ? "Đã xóa sao kê"
                                     : day.agrees()   ? "Khớp"
                                                      : "Lệch"));
  }
  for (const auto& row : all.without_statement) {
    table.rows.push_back(account_row(
        date, row.account, {none, none, row.postings, amount(row.amount), none, none, none},
        "Chưa có sao kê"));
    total.by_ledger.count += row.postings;
    total.by_ledger.sum += row.amount;
  }
  Row sum{Level::total, {text("TỔNG CỘNG"), text(""), text("")}};
  for (auto& cell : total.cells()) sum.cells.push_back(std::move(cell));
  // Accounts without a statement have no difference, so neither has a sum that counts them.
  if (!all.without_statement.empty()) sum.cells[7] = Cell{};
  sum.cells.push_back(text(""));
  table.rows.push_back(std::move(sum));
  return table;
}

/// Where the day's money went, line by line; what may not be seen is "–".
Table whole_table(const Reconciliation& all) {
  Table table{"whole",
              "Toàn chợ",
              {{"figure", "Chỉ tiêu", Kind::text, 120}, {"sum", "Số tiền (đ)", Kind::amount, 45}},
              {}};
  const auto& totals = all.settlement.totals;
  const auto add = [&](std::string name, Dong sum, bool hidden) {
    table.rows.push_back({Level::line, {text(std::move(name)), hidden ? Cell{} : amount(sum)}});
  };
  const bool hidden = all.settlement.hidden;
  add("Ngân hàng báo có, trừ tiền hoàn", all.at_banks, hidden);
  add("Tổng nhận của các điểm", totals.gross, hidden);
  add("Tiền hoàn", totals.refunds, hidden);
  add("Chưa khớp", totals.unmatched, false);
  add("Chênh lệch không giải thích được", all.difference(), false);
  return table;
}

}  // namespace

Report reconciliation_report(const Reconciliation& all, const Registry& registry,
                             ledger::Instant as_of) {
  const Period day{Period::Kind::day, all.settlement.date, all.settlement.date};
  auto report = framed(registry, day, as_of, all.settlement.head);
  report.code = "BC-06";
  report.file_name = file_name_of("BC06", registry, day);
  report.title = "BÁO CÁO ĐỐI SOÁT SAO KÊ NGÂN HÀNG";
  report.tables = {account_table(all), whole_table(all)};
  report.notes.emplace_back(all.closed ? "Ngày đã chốt sổ." : "Ngày chưa chốt sổ.");
  if (!all.without_statement.empty()) {
    report.notes.emplace_back(
        "Chưa có sao kê: chỉ có tin báo của ngân hàng, đã trừ tiền hoàn; chưa đối soát được.");
  }
  if (all.accounts_hidden > 0) {
    report.notes.push_back("Không hiện " + std::to_string(all.accounts_hidden) +
                           " tài khoản có hộ kinh doanh chưa đồng ý cho xem số liệu.");
  }
  return report;
}

}  // namespace chopay::merchant::report
