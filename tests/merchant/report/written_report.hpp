#pragma once

#include <optional>
#include <string>
#include <vector>

#include "merchant/report/report.hpp"

namespace chopay::testing {

/// Rows of cells as texts, as the document that was read says them; "–" where it shows nothing.
using TextRows = std::vector<std::vector<std::string>>;

/// What the report itself says: whole numbers without points, days as "2026-11-24".
TextRows rows_of(const merchant::report::Table& table);

/// The table of a report's JSON, its columns in the given order.
TextRows rows_in_json(const std::string& json, const merchant::report::Table& table);
/// A table of a report's CSV, whose header's row is `header`, from 0.
TextRows rows_in_csv(const std::string& csv, const merchant::report::Table& table,
                     std::size_t header = 0, char separator = ';');
/// A sheet of a workbook, behind the row that begins with the table's first column: numbers as
/// they are kept, and the kept value of a formula.
TextRows rows_in_xlsx(const std::string& xlsx, std::size_t sheet,
                      const merchant::report::Table& table);
/// A part of the workbook's archive, such as "xl/worksheets/sheet1.xml".
std::string part_of_xlsx(const std::string& xlsx, const std::string& name);

/// Checks that each table of the report says the same in JSON, CSV, XLSX and, where pdftotext is,
/// in the PDF, whose text is Vietnamese in NFC, with its title and who signs, and that all have the
/// same check code. For a look at the documents CHOPAY_RENDER names a folder to write them to.
void check_all_formats(const merchant::report::Report& report);

/// The text of a PDF, line by line as it stands on the page; nothing where pdftotext is missing.
std::optional<std::string> text_of_pdf(const std::string& pdf);

}  // namespace chopay::testing
