#pragma once

#include <algorithm>
#include <vector>

namespace chopay::bench {

/// The middle of the values; 0 of none.
inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

}  // namespace chopay::bench
