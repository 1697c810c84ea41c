#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chopay::http {

/// Lets each client ask so often a minute: a bucket of tokens a client that fills evenly and is
/// full at first. Remembers a limited number of clients; the time is passed in. Thread-safe.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `per_minute` ≥ 1 is also how many may come at once. `clients_max` ≥ 1 are remembered; when
  /// more than those are active, the newcomers share one bucket.
  explicit RateLimit(int per_minute, std::size_t clients_max = 10'000);

  /// Takes one token of the client's; false: there is none, answer 429.
  bool take(std::string_view client, Time now);

  struct Count {
    bool taken = false;
    int limit = 0;                       ///< how many may come at once
    int left = 0;                        ///< whole tokens that the client has now
    std::chrono::seconds until_full{0};  ///< rounded up
  };
  /// The same, and tells how the client stands then.
  Count count(std::string_view client, Time now);

  /// How many clients are remembered now.
  std::size_t clients() const;

 private:
  struct Bucket {
    double tokens = 0;
    Time filled_at;
  };
  void fill(Bucket& bucket, Time now) const;
  Bucket& bucket_of(std::string_view client, Time now);
  void forget_full(Time now);

  const double full_;
  const std::size_t clients_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  Bucket newcomers_;
  Time swept_at_{};
};

}  // namespace chopay::http
