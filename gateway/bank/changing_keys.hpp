#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace chopay::bank {

/// Keys that can be changed while others sign and check with them: who has taken them goes on with
/// those. Thread-safe.
template <class Keys>
class ChangingKeys {
 public:
  explicit ChangingKeys(Keys keys) : keys_(std::make_shared<const Keys>(std::move(keys))) {}

  std::shared_ptr<const Keys> now() const {
    const std::lock_guard lock{mutex_};
    return keys_;
  }
  void replace(Keys keys) {
    auto fresh = std::make_shared<const Keys>(std::move(keys));
    const std::lock_guard lock{mutex_};
    keys_.swap(fresh);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Keys> keys_;
};

}  // namespace chopay::bank
