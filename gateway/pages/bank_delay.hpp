#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "gateway/pages/markup.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// How long a bank's money took to be seen here. Half of the times are at most p50, 95 in 100 at
/// most p95.
struct BankDelayLook {
  std::string bank;  ///< BIN
  std::size_t credits = 0;
  std::chrono::microseconds p50{};  ///< from the bank's own time to the message here
  std::chrono::microseconds p95{};
};

/// The section that tells it, bank by bank; empty where no bank has told of money yet.
Markup bank_delay_section(const std::vector<BankDelayLook>& delays,
                          Language language = Language::vietnamese);

/// "0,8 giây", "12 giây", "3 phút 20 giây": rounded up.
std::string duration_text(std::chrono::microseconds time, Language language = Language::vietnamese);

}  // namespace chopay::pages
