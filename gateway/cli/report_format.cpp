#include "gateway/cli/report_format.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace chopay::cli {

namespace report = merchant::report;

report::FormatForm ReportFormat::form() const {
  auto form = report::format_named(format).value();
  form.separator = report::separator_named(separator).value();
  return form;
}

void add_format_options(Command& command, ReportFormat& into) {
  std::vector<std::string> formats;
  std::ranges::transform(report::format_forms, std::back_inserter(formats),
                         [](const auto& form) { return std::string{form.name}; });
  command.choice({"--format", "How it is written (" + into.format + ")", ""}, formats, into.format);
  command.choice({"--separator", "Between the cells of CSV (;)", ""}, {";", ","}, into.separator);
}

}  // namespace chopay::cli
