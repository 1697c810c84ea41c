#include "gateway/app/log.hpp"

#include <boost/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>

#include "merchant/utf8.hpp"

namespace chopay::app {
namespace {

/// One character that is well-formed: its bytes and its number.
struct Character {
  std::size_t size = 1;
  std::uint32_t number = 0;
};

/// The character that the text begins with; nothing where no well-formed one stands there.
std::optional<Character> first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return Character{1, lead};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (text.size() < size || !merchant::is_utf8(text.substr(0, size))) return std::nullopt;
  std::uint32_t number = lead & (0xffU >> (size + 1));
  for (const char byte : text.substr(1, size - 1)) {
    number = (number << 6U) | (static_cast<unsigned char>(byte) & 0x3fU);
  }
  return Character{size, number};
}

/// Ends a line for some readers, or moves a terminal's cursor or the direction of its text. What
/// stands below a space is escaped by JSON itself.
bool is_unseen_power(std::uint32_t number) {
  constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 6> ranges{{{0x7f, 0x9f},
                                                                           {0x200b, 0x200f},
                                                                           {0x2028, 0x202e},
                                                                           {0x2060, 0x206f},
                                                                           {0xfeff, 0xfeff},
                                                                           {0xfff9, 0xfffb}}};
  return std::ranges::any_of(
      ranges, [&](const auto& range) { return number >= range.first && number <= range.second; });
}

/// The same JSON text with what has an unseen power escaped, and U+FFFD for each byte of no
/// character: Boost writes both as they come.
std::string harmless(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  while (!json.empty()) {
    const auto first = first_of(json);
    const auto size = first ? first->size : 1;
    if (!first) {
      text += "\\ufffd";
    } else if (is_unseen_power(first->number)) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", first->number);
      text += escape.data();
    } else {
      text += json.substr(0, size);
    }
    json.remove_prefix(size);
  }
  return text;
}

void write(spdlog::level::level_enum level, std::string_view event, std::string_view detail,
           std::string_view request) {
  const auto text = log_object(event, detail, request);
  // The object goes on behind the fields of the pattern: its opening brace is the pattern's.
  spdlog::log(level, "{}", std::string_view{text}.substr(1));
}

}  // namespace

std::string log_object(std::string_view event, std::string_view detail, std::string_view request) {
  boost::json::object object{{"event", event}, {"detail", detail}};
  if (!request.empty()) object["request"] = request;
  return harmless(boost::json::serialize(object));
}

void start_log() {
  auto logger = spdlog::stderr_logger_mt("chopay");
  logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)",
                      spdlog::pattern_time_type::utc);
  spdlog::set_default_logger(std::move(logger));
}

void log_info(std::string_view event, std::string_view detail, std::string_view request) {
  write(spdlog::level::info, event, detail, request);
}

void log_warning(std::string_view event, std::string_view detail, std::string_view request) {
  write(spdlog::level::warn, event, detail, request);
}

void log_error(std::string_view event, std::string_view detail, std::string_view request) {
  write(spdlog::level::err, event, detail, request);
}

}  // namespace chopay::app
