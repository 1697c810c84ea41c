#pragma once

#include <string_view>

namespace chopay::app {

/// The process's log: one JSON object a line on stderr, {"time","level","event","detail"}. Whatever
/// the texts hold, a line stays one line. They must not hold secrets or payer data. Thread-safe.
void start_log();
void log_info(std::string_view event, std::string_view detail = {});
void log_warning(std::string_view event, std::string_view detail = {});
void log_error(std::string_view event, std::string_view detail = {});

}  // namespace chopay::app
