#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "gateway/api/delivery_log.hpp"

namespace chopay::api {

/// Half of the times are at most p50, 95 in 100 at most p95 (nearest rank).
struct Percentiles {
  std::chrono::microseconds p50{};
  std::chrono::microseconds p95{};
};
/// REQUIRES: `times` is not empty.
Percentiles percentiles_of(std::vector<std::chrono::microseconds> times);

/// How long a bank's money took to be seen, of the messages in the delivery log.
struct BankDelay {
  std::string bank;  ///< BIN
  std::size_t count = 0;
  Percentiles received;  ///< from the bank's own time, which has whole seconds, to the message here
  Percentiles shown;     ///< from there until it was durable and told to the tills
};

/// Every bank that has sent a credit, by BIN.
std::vector<BankDelay> bank_delays(const DeliveryLog& log);

}  // namespace chopay::api
