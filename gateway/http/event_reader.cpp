#include "gateway/http/event_reader.hpp"

#include <algorithm>

namespace chopay::http {

std::optional<EventReader::Event> EventReader::next() {
  const auto end = bytes_.find("\n\n");
  if (end == std::string::npos) return std::nullopt;
  std::string_view lines{bytes_.data(), end};
  Event event;
  bool has_data = false;
  while (!lines.empty()) {
    const auto feed = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, feed);
    lines.remove_prefix(std::min(feed + 1, lines.size()));
    const auto colon = std::min(line.find(':'), line.size());
    const auto field = line.substr(0, colon);
    auto value = line.substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field.empty()) {
      event.comment = true;
      event.data = value;
    } else if (field == "id") {
      event.id = value;
    } else if (field == "event") {
      event.name = value;
    } else if (field == "data") {
      if (has_data) event.data += '\n';
      event.data += value;
      has_data = true;
    }
  }
  bytes_.erase(0, end + 2);
  return event;
}

}  // namespace chopay::http
