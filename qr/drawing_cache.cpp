#include "qr/drawing_cache.hpp"

namespace chopay::qr {

Result<DrawingCache::Drawing> DrawingCache::get(std::string_view key,
                                                const std::function<Result<std::string>()>& draw) {
  if (Drawing kept = find(key)) return kept;
  Result<std::string> made = draw();
  if (made.has_error()) return made.error();
  auto drawing = std::make_shared<const std::string>(std::move(made).value());
  keep(key, drawing);
  return drawing;
}

std::size_t DrawingCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

DrawingCache::Drawing DrawingCache::find(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->drawing;
}

void DrawingCache::keep(std::string_view key, Drawing drawing) {
  Entry entry{std::string(key), std::move(drawing)};
  if (entry.bytes() > bytes_max_) return;
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return;
  bytes_ += entry.bytes();
  entries_.push_front(std::move(entry));
  by_key_.emplace(entries_.front().key, entries_.begin());
  while (bytes_ > bytes_max_) {
    const Entry& oldest = entries_.back();
    bytes_ -= oldest.bytes();
    by_key_.erase(oldest.key);
    entries_.pop_back();
  }
}

}  // namespace chopay::qr
