#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"

namespace chopay::people {

/// How long somebody waits who was wrong so often.
struct Pace {
  int free_tries = 3;             ///< these cost nothing
  std::chrono::seconds first{1};  ///< after one more; then twice as long each time
  std::chrono::seconds longest{15 * 60};
};

/// The wait after `tries` wrong ones; 0 up to the free ones.
std::chrono::seconds wait_after(int tries, const Pace& pace);

/// Slows down whoever guesses: by account, by address. Remembers a limited number, everybody for a
/// day at most. Where there are too many, who waits for nothing now is forgotten first, and of
/// those who was wrong least often: a flood of names lets nobody off who is made to wait. The time
/// is passed in. Safe from any thread.
class Delays {
 public:
  static constexpr std::chrono::hours remembered{24};

  explicit Delays(Pace pace, std::size_t most = 10'000) : pace_(pace), most_(most) {}

  /// Begins a try, which counts as a wrong one until forgive(): a hundred at once are not let in as
  /// one. Nothing: go on; else how long to wait, and nothing was counted. Somebody new waits too
  /// while all who are remembered do: that many cannot be judged wrong in the longest wait.
  std::optional<std::chrono::seconds> begin(std::string_view who, ledger::Instant now);
  /// The try was right: nothing is held against them any more.
  void forgive(std::string_view who);
  /// The try was not judged at all: takes back what begin() counted.
  void take_back(std::string_view who);
  std::size_t size() const;

 private:
  struct Wrong {
    int tries = 0;
    ledger::Instant last;
  };
  /// Room for somebody new; nothing where there is, else how long until there is.
  std::optional<std::chrono::seconds> make_room(ledger::Instant now);

  const Pace pace_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::map<std::string, Wrong, std::less<>> by_who_;
};

}  // namespace chopay::people
