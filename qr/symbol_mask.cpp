#include "qr/symbol_mask.hpp"

#include <array>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "qr/mask_penalty.hpp"
#include "qr/symbol_layout.hpp"

namespace chopay::qr {
namespace {

constexpr int masks = 8;

/// Is the module turned over by the mask? (ISO/IEC 18004 table 10)
bool masked(int mask, int x, int y) {
  switch (mask) {
    case 0:
      return (x + y) % 2 == 0;
    case 1:
      return y % 2 == 0;
    case 2:
      return x % 3 == 0;
    case 3:
      return (x + y) % 3 == 0;
    case 4:
      return (y / 2 + x / 3) % 2 == 0;
    case 5:
      return x * y % 2 + x * y % 3 == 0;
    case 6:
      return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
      return ((x + y) % 2 + x * y % 3) % 2 == 0;
  }
}

/// Everything of a version that is the same for all texts, as bits: by rows, and again by columns,
/// because both are looked at for each mask.
template <std::size_t Words>
struct Stencil {
  using Grid = BitGrid<Words>;
  Grid function;
  Grid mask_rows[masks];
  Grid mask_columns[masks];

  explicit Stencil(const SymbolLayout& layout) {
    for (const auto& place : layout.dark) function.put(place.x, place.y, 1);
    for (int mask = 0; mask < masks; ++mask) {
      for (const auto& place : layout.data) {
        mask_rows[mask].put(place.x, place.y, masked(mask, place.x, place.y));
      }
      mask_columns[mask] = mask_rows[mask].transposed();
    }
  }

  static const Stencil& of(int version) {
    static std::array<std::once_flag, 41> once;
    static std::array<std::unique_ptr<const Stencil>, 41> stencils;
    const auto index = static_cast<std::size_t>(version);
    std::call_once(once[index], [&] {
      stencils[index] = std::make_unique<const Stencil>(symbol_layout(version));
    });
    return *stencils[index];
  }
};

/// A symbol on its way: the bits placed, not masked yet.
template <std::size_t Words>
class Draft {
 public:
  using Grid = BitGrid<Words>;

  Draft(const Codewords& codewords, Level level)
      : layout_(symbol_layout(codewords.version)),
        stencil_(Stencil<Words>::of(codewords.version)),
        level_(level),
        rows_(stencil_.function) {
    const auto* place = layout_.data.data();
    for (const std::uint8_t byte : codewords.bytes) {
      for (unsigned bit = 8; bit-- > 0; ++place) rows_.put(place->x, place->y, byte >> bit & 1U);
    }
    columns_ = rows_.transposed();
  }

  int best_mask() const {
    int best = 0;
    int least = std::numeric_limits<int>::max();
    for (int mask = 0; mask < masks; ++mask) {
      Grid rows;
      Grid columns;
      turn_over(rows_, stencil_.mask_rows[mask], rows);
      turn_over(columns_, stencil_.mask_columns[mask], columns);
      for_format(mask, [&](std::size_t x, std::size_t y, std::uint64_t dark) {
        rows.put(x, y, dark);
        columns.put(y, x, dark);
      });
      const int penalty = mask_penalty(rows, columns, layout_.size, least);
      if (penalty < least) {
        least = penalty;
        best = mask;
      }
    }
    return best;
  }

  Symbol finish(int mask) const {
    Grid rows;
    turn_over(rows_, stencil_.mask_rows[mask], rows);
    for_format(mask,
               [&](std::size_t x, std::size_t y, std::uint64_t dark) { rows.put(x, y, dark); });
    const std::size_t row_bytes = Symbol::row_bytes(layout_.size);
    std::vector<std::uint8_t> packed(row_bytes * static_cast<std::size_t>(layout_.size));
    for (std::size_t i = 0; i < packed.size(); ++i) {
      const std::size_t byte = i % row_bytes;
      const std::uint64_t word = rows.rows[i / row_bytes].words[byte / 8];
      packed[i] = turned(static_cast<std::uint8_t>(word >> (byte % 8 * 8)));
    }
    return Symbol(layout_.size, std::move(packed));
  }

 private:
  void turn_over(const Grid& from, const Grid& mask, Grid& to) const {
    for (std::size_t y = 0; y < static_cast<std::size_t>(layout_.size); ++y) {
      to.rows[y] = from.rows[y] ^ mask.rows[y];
    }
  }

  template <class Put>
  void for_format(int mask, Put put) const {
    const unsigned bits = format_bits(level_, mask);
    for (std::size_t i = 0; i < layout_.format.size(); ++i) {
      const auto& place = layout_.format[i];
      put(place.x, place.y, bits >> (i % 15) & 1U);
    }
  }

  /// The lowest bit becomes the highest.
  static std::uint8_t turned(std::uint8_t byte) {
    unsigned value = byte;
    value = (value & 0x0FU) << 4U | (value & 0xF0U) >> 4U;
    value = (value & 0x33U) << 2U | (value & 0xCCU) >> 2U;
    value = (value & 0x55U) << 1U | (value & 0xAAU) >> 1U;
    return static_cast<std::uint8_t>(value);
  }

  const SymbolLayout& layout_;
  const Stencil<Words>& stencil_;
  Level level_;
  Grid rows_;
  Grid columns_;
};

template <std::size_t Words>
Symbol place(const Codewords& codewords, Level level, std::optional<int> mask) {
  const Draft<Words> draft(codewords, level);
  return draft.finish(mask ? *mask : draft.best_mask());
}

}  // namespace

Symbol place_codewords(const Codewords& codewords, Level level, std::optional<int> mask) {
  // Up to version 11 a row is one machine word; codes of payments are rarely larger.
  return codewords.version <= 11 ? place<1>(codewords, level, mask)
                                 : place<3>(codewords, level, mask);
}

}  // namespace chopay::qr
