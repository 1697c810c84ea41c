#pragma once

#include <string>
#include <string_view>

namespace chopay::app {

/// The process's log: one JSON object a line on stderr, {"time","level","event","detail"}, and with
/// "request" where it is about one: the id that its answer names. Whatever the texts hold, a line
/// stays one line of UTF-8 that moves nothing on a terminal. They must not hold secrets or payer
/// data. Thread-safe.
void start_log();
void log_info(std::string_view event, std::string_view detail = {}, std::string_view request = {});
void log_warning(std::string_view event, std::string_view detail = {},
                 std::string_view request = {});
void log_error(std::string_view event, std::string_view detail = {}, std::string_view request = {});

/// What such a line says besides its time and level: a JSON object.
std::string log_object(std::string_view event, std::string_view detail, std::string_view request);

}  // namespace chopay::app
