#include "gateway/api/bank_delays.hpp"

#include <algorithm>
#include <map>

namespace chopay::api {
namespace {

std::chrono::microseconds at_rank(const std::vector<std::chrono::microseconds>& sorted,
                                  std::size_t percent) {
  const auto rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

Percentiles percentiles_of(std::vector<std::chrono::microseconds> times) {
  std::ranges::sort(times);
  return {at_rank(times, 50), at_rank(times, 95)};
}

std::vector<BankDelay> bank_delays(const DeliveryLog& log) {
  struct Times {
    std::vector<std::chrono::microseconds> received;
    std::vector<std::chrono::microseconds> shown;
  };
  std::map<std::string, Times> by_bank;
  log.each_accepted([&](const DeliveredMessage& message) {
    if (message.bank.empty() || !message.bank_time) return;
    auto& times = by_bank[message.bank];
    const std::chrono::microseconds received = message.received_at - *message.bank_time;
    times.received.push_back(std::max(received, std::chrono::microseconds{0}));
    times.shown.push_back(message.took);
  });
  std::vector<BankDelay> delays;
  for (auto& [bank, times] : by_bank) {
    const auto count = times.received.size();
    delays.push_back({bank, count, percentiles_of(std::move(times.received)),
                      percentiles_of(std::move(times.shown))});
  }
  return delays;
}

}  // namespace chopay::api
