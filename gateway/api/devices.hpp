#pragma once

#include <chrono>
#include <string>

#include "gateway/api/services.hpp"

namespace chopay::api {

/// What became of a PIN that was given to a locked device.
struct Unlocking {
  enum class Outcome {
    right,
    wrong,    ///< `left` more tries
    wait,     ///< too soon: in `wait`
    revoked,  ///< it was wrong too often: the device must be enrolled anew
    busy,     ///< send it again
  };
  Outcome outcome = Outcome::busy;
  std::chrono::seconds wait{0};
  int left = 0;
};

/// What became of a PIN that somebody chose.
struct ChosenPin {
  enum class Outcome {
    kept,
    bad,       ///< not 4 to 8 digits
    obvious,   ///< everybody tries it first
    not_kept,  ///< as `lane` says; send it again
  };
  Outcome outcome = Outcome::not_kept;
  LaneState lane = LaneState::busy;
};

/// Gives the device of that access this PIN from now on, durably, unless it is bad or obvious. That
/// the PIN before was known is judged already; where that spends a try, a bad or obvious one is
/// refused before it. What is passed must outlive the task.
net::Task<ChosenPin> choose_pin(Services& services, const http::Exchange& exchange,
                                const Access& access, const std::string& pin);

/// Judges a PIN for the device of that access, locked or not. What is passed must outlive the task.
net::Task<Unlocking> judge_pin(Services& services, const http::Exchange& exchange,
                               const Access& access, const std::string& pin);

/// Locks the device of that access; false where it has no PIN.
net::Task<std::variant<bool, http::Response>> lock_device(Services& services, net::Loop& loop,
                                                          const Access& access);

}  // namespace chopay::api
