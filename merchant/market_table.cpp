#include "merchant/market_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "merchant/csv.hpp"
#include "merchant/market_table_columns.hpp"
#include "merchant/registered_market.hpp"
#include "merchant/statement/workbook.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::merchant {
namespace {

using TableRow = std::vector<std::string>;

/// "6,5" or "6.5" as 650; nothing for another form or out of range.
std::optional<std::int64_t> area_of(std::string_view text) {
  const auto point = std::min(text.find_first_of(",."), text.size());
  std::string digits{text.substr(0, point)};
  auto decimals = point < text.size() ? text.substr(point + 1) : std::string_view{};
  if (digits.empty() || decimals.size() > 2 || (point < text.size() && decimals.empty())) {
    return std::nullopt;
  }
  digits += decimals;
  digits.append(2 - decimals.size(), '0');
  std::int64_t area = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, area);
  if (error != std::errc{} || stop != end || area < 0 || area > area_dm2_max) return std::nullopt;
  return area;
}

/// Reads rows one after the other and notes what is wrong in each.
class TableReader {
 public:
  MarketTable read(const CsvTable& csv) {
    if (csv.rows.size() < 4) {
      note(std::max<std::size_t>(csv.rows.size(), 1), "",
           "the file is only half there: a market, its stalls and a last row");
      return std::move(table_);
    }
    read_head(csv.rows[0], 1, market_columns);
    read_market(csv.rows[1]);
    read_head(csv.rows[2], 3, stall_columns);
    if (!table_.problems.empty()) return std::move(table_);
    auto end = csv.rows.size();
    while (end > 3 && blank(csv.rows[end - 1])) --end;
    for (row_ = 4; row_ < end; ++row_) read_row(csv.rows[row_ - 1]);
    read_last(csv.rows[end - 1], end);
    return std::move(table_);
  }

