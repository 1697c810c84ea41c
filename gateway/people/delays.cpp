#include "gateway/people/delays.hpp"

#include <algorithm>
#include <tuple>

namespace chopay::people {

std::chrono::seconds wait_after(int tries, const Pace& pace) {
  if (tries <= pace.free_tries) return std::chrono::seconds{0};
  const int doublings = std::min(tries - pace.free_tries - 1, 30);
  return std::min(pace.longest, pace.first * (std::int64_t{1} << doublings));
}

std::optional<std::chrono::seconds> Delays::begin(std::string_view who, ledger::Instant now) {
  using std::chrono::seconds;
  const std::lock_guard lock{mutex_};
  auto found = by_who_.find(who);
  if (found == by_who_.end()) {
    if (const auto wait = make_room(now)) return wait;
    found = by_who_.emplace(who, Wrong{}).first;
  }
  auto& wrong = found->second;
  if (now - wrong.last >= remembered) wrong.tries = 0;
  // A clock that was set back makes nobody wait longer than the wait.
  wrong.last = std::min(wrong.last, now);
  const auto until = wrong.last + wait_after(wrong.tries, pace_);
  if (now < until) return std::chrono::ceil<seconds>(until - now);
  ++wrong.tries;
  wrong.last = now;
  return std::nullopt;
}

void Delays::forgive(std::string_view who) {
  const std::lock_guard lock{mutex_};
  if (const auto found = by_who_.find(who); found != by_who_.end()) by_who_.erase(found);
}

void Delays::take_back(std::string_view who) {
  const std::lock_guard lock{mutex_};
  const auto found = by_who_.find(who);
  if (found != by_who_.end() && found->second.tries > 0) --found->second.tries;
}

std::size_t Delays::size() const {
  const std::lock_guard lock{mutex_};
  return by_who_.size();
}

std::optional<std::chrono::seconds> Delays::make_room(ledger::Instant now) {
  if (by_who_.size() < most_) return std::nullopt;
  std::erase_if(by_who_, [&](const auto& row) { return now - row.second.last >= remembered; });
  if (by_who_.size() < most_) return std::nullopt;
  const auto until = [&](const Wrong& wrong) {
    return std::min(wrong.last, now) + wait_after(wrong.tries, pace_);
  };
  const auto first = std::ranges::min_element(by_who_, {}, [&](const auto& row) {
    const auto& wrong = row.second;
    // Those who wait for nothing are all alike in this, and come before those who do.
    return std::tuple{std::max(until(wrong), now), wrong.tries, wrong.last};
  });
  const auto ends = until(first->second);
  if (ends > now) return std::chrono::ceil<std::chrono::seconds>(ends - now);
  by_who_.erase(first);
  return std::nullopt;
}

}  // namespace chopay::people
