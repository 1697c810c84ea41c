#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace chopay::http {

/// The bytes that have been read and not yet used. Grows to what a head may need, no further.
class Inbox {
 public:
  std::string_view bytes() const { return {store_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  void consume(std::size_t count) { begin_ += count; }
  void filled(std::size_t count) { end_ += count; }

  /// Room behind the bytes, made by moving them to the front, or by growing up to `bytes_max`.
  /// Empty when they fill all of it. Ends the life of earlier views.
  std::span<char> room(std::size_t bytes_max) {
    if (begin_ > 0) {
      std::memmove(store_.get(), store_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ == capacity_ && capacity_ < bytes_max) grow(bytes_max);
    return {store_.get() + end_, capacity_ - end_};
  }

  /// Gives the memory back. REQUIRES that nothing of it is needed.
  void release() {
    store_.reset();
    capacity_ = begin_ = end_ = 0;
  }

 private:
  static constexpr std::size_t bytes_at_first = 2048;

  void grow(std::size_t bytes_max) {
    const auto larger = std::min(bytes_max, std::max(bytes_at_first, capacity_ * 2));
    auto fresh = std::make_unique_for_overwrite<char[]>(larger);
    if (end_ > 0) std::memcpy(fresh.get(), store_.get(), end_);
    store_ = std::move(fresh);
    capacity_ = larger;
  }

  std::unique_ptr<char[]> store_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace chopay::http
