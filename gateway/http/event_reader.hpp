#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chopay::http {

/// Takes an event stream apart again, as EventSink writes one (WHATWG HTML §9.2.6): lines end with
/// LF alone.
class EventReader {
 public:
  struct Event {
    bool comment = false;  ///< a line that says nothing, in `data`
    std::string id{};
    std::string name{};
    std::string data{};
  };
  /// An event is larger than this: broken() from then on.
  static constexpr std::size_t event_bytes_max = 1U << 20U;

  void add(std::string_view bytes) { bytes_.append(bytes); }
  /// The next whole event; nothing while it has not come.
  std::optional<Event> next();
  bool broken() const { return bytes_.size() > event_bytes_max; }

 private:
  std::string bytes_;
};

}  // namespace chopay::http
