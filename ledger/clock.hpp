#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace chopay::ledger {

/// A moment in UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Where the time comes from; passed in, so that tests and the sandbox can set it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// Writes the last `digits` decimal digits of the value, with leading zeros. Every entry has two
/// instants: printf would cost more than the hash.
void write_digits(char* at, int digits, unsigned value);

/// The number that so many decimal digits write, at most nine; -1 where one is none. How many is
/// known where it is compiled: dates are a third of what reading an entry costs.
template <int digits>
constexpr int read_digits(const char* at) {
  int value = 0;
  int outside = 0;  // negative once a digit was none
  for (int i = 0; i < digits; ++i) {
    const int digit = at[i] - '0';
    outside |= digit | (9 - digit);
    value = value * 10 + digit;
  }
  return outside < 0 ? -1 : value;
}

/// RFC 3339 in UTC with milliseconds: "2026-11-24T07:05:09.123Z". Years 0000–9999.
std::string format_instant(Instant instant);
/// The same text, behind what is in `out`.
void append_instant(std::string& out, Instant instant);
/// Reads exactly the form that format_instant writes. Errc::bad_instant otherwise.
Result<Instant> parse_instant(std::string_view text);

}  // namespace chopay::ledger