 private:
  void read_head(const TableRow& row, std::size_t number, const Columns& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto found = i < row.size() ? std::string_view{row[i]} : std::string_view{};
      if (found == columns[i]) continue;
      note(number, std::string{columns[i]}, "this column is missing or has another name");
      return;
    }
    check_width(row, number);
  }

  bool check_width(const TableRow& row, std::size_t number) {
    const bool more = std::any_of(row.begin() + std::min(row.size(), table_columns), row.end(),
                                  [](const auto& cell) { return !cell.empty(); });
    if (more) note(number, "", "it has more than 12 columns");
    return !more;
  }

  static bool blank(const TableRow& row) {
    return std::all_of(row.begin(), row.end(), [](const auto& cell) { return cell.empty(); });
  }

  static bool is_short_line(std::string_view text) { return is_line(text, name_bytes_max); }

  /// The cell as a line without its guard; empty, and a problem, where it is not one.
  std::string text(const TableRow& row, std::size_t column, bool needed = false,
                   bool (*fits)(std::string_view) = is_short_line) {
    const auto cell = column < row.size() ? std::string_view{row[column]} : std::string_view{};
    const auto name = std::string{(*columns_)[column]};
    if (is_formula(cell)) {
      note(row_, name, "it begins as a formula does; put an apostrophe before it");
    } else if (!fits(unguarded(cell))) {
      note(row_, name,
           fits == is_contact ? "it is longer than 200 characters or has a line end"
                              : "it is longer than 200 bytes or has a line end");
    } else if (needed && cell.empty()) {
      note(row_, name, "it is empty");
    } else {
      return std::string{unguarded(cell)};
    }
    return {};
  }

  HeldAccount account(const TableRow& row, std::size_t bank_column) {
    const auto bank_text = text(row, bank_column, true);
    const auto* bank = qr::BankDirectory::standard().lookup(bank_text);
    if (!bank && !bank_text.empty()) {
      note(row_, std::string{(*columns_)[bank_column]}, "no bank is called so");
    }
    HeldAccount held{{bank ? bank->bin : "000000", text(row, bank_column + 1, true)},
                     text(row, bank_column + 2, true)};
    if (!held.account.number.empty() && !is_payee_account(held.account)) {
      note(row_, std::string{(*columns_)[bank_column + 1]},
           "an account is 1 to 19 letters and digits; is it shown as a number?");
    }
    return held;
  }

  void read_market(const TableRow& row) {
    row_ = 2;
    columns_ = &market_columns;
    auto& market = table_.file.market;
    const auto id = MarketId::parse(text(row, 0, true));
    if (id) market.market = *id;
    if (!id) note(2, std::string{market_columns[0]}, "it must be 1 to 32 of a-z 0-9 -");
    market.data.name = text(row, 1, true);
    market.data.managing_body = text(row, 2);
    market.data.province = text(row, 3);
    market.contact = text(row, 4, false, is_contact);
    const bool has_account = row.size() > 7 && !(row[5] + row[6] + row[7]).empty();
    if (has_account) market.data.board_account = account(row, 5);
    const auto sandbox = text(row, 8);
    market.data.sandbox = sandbox == yes;
    if (!sandbox.empty() && sandbox != yes) {
      note(2, std::string{market_columns[8]}, "it is empty or \"có\"");
    }
    check_width(row, 2);
    columns_ = &stall_columns;
  }

  void read_row(const TableRow& row) {
    if (blank(row)) return note(row_, "", "an empty row among the stalls");
    if (!check_width(row, row_)) return;
    const auto filled = [&](std::size_t column) {
      return column < row.size() && !row[column].empty();
    };
    const bool first_columns = filled(0) || filled(1);
    bool stall_columns_filled = false;
    for (std::size_t column = 3; column < 9; ++column) stall_columns_filled |= filled(column);
    if (filled(2) && !first_columns && !stall_columns_filled) return read_further(row);
    read_zone(row);
    if (filled(2) || stall_columns_filled || filled(9) || filled(10) || filled(11)) read_stall(row);
  }

  void read_zone(const TableRow& row) {
    Zone zone{text(row, 0, true), text(row, 1, true)};
    if (zone.id.empty() || zone.name.empty()) return;
    if (!StallId::parse(zone.id)) {
      return note(row_, std::string{stall_columns[0]}, "it must be 1 to 16 of A-Z a-z 0-9 . _ -");
    }
    const auto [found, is_new] = table_.zone_rows.emplace(zone.id, row_);
    if (is_new) {
      table_.file.zones.push_back({table_.file.market.market, std::move(zone)});
      return;
    }
    const auto& zones = table_.file.zones;
    const auto known = std::find_if(zones.begin(), zones.end(),
                                    [&](const auto& one) { return one.zone.id == zone.id; });
    if (known->zone.name != zone.name) {
      note(row_, std::string{stall_columns[1]},
           "row " + std::to_string(found->second) + " calls the zone otherwise");
    }
  }

  void read_stall(const TableRow& row) {
    const auto code = text(row, 2, true);
    const auto id = StallId::parse(code);
    if (!id && !code.empty()) {
      note(row_, std::string{stall_columns[2]}, "it must be 1 to 16 of A-Z a-z 0-9 . _ -");
    }
    OpenStall stall;
    stall.market = table_.file.market.market;
    stall.zone = text(row, 0);
    stall.name = text(row, 3, true);
    read_area(text(row, 4), stall);
    stall.trade = text(row, 5);
    stall.household = text(row, 6, true);
    stall.details = {text(row, 7), text(row, 8)};
    check_details(stall.details);
    const auto held = account(row, 9);
    stall.account = held.account;
    stall.holder = held.holder;
    check_holder(held);
    if (!id) return;
    stall.id = *id;
    const auto [earlier, is_new] = table_.stall_rows.emplace(*id, row_);
    if (!is_new) {
      return note(row_, std::string{stall_columns[2]},
                  "row " + std::to_string(earlier->second) + " has this stall");
    }
    if (table_.file.stalls.size() == table_stalls_max) note(row_, "", "too many stalls");
    table_.file.stalls.push_back(std::move(stall));
  }

  void read_further(const TableRow& row) {
    const auto code = text(row, 2);
    auto& stalls = table_.file.stalls;
    if (stalls.empty() || stalls.back().id.text() != code) {
      return note(row_, std::string{stall_columns[2]},
                  "a further account stands below its stall's own row");
    }
    auto& stall = stalls.back();
    auto held = account(row, 9);
    check_holder(held);
    const bool repeated = held.account == stall.account ||
                          std::any_of(stall.further.begin(), stall.further.end(),
                                      [&](const auto& one) { return one.account == held.account; });
    if (repeated) note(row_, std::string{stall_columns[10]}, "the stall has this account already");
    if (stall.further.size() == further_accounts_max) note(row_, "", "too many accounts");
    stall.further.push_back(std::move(held));
  }

  void read_area(const std::string& cell, OpenStall& stall) {
    if (cell.empty()) return;
    const auto area = area_of(cell);
    if (area) stall.area_dm2 = *area;
    if (!area) {
      note(row_, std::string{stall_columns[4]}, "it must be a number such as 6,5, up to 100000");
    }
  }

  void check_details(const HouseholdDetails& details) {
    if (!details.tax_code.empty() && !is_tax_code(details.tax_code)) {
      note(row_, std::string{stall_columns[7]},
           "it needs 10, 12 or 13 digits; did it lose its first 0?");
    }
    if (!details.phone.empty() && !is_phone(details.phone)) {
      note(row_, std::string{stall_columns[8]},
           "it needs 10 or 11 digits and begins with 0; did it lose its first 0?");
    }
  }

  /// An account has one holder, whoever shares it.
  void check_holder(const HeldAccount& held) {
    if (held.account.number.empty() || held.holder.empty()) return;
    const auto [known, is_new] = holders_.emplace(held.account, std::pair{held.holder, row_});
    if (is_new || known->second.first == held.holder) return;
    note(row_, std::string{stall_columns[11]},
         "row " + std::to_string(known->second.second) + " names another holder of this account");
  }

  void read_last(const TableRow& row, std::size_t number) {
    const auto wanted = std::to_string(table_.file.stalls.size());
    if (row.front() == last_mark && row.size() > 1 && row[1] == wanted) return;
    if (row.front() != last_mark) {
      return note(
          number, "",
          "the last row must be Hết and the number of stalls; is the file only half there?");
    }
    note(number, "", "the last row does not count the " + wanted + " stalls above it");
  }

  void note(std::size_t row, std::string column, std::string what) {
    if (table_.problems.size() == table_problems_max) return;
    table_.problems.push_back({row, std::move(column), std::move(what)});
  }

  MarketTable table_;
  std::size_t row_ = 0;
  const Columns* columns_ = &market_columns;
  std::map<PayeeAccount, std::pair<std::string, std::size_t>> holders_;
};

}  // namespace

namespace {

/// The first sheet as the table that a CSV file of it would be: texts guarded, formulas not.
CsvTable csv_of(const std::vector<statement::CellTable>& sheets) {
  CsvTable table;
  for (const auto& cells : sheets.front().rows) {
    auto& row = table.rows.emplace_back();
    for (const auto& cell : cells) {
      const bool formula = cell.kind == statement::Cell::Kind::formula;
      row.push_back(formula ? "=" : is_formula(cell.text) ? '\'' + cell.text : cell.text);
    }
    if (row.empty()) row.emplace_back();
  }
  return table;
}

}  // namespace

Result<MarketTable> read_market_table(std::string_view bytes) {
  if (bytes.starts_with("PK")) {
    const auto sheets = statement::read_workbook(bytes);
    if (!sheets) return sheets.error();
    return TableReader{}.read(csv_of(*sheets));
  }
  const auto csv = read_csv(bytes);
  if (!csv) return csv.error();
  return TableReader{}.read(*csv);
}

}  // namespace chopay::merchant
