#include "gateway/http/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace chopay::http {

RateLimit::RateLimit(int per_minute, std::size_t clients_max)
    : full_(per_minute), clients_max_(clients_max), newcomers_{full_, {}} {}

bool RateLimit::take(std::string_view client, Time now) {
  return count(client, now).taken;
}

RateLimit::Count RateLimit::count(std::string_view client, Time now) {
  const std::lock_guard lock{mutex_};
  auto& bucket = bucket_of(client, now);
  fill(bucket, now);
  const bool taken = bucket.tokens >= 1;
  if (taken) bucket.tokens -= 1;
  const auto missing_s = static_cast<std::int64_t>(std::ceil((full_ - bucket.tokens) * 60 / full_));
  return {taken, static_cast<int>(full_), static_cast<int>(bucket.tokens),
          std::chrono::seconds{missing_s}};
}

std::size_t RateLimit::clients() const {
  const std::lock_guard lock{mutex_};
  return buckets_.size();
}

void RateLimit::fill(Bucket& bucket, Time now) const {
  const std::chrono::duration<double, std::ratio<60>> minutes = now - bucket.filled_at;
  bucket.tokens = std::min(full_, bucket.tokens + std::max(0.0, minutes.count()) * full_);
  bucket.filled_at = now;
}

RateLimit::Bucket& RateLimit::bucket_of(std::string_view client, Time now) {
  const auto found = buckets_.find(std::string{client});
  if (found != buckets_.end()) return found->second;
  // A client that could ask as often as a new one need not be remembered. Looking at all of them
  // is worth it once a second at most.
  if (buckets_.size() >= clients_max_ && now - swept_at_ >= std::chrono::seconds{1}) {
    forget_full(now);
  }
  if (buckets_.size() >= clients_max_) return newcomers_;
  return buckets_.emplace(client, Bucket{full_, now}).first->second;
}

void RateLimit::forget_full(Time now) {
  swept_at_ = now;
  std::erase_if(buckets_, [&](const auto& row) {
    auto bucket = row.second;
    fill(bucket, now);
    return bucket.tokens >= full_;
  });
}

}  // namespace chopay::http
