#pragma once

#include <algorithm>
#include <cstdlib>

#include "qr/bit_grid.hpp"

namespace chopay::qr {

// How disturbing a masked symbol is for a reader (ISO/IEC 18004 §7.8.3.1), a row at a time.

/// Runs of five or more like modules (3 and 1 for each further one), and what looks like a finder:
/// dark 1, light 1, dark 3, light 1, dark 1 with four light ones on a side (40 each).
template <std::size_t Words>
int line_penalty(const BitRow<Words>& row, const BitRow<Words>& pairs) {
  const auto same = ~(row ^ row.down(1)) & pairs;  // as the next one
  const auto same_twice = same & same.down(1);
  const auto fives = same_twice & same_twice.down(2);  // a run of n has n - 4 of these
  const int runs = (fives & ~fives.up(1)).count();
  const auto light = ~row;
  const auto finder =
      row & light.down(1) & row.down(2) & row.down(3) & row.down(4) & light.down(5) & row.down(6);
  int penalty = fives.count() + 2 * runs;
  if (finder.none()) return penalty;
  const auto before = row.up(1) | row.up(2) | row.up(3) | row.up(4);
  const auto after = row.down(7) | row.down(8) | row.down(9) | row.down(10);
  penalty += 40 * ((finder & ~before).count() + (finder & ~after).count());
  return penalty;
}

/// Squares of four like modules: 3 each.
template <std::size_t Words>
int square_penalty(const BitRow<Words>& row, const BitRow<Words>& below,
                   const BitRow<Words>& pairs) {
  const auto same_below = ~(row ^ below);
  return 3 * (same_below & same_below.down(1) & ~(row ^ row.down(1)) & pairs).count();
}

/// Far from half dark: 10 for each 5 % away from it.
inline int balance_penalty(int dark, int modules) {
  return std::abs(20 * dark - 10 * modules) / modules * 10;
}

/// All of it, for a symbol given by its rows and again by its columns. Stops early, with a number
/// not below `enough`, where that is reached.
template <std::size_t Words>
int mask_penalty(const BitGrid<Words>& rows, const BitGrid<Words>& columns, int size, int enough) {
  const auto pairs = BitRow<Words>::first(size - 1);
  const auto count = static_cast<std::size_t>(size);
  int dark = 0;
  int penalty = 0;
  for (std::size_t i = 0; i < count; ++i) {
    dark += rows.rows[i].count();
    penalty += line_penalty(rows.rows[i], pairs) + line_penalty(columns.rows[i], pairs);
    if (i + 1 < count) penalty += square_penalty(rows.rows[i], rows.rows[i + 1], pairs);
    if (penalty >= enough) return penalty;
  }
  return penalty + balance_penalty(dark, size * size);
}

}  // namespace chopay::qr
