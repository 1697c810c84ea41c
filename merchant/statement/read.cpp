#include "merchant/statement/read.hpp"

#include <algorithm>

#include "merchant/csv.hpp"
#include "merchant/statement/camt053.hpp"
#include "merchant/statement/line_text.hpp"
#include "merchant/statement/mt940.hpp"
#include "merchant/statement/table_statement.hpp"
#include "merchant/statement/workbook.hpp"

namespace chopay::merchant::statement {
namespace {

enum class Form { camt053, mt940, workbook, csv };

Error bad_statement(std::string what) {
  return {Errc::bad_statement, std::move(what)};
}

/// What the first bytes say.
Result<Form> form_of(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04")) return Form::workbook;
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
    return bad_statement("it is an old .xls file; save it as .xlsx or as CSV UTF-8");
  }
  if (bytes.starts_with("%PDF")) {
    return bad_statement("it is a PDF; ask the bank for Excel, CSV, MT940 or camt.053");
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto first = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
  const auto text = bytes.substr(first);
  if (text.empty()) return bad_statement("it is empty");
  if (text.starts_with(":20:") || text.starts_with("{1:") || text.starts_with("{4:")) {
    return Form::mt940;
  }
  if (!text.starts_with('<')) return Form::csv;
  const auto head = plain_words(text.substr(0, 200));
  if (has_words(head, "html") || has_words(head, "table")) {
    return bad_statement("it is a web page with another ending; save it as .xlsx or as CSV UTF-8");
  }
  return Form::camt053;
}

bool fits(Form form, std::string_view format) {
  if (format.empty()) return true;
  if (format == "camt.053") return form == Form::camt053;
  if (format == "mt940") return form == Form::mt940;
  return form == Form::workbook || form == Form::csv;
}

std::optional<Header> header_of(const CellTable& table, const ReadOptions& options) {
  return options.mapping ? find_header(table, options.mapping->columns) : find_header(table);
}

Result<Statement> read_sheets(const std::vector<CellTable>& sheets, const ReadOptions& options) {
  for (const auto& sheet : sheets) {
    const auto header = header_of(sheet, options);
    if (!header) continue;
    const auto* layout = options.mapping ? nullptr : tell_layout(sheet, *header);
    if (const auto* wanted = layout_named(options.format)) {
      if (layout && layout->name != wanted->name) {
        return bad_statement("its header is not " + std::string{wanted->name} + "'s but " +
                             std::string{layout->name} + "'s");
      }
      layout = wanted;
    }
    // Other banks have headers like these too: what the caller says of the bank counts more.
    if (layout && !options.bank.empty() && options.bank != layout->bank && options.format.empty()) {
      layout = nullptr;
    }
    auto statement = read_table(sheet, *header);
    statement.format = options.mapping ? options.mapping->name
                       : layout        ? std::string{layout->name}
                                       : "table";
    if (options.mapping) statement.bank = options.mapping->bank;
    if (layout) statement.bank = layout->bank;
    return statement;
  }
  return bad_statement(
      options.mapping ? "no row has all the headers that the mapping names"
                      : "no row names a day and debit and credit; give a mapping of its columns");
}

/// Cells of a CSV file. A `=` begins a formula; other signs begin amounts and texts of banks too.
CellTable cells_of(CsvTable csv) {
  CellTable table;
  for (auto& row : csv.rows) {
    auto& cells = table.rows.emplace_back();
    for (auto& text : row) {
      if (text.empty()) {
        cells.emplace_back();
      } else if (text.front() == '=') {
        cells.push_back({Cell::Kind::formula, {}});
      } else {
        cells.push_back({Cell::Kind::text, std::string{unguarded(text)}});
      }
    }
  }
  return table;
}

/// The separator is the one with which a header is found: the rows above it may have none or
/// others.
Result<Statement> read_csv_statement(std::string_view bytes, const ReadOptions& options) {
  std::optional<Error> first_error;
  for (const char separator : {';', ',', '\t'}) {
    auto csv = read_csv(bytes, separator);
    if (!csv) {
      if (!first_error) first_error = csv.error();
      continue;
    }
    const auto table = cells_of(std::move(*csv));
    if (header_of(table, options)) return read_sheets({table}, options);
  }
  if (first_error) return *first_error;
  return read_sheets({}, options);
}

Result<Statement> read_form(Form form, std::string_view bytes, const ReadOptions& options) {
  switch (form) {
    case Form::camt053:
      return read_camt053(bytes);
    case Form::mt940:
      return read_mt940(bytes.substr(bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0));
    case Form::csv:
      return read_csv_statement(bytes, options);
    case Form::workbook:
      break;
  }
  const auto sheets = read_workbook(bytes);
  if (!sheets) return sheets.error();
  return read_sheets(*sheets, options);
}

}  // namespace

void note(Statement& statement, std::size_t row, std::string column, std::string what) {
  if (statement.problems.size() == problems_max) return;
  statement.problems.push_back({row, std::move(column), std::move(what)});
}

const std::vector<std::string_view>& format_names() {
  static const std::vector<std::string_view> names{"camt.053",    "mt940",  "table", "vietcombank",
                                                   "techcombank", "tpbank", "bidv"};
  return names;
}

Result<Statement> read_statement(std::string_view bytes, const ReadOptions& options) {
  if (bytes.size() > file_bytes_max) return bad_statement("it is larger than 8 MiB");
  if (!options.format.empty() &&
      std::ranges::find(format_names(), options.format) == format_names().end()) {
    return bad_statement("there is no format " + one_line(options.format, 40));
  }
  const auto form = form_of(bytes);
  if (!form) return form.error();
  if (!fits(*form, options.format)) {
    return bad_statement("the file is no " + options.format);
  }
  auto statement = read_form(*form, bytes, options);
  if (!statement) return statement;
  if (statement->account.empty()) statement->account = options.account;
  if (!options.account.empty() && statement->account != options.account) {
    return bad_statement("it is of another account than the one that was named");
  }
  if (statement->bank.empty()) statement->bank = options.bank;
  if (!options.bank.empty() && statement->bank != options.bank) {
    return bad_statement("it is of another bank than the one that was named");
  }
  return statement;
}

}  // namespace chopay::merchant::statement
