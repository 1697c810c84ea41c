#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/store.hpp"

namespace chopay::ledger {

/// What the newest entries of a market's log add to derived rows that may lack them (FORMAT.md). A
/// reader keeps it and reads on from where it was, so that each entry is read once however often
/// sums are asked for.
class Trail {
 public:
  Trail() = default;
  /// Begins behind the entry up to which no row lacks anything.
  explicit Trail(Seq complete_to) : read_to_(complete_to) {}

  Seq read_to() const { return read_to_; }
  /// REQUIRES: the entry follows read_to().
  void add(const Entry& entry);

  /// Rows of all days, by day and account, with what they lack.
  std::vector<DayTotal> complete(std::vector<DayTotal> rows) const;
  /// As complete(), of one day's rows.
  std::vector<DayTotal> complete(BusinessDay day, std::vector<DayTotal> rows) const;
  /// One row with what it lacks; one of no postings where there is no row.
  DayTotal complete(DayTotal row) const;
  /// The newest entry of the stall here; 0 where it has none.
  Seq newest_of(const StallId& stall) const;
  /// As newest_of(), of each stall that has one.
  const std::unordered_map<std::string, Seq>& newest() const { return newest_; }

 private:
  struct Move {
    Seq seq{};
    Dong amount;
  };
  using Moves = std::map<std::pair<BusinessDay, std::string>, std::vector<Move>>;

  static void add_lacking(const std::vector<Move>& moves, DayTotal& total);
  static std::vector<DayTotal> merge(Moves::const_iterator from, Moves::const_iterator to,
                                     std::vector<DayTotal> rows);

  Seq read_to_{};
  Moves moves_;
  std::unordered_map<std::string, Seq> newest_;
};

}  // namespace chopay::ledger
