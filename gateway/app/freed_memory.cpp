#include "gateway/app/freed_memory.hpp"

#include <malloc.h>

namespace chopay::app {

void keep_freed_memory() {
  static constexpr int keep_bytes = 64 << 20;
  // NOLINTBEGIN(concurrency-mt-unsafe): no other thread is there yet
  mallopt(M_TRIM_THRESHOLD, keep_bytes);
  mallopt(M_TOP_PAD, 1 << 20);
  // NOLINTEND(concurrency-mt-unsafe)
}

}  // namespace chopay::app
