#include "merchant/report/formats.hpp"

namespace chopay::merchant::report {

std::optional<FormatForm> format_named(std::string_view name) {
  for (const auto& form : format_forms) {
    if (form.name == name) return form;
  }
  return std::nullopt;
}

std::optional<char> separator_named(std::string_view text) {
  if (text == ";" || text == ",") return text.front();
  return std::nullopt;
}

Result<std::string> render(const Report& report, const FormatForm& form) {
  std::size_t rows = 0;
  for (const auto& table : report.tables) rows += table.rows.size();
  if (rows > report_rows_max) {
    return Error{Errc::report_failed, "more than " + std::to_string(report_rows_max) + " rows"};
  }
  switch (form.format) {
    case Format::json:
      return to_json(report);
    case Format::csv:
      return to_csv(report, form.separator);
    case Format::xlsx:
      return to_xlsx(report);
    case Format::pdf:
      return to_pdf(report);
  }
  return Error{Errc::report_failed};
}

}  // namespace chopay::merchant::report
