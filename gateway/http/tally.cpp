#include "gateway/http/tally.hpp"

namespace chopay::http {

bool Tally::add(std::size_t max) {
  if (count_.fetch_add(1) < max) return true;
  remove();
  return false;
}

void Tally::remove() {
  if (count_.fetch_sub(1) != 1) return;
  const std::lock_guard lock(mutex_);
  none_.notify_all();
}

bool Tally::wait_for_none(std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  return none_.wait_for(lock, at_most, [&] { return count_.load() == 0; });
}

}  // namespace chopay::http
