#include <charconv>
#include <system_error>

#include "config/settings.hpp"

namespace chopay::config {

void set_listen(Settings& settings, const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::uint16_t port = 0;
  const char* const end = listen.data() + listen.size();
  const auto wrong = [&] {
    return BadSettings("listen must be an address and a port, like 127.0.0.1:8080, not \"" +
                       listen + '"');
  };
  if (colon == std::string::npos || colon == 0) throw wrong();
  const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, port);
  if (error != std::errc{} || stop != end) throw wrong();
  settings.port = port;
  settings.address = listen.substr(0, colon);
  if (settings.address.front() == '[' && settings.address.back() == ']') {
    settings.address = settings.address.substr(1, settings.address.size() - 2);
  }
}

}  // namespace chopay::config
