#pragma once

#include <chrono>
#include <string_view>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// How a device stands with its PIN.
enum class LockState {
  locked,    ///< asks for the PIN
  unlocked,  ///< can be locked
  no_pin,    ///< has none
  wrong,     ///< asks again: `left` tries are left
  wait,      ///< too soon: in `wait`
  revoked,   ///< wrong too often
  busy,
  choose,          ///< must choose one before anything else
  choose_digits,   ///< what was chosen is not 4 to 8 digits
  choose_obvious,  ///< everybody tries it first
  choose_again,    ///< the second time it was typed otherwise
  choose_busy,
};

struct LockView {
  LockState state = LockState::locked;
  std::string_view stall;
  int left = 0;
  std::chrono::seconds wait{0};
  Language language = Language::vietnamese;
};

/// The PIN's form of a till or a helper's phone, at /lock.
http::Response lock_page(const LockView& view);

}  // namespace chopay::pages
