#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/error.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

enum class Format { json, csv, xlsx, pdf };

/// One row of the table of formats.
struct FormatForm {
  Format format;
  std::string_view name;  ///< also the file's ending
  std::string_view content_type;
  char separator = ';';  ///< between a CSV's cells: `;`, which Vietnamese spreadsheets take, or `,`
};

inline constexpr std::array format_forms{
    FormatForm{Format::json, "json", "application/json"},
    FormatForm{Format::csv, "csv", "text/csv; charset=utf-8"},
    FormatForm{Format::xlsx, "xlsx",
               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    FormatForm{Format::pdf, "pdf", "application/pdf"},
};

/// The row of a name; nothing for another word.
std::optional<FormatForm> format_named(std::string_view name);
/// `;` or `,`; nothing for another text.
std::optional<char> separator_named(std::string_view text);

/// Rows of all tables of one document; the largest market's year by day and stall has fewer.
inline constexpr std::size_t report_rows_max = 20'000;

/// {"report","market","market_name","from","to","sandbox","tables":{key:[{"level",column key:
/// value}]},"amount_in_words":[…],"notes":[…],"as_of","head":{"seq","hash"}}, of a draft also
/// "draft": what its pages say; what is not shown is
/// null, days are "2026-11-24", shares are tenths of a percent, clocks are instants.
std::string to_json(const Report& report);
/// One block a table, its titles first, then an empty line; the last line names period and check
/// code. UTF-8 with BOM, CRLF, cells apart by `separator`, `;` or `,`; raw whole numbers, ISO days;
/// no cell is a formula.
std::string to_csv(const Report& report, char separator = ';');
/// A workbook with a sheet a table: numbers as numbers, real dates, a header that stays, landscape
/// A4 as wide as the page. A sum row is a formula with our sum as its value where the lines that
/// the sheet shows come to it, else our number. The same report gives the same bytes.
/// report_failed.
Result<std::string> to_xlsx(const Report& report);
/// A workbook of one sheet whose cells are all texts, so that no account loses its first 0. The
/// same rows give the same bytes. report_failed.
Result<std::string> text_workbook(const std::string& name,
                                  const std::vector<std::vector<std::string>>& rows);
/// A4 pages with the head of the paper, the tables with their header on each page, the sum in
/// words, places to sign, page numbers and the check code; the font is in it. The same report gives
/// the same bytes. report_failed.
Result<std::string> to_pdf(const Report& report);

/// Any of them. report_failed also for more than report_rows_max rows.
Result<std::string> render(const Report& report, const FormatForm& form);

}  // namespace chopay::merchant::report
