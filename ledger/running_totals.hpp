#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/store.hpp"

namespace chopay::ledger {

/// The sums of days that entries still come for, as the store will have them: a store that keeps
/// these writes each sum whole, without reading what it was. Used by the writing thread alone.
class RunningTotals {
 public:
  /// Beyond `kept_max` sums all begin anew: by default enough for the open days of many markets,
  /// some 20 MB.
  explicit RunningTotals(std::size_t kept_max = 100'000) : kept_max_(kept_max) {}

  struct Place {
    std::int64_t market_no = 0;
    BusinessDay day;
    std::string_view account;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  struct Moved {
    Place place;  ///< its account is a view into the kept total
    const DayTotal* total = nullptr;
  };

  /// Adds the postings of an entry that is being written; a sum that is not kept yet is asked of
  /// the reader, which must see everything that was written before.
  void add(std::int64_t market_no, const Entry& entry, Reader& written);
  /// The sums that have changed since the last call, each once, in the order of their places; they
  /// live until the next call of add().
  std::vector<Moved> take_moved();

 private:
  struct OwnPlace {
    std::int64_t market_no = 0;
    BusinessDay day;
    std::string account;
    operator Place() const { return {market_no, day, account}; }
  };
  struct Kept {
    DayTotal total;
    bool moved = false;
  };
  struct HashPlace {
    using is_transparent = void;
    std::size_t operator()(const Place& place) const;
  };
  struct SamePlace {
    using is_transparent = void;
    bool operator()(const Place& a, const Place& b) const { return a == b; }
  };
  using Totals = std::unordered_map<OwnPlace, Kept, HashPlace, SamePlace>;

  Kept& kept(const Place& place, const MarketId& market, Reader& written);

  std::size_t kept_max_;
  Totals totals_;
  std::vector<Moved> moved_;
};

}  // namespace chopay::ledger
