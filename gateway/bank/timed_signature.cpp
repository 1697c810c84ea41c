#include "gateway/bank/timed_signature.hpp"

#include <algorithm>

#include "gateway/bank/signature.hpp"

namespace chopay::bank {

TimedSignature read_timed_signature(std::string_view header) {
  TimedSignature result;
  while (!header.empty()) {
    const auto comma = header.find(',');
    std::string_view part = header.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    if (part.starts_with("t=") && result.time.empty()) result.time = part.substr(2);
    if (part.starts_with("v1=") && result.count < result.v1.size())
      result.v1[result.count++] = part.substr(3);
    if (comma == std::string_view::npos) break;
    header.remove_prefix(comma + 1);
  }
  return result;
}

bool any_equals(const TimedSignature& signature, std::string_view hex) {
  return std::ranges::any_of(signature.signatures(), [&](std::string_view presented) {
    return equal_in_constant_time(presented, hex);
  });
}

}  // namespace chopay::bank
