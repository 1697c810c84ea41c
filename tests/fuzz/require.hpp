#pragma once

#include <cstdlib>

namespace chopay::testing {

/// Ends the fuzzer, which keeps its input as a finding, where a property does not hold.
inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace chopay::testing
