#include <charconv>
#include <system_error>

#include "config/settings.hpp"

namespace chopay::config {

void set_listen(Settings& settings, const std::string& listen) {
  set_listen(settings.address, settings.port, listen);
}

void set_listen(std::string& address, std::uint16_t& port, const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::uint16_t read = 0;
  const char* const end = listen.data() + listen.size();
  const auto wrong = [&] {
    return BadSettings("listen must be an address and a port, like 127.0.0.1:8080, not \"" +
                       listen + '"');
  };
  if (colon == std::string::npos || colon == 0) throw wrong();
  const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, read);
  if (error != std::errc{} || stop != end) throw wrong();
  port = read;
  address = listen.substr(0, colon);
  if (address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
}

}  // namespace chopay::config
