#include "gateway/app/log.hpp"

#include <boost/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace chopay::app {
namespace {

void write(spdlog::level::level_enum level, std::string_view event, std::string_view detail) {
  const auto text =
      boost::json::serialize(boost::json::object{{"event", event}, {"detail", detail}});
  // The object goes on behind the fields of the pattern: its opening brace is the pattern's.
  spdlog::log(level, "{}", std::string_view{text}.substr(1));
}

}  // namespace

void start_log() {
  auto logger = spdlog::stderr_logger_mt("chopay");
  logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)",
                      spdlog::pattern_time_type::utc);
  spdlog::set_default_logger(std::move(logger));
}

void log_info(std::string_view event, std::string_view detail) {
  write(spdlog::level::info, event, detail);
}

void log_warning(std::string_view event, std::string_view detail) {
  write(spdlog::level::warn, event, detail);
}

void log_error(std::string_view event, std::string_view detail) {
  write(spdlog::level::err, event, detail);
}

}  // namespace chopay::app
