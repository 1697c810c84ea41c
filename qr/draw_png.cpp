#include "qr/draw_png.hpp"

#include <cstdint>
#include <vector>

#include "qr/png_file.hpp"

namespace chopay::qr {
namespace {

/// Sets the bits from `begin` to `end` of a row, the highest bit of a byte being the leftmost.
void set_bits(std::uint8_t* row, std::size_t begin, std::size_t end) {
  const std::size_t first = begin / 8;
  const std::size_t last = end / 8;
  const auto head = static_cast<std::uint8_t>(0xFFU >> (begin % 8));
  const auto tail = static_cast<std::uint8_t>(0xFF00U >> (end % 8));  // bits before `end`
  if (first == last) {
    row[first] = static_cast<std::uint8_t>(row[first] | (head & tail));
    return;
  }
  row[first] = static_cast<std::uint8_t>(row[first] | head);
  for (std::size_t byte = first + 1; byte < last; ++byte) row[byte] = 0xFF;
  if (tail != 0) row[last] = static_cast<std::uint8_t>(row[last] | tail);
}

void draw_row(const Symbol& symbol, int y, std::size_t margin, std::size_t scale,
              std::uint8_t* row) {
  const int size = symbol.size();
  for (int x = 0; x < size;) {
    const int start = x;
    while (x < size && symbol.dark(x, y)) ++x;
    if (x > start) {
      set_bits(row, margin + static_cast<std::size_t>(start) * scale,
               margin + static_cast<std::size_t>(x) * scale);
    }
    while (x < size && !symbol.dark(x, y)) ++x;
  }
}

}  // namespace

Result<std::string> draw_png(const Symbol& symbol, int pixels) {
  if (pixels < symbol.size_with_quiet_zone()) return Error(Errc::picture_too_small);
  if (pixels > 8192) return Error(Errc::picture_too_big);
  const auto side = static_cast<std::size_t>(pixels);
  const auto size = static_cast<std::size_t>(symbol.size());
  const std::size_t scale = side / static_cast<std::size_t>(symbol.size_with_quiet_zone());
  const std::size_t margin = (side - size * scale) / 2;
  const std::size_t row_bytes = (side + 7) / 8 + 1;  // one spare byte behind the last bit

  // One drawn row a module, given to the writer as often as it is high; one white row for margins.
  std::vector<std::uint8_t> drawn(row_bytes * (size + 1));
  std::vector<const std::uint8_t*> rows(side, drawn.data() + row_bytes * size);
  for (std::size_t y = 0; y < size; ++y) {
    std::uint8_t* row = drawn.data() + row_bytes * y;
    draw_row(symbol, static_cast<int>(y), margin, scale, row);
    for (std::size_t line = 0; line < scale; ++line) rows[margin + y * scale + line] = row;
  }
  return write_png(pixels, rows, PngPixels::two_colours);
}

}  // namespace chopay::qr
