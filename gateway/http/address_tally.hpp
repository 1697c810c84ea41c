#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace chopay::http {

/// How many connections each address has. Thread-safe.
class AddressTally {
 public:
  /// Counts one more of the address; false, and nothing counted, when it has `max` already.
  bool add(const std::string& address, std::size_t max);
  /// Uncounts one; an address that was never counted is passed over.
  void remove(const std::string& address);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> counts_;
};

}  // namespace chopay::http
