#include "gateway/outbound/push_queue.hpp"

#include <algorithm>

namespace chopay::outbound {

using ledger::Instant;

/// Forgets hints that are too old, and devices of which nothing is to be known any more.
void PushQueue::sweep(Instant now) {
  for (auto& [name, device] : devices_) {
    if (device.wanted_at && now - *device.wanted_at > hint_lifetime) device.wanted_at.reset();
  }
  std::erase_if(devices_, [now](const auto& row) {
    const auto& device = row.second;
    return !device.wanted_at && !device.under_way && device.not_before <= now;
  });
}

bool PushQueue::want(const std::string& device, Instant now) {
  sweep(now);
  if (!devices_.contains(device) && devices_.size() >= devices_max) return false;
  auto& row = devices_[device];
  row.wanted_at = now;
  return true;
}

std::optional<std::string> PushQueue::take(Instant now) {
  sweep(now);
  for (auto& [name, device] : devices_) {
    if (!device.wanted_at || device.under_way || device.not_before > now) continue;
    device.under_way = true;
    device.taken_of = *device.wanted_at;
    device.wanted_at.reset();  // what comes meanwhile is another hint
    return name;
  }
  return std::nullopt;
}

void PushQueue::done(const std::string& device, Instant now) {
  auto& row = devices_.at(device);
  row.under_way = false;
  row.failures = 0;
  row.not_before = now + apart;
}

void PushQueue::failed(const std::string& device, Instant now,
                       std::optional<std::chrono::seconds> retry_after) {
  auto& row = devices_.at(device);
  row.under_way = false;
  if (!row.wanted_at) row.wanted_at = row.taken_of;
  const auto doubled = apart * (1 << std::min(row.failures++, doublings_max));
  const auto wait = retry_after ? std::max(*retry_after, apart) : doubled;
  row.not_before = now + std::min<std::chrono::seconds>(wait, wait_longest);
}

std::optional<Instant> PushQueue::next_due() const {
  std::optional<Instant> next;
  for (const auto& [name, device] : devices_) {
    if (!device.wanted_at || device.under_way) continue;
    if (!next || device.not_before < *next) next = device.not_before;
  }
  return next;
}

}  // namespace chopay::outbound
