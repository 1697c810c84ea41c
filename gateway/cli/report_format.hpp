#pragma once

#include <string>

#include "gateway/cli/command_line.hpp"
#include "merchant/report/formats.hpp"

namespace chopay::cli {

/// How a report is to be written, as the options say.
struct ReportFormat {
  std::string format = "json";
  std::string separator = ";";

  /// REQUIRES: add_format_options() has taken both.
  merchant::report::FormatForm form() const;
};

/// --format and --separator; what `into` has is what they are without.
void add_format_options(Command& command, ReportFormat& into);

}  // namespace chopay::cli
