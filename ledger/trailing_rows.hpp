#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/sqlite_reader.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// The rows that SqliteStore derives from entries: the sums of days, and the newest entry of each
/// stall. To write each with every batch would cost more than the entries do, so a row may trail
/// the log: it is right as of the entry that it names, and readers add what came after it. Used by
/// the writing thread alone.
class TrailingRows {
 public:
  /// A row may lack `trail_max` entries at most, of all markets together: what a reader has to look
  /// through. Beyond `kept_max` rows those that trail nothing are forgotten: 100,000 are enough for
  /// the open days of many markets, some 20 MB.
  TrailingRows(std::size_t trail_max, std::size_t kept_max)
      : trail_max_(trail_max), kept_max_(kept_max) {}

  struct Sum {
    std::int64_t market_no = 0;
    const DayTotal* total = nullptr;
  };
  struct StallHead {
    std::int64_t market_no = 0;
    std::string_view stall;
    Head head;  ///< its newest entry
  };
  /// Rows to write; they point at what is kept here, until the next add().
  struct Due {
    std::vector<Sum> sums;
    std::vector<StallHead> stalls;
  };

  /// Adds an entry that is being written, or one that was and whose rows may lack it; a row that is
  /// not kept yet is asked of `stored`. Returns the entry of its stall before it; 0: none, no
  /// stall.
  Seq add(std::int64_t market_no, const SealedEntry& sealed, SqliteReader& stored);
  /// The rows to write with a batch of so many entries: few with a small one, so that the trail is
  /// as short as the load is low, and never so many that a small one would be slow.
  Due take_due(std::size_t entries);
  /// Up to which entry no row of the market lacks anything; `head` when none trails.
  Head complete_to(std::int64_t market_no, const Head& head) const;

 private:
  struct Place {
    std::int64_t market_no = 0;
    std::int32_t day = 0;
    std::string_view account;
    friend bool operator==(const Place&, const Place&) = default;
  };
  struct OwnPlace {
    std::int64_t market_no = 0;
    std::int32_t day = 0;
    std::string account;
    operator Place() const { return {market_no, day, account}; }
  };
  struct HashPlace {
    using is_transparent = void;
    std::size_t operator()(const Place& place) const;
  };
  struct SamePlace {
    using is_transparent = void;
    bool operator()(const Place& a, const Place& b) const { return a == b; }
  };
  struct KeptSum {
    DayTotal total;
    bool trails = false;
  };
  struct KeptStall {
    Head head;
    bool trails = false;
  };
  using Sums = std::unordered_map<OwnPlace, KeptSum, HashPlace, SamePlace>;
  using Stalls = std::unordered_map<OwnPlace, KeptStall, HashPlace, SamePlace>;
  /// A row that trails, since the entry that was the `arrival`-th here.
  struct Trailing {
    std::uint64_t arrival = 0;
    std::int64_t market_no = 0;
    KeptSum* sum = nullptr;  ///< or
    Stalls::value_type* stall = nullptr;
  };

  KeptSum& kept_sum(const Place& place, const MarketId& market, SqliteReader& stored);
  void trail(std::int64_t market_no, const Entry& entry, Trailing row);
  void forget();

  std::size_t trail_max_;
  std::size_t kept_max_;
  std::uint64_t arrived_ = 0;
  Sums sums_;
  Stalls stalls_;                  ///< their place has day 0 and the stall for an account
  std::deque<Trailing> trailing_;  ///< by arrival
  /// Of each market's rows in trailing_, in its order: the entry before the first that they lack.
  std::map<std::int64_t, std::deque<Head>> before_;
};

}  // namespace chopay::ledger
