#include "gateway/sandbox/clock.hpp"

#include <fstream>

#include "ledger/file_lock.hpp"

namespace chopay::sandbox {
namespace {

constexpr ledger::Instant last_moment = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};

std::string clock_path(const std::string& folder) {
  return folder + "/sandbox.clock";
}

}  // namespace

SettableClock::SettableClock(std::string folder)
    : path_(clock_path(folder)), ahead_ms_(clock_ahead(folder).count()) {}

ledger::Instant SettableClock::now() const {
  return machine_.now() + ahead();
}

SettableClock::Moved SettableClock::move_to(ledger::Instant to) {
  const std::lock_guard lock{moving_};
  const auto machine = machine_.now();
  const auto now = machine + ahead();
  if (to < now) return Moved::backwards;
  if (to - now > step_max || to >= last_moment) return Moved::too_far;
  const auto ahead_ms = (to - machine).count();
  // First: what is written at the new time must not be the future to the next start.
  ledger::write_durable_file(path_, std::to_string(ahead_ms) + " ms ahead\n");
  ahead_ms_ = ahead_ms;
  return Moved::yes;
}

std::chrono::milliseconds clock_ahead(const std::string& folder) {
  std::ifstream file{clock_path(folder)};
  std::int64_t ahead_ms = 0;
  if (!(file >> ahead_ms) || ahead_ms < 0) return {};
  return std::chrono::milliseconds{ahead_ms};
}

}  // namespace chopay::sandbox
