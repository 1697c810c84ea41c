#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "qr/error.hpp"

namespace chopay::qr {

/// Keeps the drawings asked for last, within a limit of bytes. A sign on a wall and a link that is
/// opened by many ask for the same drawing again and again, and its mask search costs a hundred
/// times the look-up. Safe to share between threads; nothing is drawn under the lock, so two
/// threads may draw the same thing at once.
class DrawingCache {
 public:
  using Drawing = std::shared_ptr<const std::string>;

  /// Keys and drawings together take at most this many bytes (bookkeeping not counted).
  explicit DrawingCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// The drawing kept under the key, or the one that `draw` makes, which is kept then. The key must
  /// tell everything that the drawing depends on: payload, form, size. Errors are not kept.
  Result<Drawing> get(std::string_view key, const std::function<Result<std::string>()>& draw);

  /// The drawing kept under the key, or nullptr.
  Drawing find(std::string_view key);

  std::size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    Drawing drawing;
    std::size_t bytes() const { return key.size() + drawing->size(); }
  };
  using Entries = std::list<Entry>;

  void keep(std::string_view key, Drawing drawing);

  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  Entries entries_;                                                 // newest first
  std::unordered_map<std::string_view, Entries::iterator> by_key_;  // views into entries_
  std::size_t bytes_ = 0;
};

}  // namespace chopay::qr
