#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <type_traits>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/ids.hpp"

namespace chopay::merchant {

/// When a stall counts as silent.
struct SilenceRule {
  /// A silence that would come about by chance less often than once in so many; 0: none counts.
  std::int64_t odds = 1'000;
  std::chrono::minutes at_least{30};  ///< shorter ones are none, however busy the neighbours are
};

/// A stall to which nothing comes though its habit lets expect it.
struct SilentStall {
  ledger::StallId stall;
  ledger::Instant since;    ///< its last credit
  std::int64_t missed = 0;  ///< what came to the rest of its zone since then
};

/// The credits of one zone in their order, to see a stall that stays out. Its habit is its share of
/// the zone's newest credits; were that still so, n credits in a row would all go to others with
/// the probability (1 - share)^n. Nights, lunch and rain need no rule: then the zone is silent too.
class ZoneFlow {
 public:
  /// So many of the newest credits make the habits.
  static constexpr std::size_t kept_max = 1'000;
  /// A stall with fewer among them has no habit yet.
  static constexpr std::int64_t habit_min = 10;

  void take(const ledger::StallId& stall, ledger::Instant at);
  /// Stalls that are silent now, by their ids. Works in O(stalls of the zone).
  std::vector<SilentStall> silent(const SilenceRule& rule, ledger::Instant now) const;

  struct Seen {
    std::int64_t kept = 0;         ///< how many of the kept credits are its
    std::int64_t last_number = 0;  ///< of its last credit, from 1
    ledger::Instant last_at;
  };

  /// All that it remembers, for the book's snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.newest_, self.seen_, self.count_);
  }

 private:
  bool is_silent(const Seen& seen, const SilenceRule& rule, ledger::Instant now) const;

  std::deque<ledger::StallId> newest_;
  std::map<ledger::StallId, Seen> seen_;
  std::int64_t count_ = 0;  ///< credits ever
};

}  // namespace chopay::merchant
