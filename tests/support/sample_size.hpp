#pragma once

#include <cstdlib>
#include <string_view>

namespace chopay::testing {

/// Whether the whole of what a sample is drawn from is wanted: CHOPAY_LONG=1.
inline bool long_variant() {
  const char* const wanted = std::getenv("CHOPAY_LONG");
  return wanted && std::string_view{wanted} == "1";
}

/// The size of a sample: `all` in a plain build, a fourth of it with sanitizers. Each piece costs
/// many times as much there, and what they look for shows in the first pieces as in the last.
constexpr int sample_size(int all) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return all / 4;
#else
  return all;
#endif
}

}  // namespace chopay::testing
