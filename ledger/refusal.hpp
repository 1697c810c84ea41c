#pragma once

#include <string>
#include <string_view>

namespace chopay::ledger {

/// Why a ledger may be read but not be added to: going on would sign a second history, or stop in
/// the middle of a commit.
enum class Refusal {
  rolled_back,     ///< it is shorter than it once was: an old copy was brought back
  forked,          ///< it holds other entries than those that were signed
  guard_lost,      ///< it was signed, and the head guard that remembers how far is not there
  guard_damaged,   ///< the head guard is no head guard any more, so it says nothing
  key_lost,        ///< it was signed by a key that is not there any more
  clock_behind,    ///< the machine's clock is behind the newest entry; passes when it catches up
  disk_full,       ///< its disk has hardly any room left; passes when there is some
  disk_read_only,  ///< its disk takes no writes; passes when it does
};

/// Stable name for programs: "ledger_rolled_back", …
std::string_view refusal_name(Refusal refusal);

struct Refused {
  Refusal why{};
  std::string text;  ///< what exactly, and what to do: a line for the operator
};

}  // namespace chopay::ledger
