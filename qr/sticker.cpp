#include "qr/sticker.hpp"

#include <algorithm>
#include <vector>

#include "qr/symbol.hpp"

namespace chopay::qr {
namespace {

constexpr Colour grey{0.3, 0.3, 0.3};
constexpr Colour hairline{0.6, 0.6, 0.6};
constexpr std::string_view check_words =
    "Trước khi chuyển tiền, xem tên người nhận trên điện thoại có đúng tên in ở đây không.";

struct Paper {
  StickerShape id;
  std::string_view name;
  double width_mm;
  double height_mm;
  std::size_t stickers;  // on a page
};

constexpr Paper papers[] = {
    {StickerShape::square_80, "square_80", 80, 80, 1},
    {StickerShape::tent_a6, "tent_a6", 148, 210, 1},
    {StickerShape::tent_a5, "tent_a5", 210, 297, 1},
    {StickerShape::strip_58, "strip_58", 58, 112, 1},
    {StickerShape::strip_80, "strip_80", 80, 158, 1},
    {StickerShape::sheet_a4, "sheet_a4", 210, 297, 6},
};

const Paper& paper_of(StickerShape id) {
  for (const Paper& paper : papers) {
    if (paper.id == id) return paper;
  }
  return papers[0];
}

/// Of a strip's logo with the room below it.
double strip_logo_mm(double width_mm) {
  return 10 * width_mm / 58 + 1;
}

/// The paper as it is used: a strip is as long as what stands on it.
Paper paper_for(StickerShape id, const StickerLook& look) {
  Paper paper = paper_of(id);
  const bool strip = id == StickerShape::strip_58 || id == StickerShape::strip_80;
  if (strip && !look.logo_png.empty()) paper.height_mm += strip_logo_mm(paper.width_mm);
  return paper;
}

std::string account_line(const Sticker& sticker, const StickerLook& look) {
  const std::string account = look.full_account ? sticker.account : masked_account(sticker.account);
  return sticker.bank_name + " · " + account;
}

/// A column of lines from top to bottom; empty texts take no place.
class Column {
 public:
  Column(Canvas& canvas, Rect area, Align align) : canvas_(canvas), area_(area), align_(align) {}

  void add(std::string_view text, double size, bool bold = false, Colour colour = black,
           int lines = 1) {
    if (text.empty()) return;
    const double height = size * 1.36 * lines;
    canvas_.text({area_.x, area_.y, area_.width, height}, text,
                 {size, bold, align_, colour, lines > 1});
    skip(height);
  }
  void skip(double height) {
    area_.y += height;
    area_.height -= height;
  }
  const Rect& rest() const { return area_; }

 private:
  Canvas& canvas_;
  Rect area_;
  Align align_;
};

/// The band with the market's name, and its logo on a white field to the left: a logo may have any
/// colours.
void draw_band(Canvas& canvas, const Rect& band, const Sticker& sticker, const StickerLook& look,
               double size) {
  canvas.fill(band, look.accent);
  Rect words{band.x + size / 2, band.y, band.width - size, band.height};
  if (!look.logo_png.empty()) {
    const Rect field = Rect{band.x, band.y, band.height, band.height}.inset(band.height * 0.08);
    canvas.fill(field, white, band.height * 0.1);
    canvas.image(field.inset(band.height * 0.06), look.logo_png);
    words.x += band.height;
    words.width -= band.height;
  }
  const std::string text =
      sticker.zone.empty() ? sticker.market : sticker.market + " · " + sticker.zone;
  canvas.text(words, text, {size, true, Align::centre, ink_on(look.accent)});
}

/// 80 × 80 mm: the stall's number beside the code would make the code too small, so it stands
/// above.
void draw_square(Canvas& canvas, const Rect& area, const Sticker& sticker, const Symbol& symbol,
                 const StickerLook& look) {
  draw_band(canvas, {area.x, area.y, area.width, 8}, sticker, look, 4.6);
  const double left = 25;
  Column column(canvas, {area.x + 2.5, area.y + 10, left - 2.5, 48}, Align::left);
  column.add("Sạp", 3.4, false, grey);
  column.add(sticker.stall_number, 11, true);
  column.skip(1.5);
  column.add("Nội dung", 2.6, false, grey);
  column.add(sticker.memo, 3.4, true);
  column.skip(1.5);
  column.add("Kiểm tra tem", 2.6, false, grey);
  column.add(sticker.verify_address, 2.6, false, black, 2);
  column.skip(0.5);
  column.add(sticker.issue, 2.6, false, grey, 2);
  canvas.symbol({area.x + left, area.y + 8.3, area.width - left - 0.5, 52}, symbol);
  Column below(canvas, {area.x + 2.5, area.y + 60, area.width - 5, 20}, Align::centre);
  below.add(sticker.account_holder, 5, true);
  below.add(account_line(sticker, look), 3.8);
  below.add(check_words, 2.35, false, grey, 2);
}

/// One face of a table tent: the code on the left, large words on the right.
void draw_face(Canvas& canvas, const Rect& area, const Sticker& sticker, const Symbol& symbol,
               const StickerLook& look) {
  const double unit = area.height / 105;  // an A6 face is 105 mm high
  const double band = 13 * unit;
  draw_band(canvas, {area.x, area.y, area.width, band}, sticker, look, 7 * unit);
  const double side = 78 * unit;
  const double top = area.y + band + 2 * unit;
  canvas.symbol({area.x + 1 * unit, top, side, side}, symbol);
  const double x = area.x + side + 2 * unit;
  Column column(canvas, {x, top + 1 * unit, area.x + area.width - x - 5 * unit, side}, Align::left);
  column.add("Sạp", 5 * unit, false, grey);
  column.add(sticker.stall_number, 20 * unit, true);
  column.skip(1 * unit);
  column.add(sticker.account_holder, 6.4 * unit, true);
  column.add(account_line(sticker, look), 5 * unit);
  column.skip(2 * unit);
  if (!sticker.memo.empty()) column.add("Nội dung: " + sticker.memo, 4.2 * unit);
  column.skip(2 * unit);
  column.add(check_words, 3.7 * unit, true, black, 4);
  const Rect foot{area.x + 5 * unit, area.y + area.height - 11 * unit, area.width - 10 * unit,
                  8 * unit};
  canvas.text(foot, sticker.issue, {3.4 * unit, false, Align::left, grey});
  canvas.text(foot, "Kiểm tra tem: " + sticker.verify_address,
              {3.4 * unit, false, Align::right, grey});
}

/// Two faces, the upper one on its head: folded along the middle, both can be read.
void draw_tent(Canvas& canvas, const Paper& paper, const Sticker& sticker, const Symbol& symbol,
               const StickerLook& look) {
  const double half = paper.height_mm / 2;
  const Rect upper{0, 0, paper.width_mm, half};
  canvas.upside_down(upper, [&] { draw_face(canvas, upper, sticker, symbol, look); });
  draw_face(canvas, {0, half, paper.width_mm, half}, sticker, symbol, look);
  canvas.line(0, half, paper.width_mm, half, hairline, 0.2, 2);
}

/// Thermal paper prints black only and leaves about 5 mm on each side.
void draw_strip(Canvas& canvas, const Paper& paper, const Sticker& sticker, const Symbol& symbol,
                const StickerLook& look) {
  const double margin = 4;
  const double unit = paper.width_mm / 58;
  Column column(canvas, {margin, 3, paper.width_mm - 2 * margin, paper.height_mm - 6},
                Align::centre);
  if (!look.logo_png.empty()) {
    const double logo = strip_logo_mm(paper.width_mm);
    canvas.image({margin, column.rest().y, column.rest().width, logo - 1}, look.logo_png);
    column.skip(logo);
  }
  column.add(sticker.market, 4.2 * unit, true);
  column.add(sticker.zone, 3.4 * unit);
  column.add("Sạp " + sticker.stall_number, 8 * unit, true);
  const Rect rest = column.rest();
  const double side = paper.width_mm - margin;
  canvas.symbol({(paper.width_mm - side) / 2, rest.y, side, side}, symbol);
  column.skip(side);
  column.add(sticker.account_holder, 4.2 * unit, true);
  column.add(account_line(sticker, look), 3.4 * unit);
  if (!sticker.memo.empty()) column.add("Nội dung: " + sticker.memo, 3 * unit);
  column.add(check_words, 2.5 * unit, false, black, 3);
  column.add(sticker.issue, 2.6 * unit);
  column.add(sticker.verify_address, 2.6 * unit);
}

/// Short lines outside of the corner of a sticker, to lay the ruler on.
void draw_cut_marks(Canvas& canvas, const Rect& area) {
  constexpr double gap = 1;
  constexpr double length = 3;
  for (const double x : {area.x, area.x + area.width}) {
    canvas.line(x, area.y - gap - length, x, area.y - gap, hairline, 0.15);
    const double bottom = area.y + area.height + gap;
    canvas.line(x, bottom, x, bottom + length, hairline, 0.15);
  }
  for (const double y : {area.y, area.y + area.height}) {
    canvas.line(area.x - gap - length, y, area.x - gap, y, hairline, 0.15);
    const double right = area.x + area.width + gap;
    canvas.line(right, y, right + length, y, hairline, 0.15);
  }
}

/// Two columns of three on A4.
Rect place_on_sheet(std::size_t index) {
  constexpr double side = 80;
  constexpr double gap = 10;
  constexpr double left = (210 - 2 * side - gap) / 2;
  constexpr double top = (297 - 3 * side - 2 * gap) / 2;
  const std::size_t column = index % 2;
  const std::size_t row = index / 2;
  return {left + static_cast<double>(column) * (side + gap),
          top + static_cast<double>(row) * (side + gap), side, side};
}

Result<void> draw_page(Canvas& canvas, const Paper& paper, std::span<const Sticker> stickers,
                       const StickerLook& look) {
  for (std::size_t i = 0; i < stickers.size(); ++i) {
    const Sticker& sticker = stickers[i];
    const Result<Symbol> symbol = make_symbol(sticker.payload, Level::quartile);
    if (symbol.has_error()) return symbol.error();
    switch (paper.id) {
      case StickerShape::square_80:
        draw_square(canvas, {0, 0, 80, 80}, sticker, symbol.value(), look);
        break;
      case StickerShape::tent_a6:
      case StickerShape::tent_a5:
        draw_tent(canvas, paper, sticker, symbol.value(), look);
        break;
      case StickerShape::strip_58:
      case StickerShape::strip_80:
        draw_strip(canvas, paper, sticker, symbol.value(), look);
        break;
      case StickerShape::sheet_a4:
        draw_square(canvas, place_on_sheet(i), sticker, symbol.value(), look);
        draw_cut_marks(canvas, place_on_sheet(i));
        break;
    }
  }
  return {};
}

}  // namespace

std::optional<StickerShape> sticker_shape(std::string_view name) noexcept {
  for (const Paper& paper : papers) {
    if (paper.name == name) return paper.id;
  }
  return std::nullopt;
}

std::vector<std::string> sticker_shape_names() {
  std::vector<std::string> names;
  for (const Paper& paper : papers) names.emplace_back(paper.name);
  return names;
}

Result<std::string> draw_stickers(std::span<const Sticker> stickers, StickerShape shape,
                                  const StickerLook& look, const std::string& title,
                                  const std::string& created) {
  const Paper paper = paper_for(shape, look);
  Canvas canvas = Canvas::pdf(paper.width_mm, paper.height_mm, title, created);
  for (std::size_t first = 0; first < stickers.size(); first += paper.stickers) {
    if (first > 0) canvas.next_page(paper.width_mm, paper.height_mm);
    const std::size_t count = std::min(paper.stickers, stickers.size() - first);
    const auto drawn = draw_page(canvas, paper, stickers.subspan(first, count), look);
    if (drawn.has_error()) return drawn.error();
  }
  return canvas.finish();
}

Result<std::string> draw_sticker_svg(const Sticker& sticker, StickerShape shape,
                                     const StickerLook& look) {
  const Paper paper = paper_for(shape, look);
  Canvas canvas = Canvas::svg_page(paper.width_mm, paper.height_mm);
  const std::vector<Sticker> copies(paper.stickers, sticker);
  const auto drawn = draw_page(canvas, paper, copies, look);
  if (drawn.has_error()) return drawn.error();
  return canvas.finish();
}

Result<std::string> preview_sticker(const Sticker& sticker, StickerShape shape,
                                    const StickerLook& look, double pixels_per_mm) {
  const Paper paper = paper_for(shape, look);
  Canvas canvas = Canvas::picture(paper.width_mm, paper.height_mm, pixels_per_mm);
  // A sheet is shown full: six times the same sticker.
  const std::vector<Sticker> copies(paper.stickers, sticker);
  const auto drawn = draw_page(canvas, paper, copies, look);
  if (drawn.has_error()) return drawn.error();
  return canvas.finish();
}

std::string masked_account(std::string_view account) {
  constexpr std::size_t shown = 4;
  if (account.size() <= shown) return std::string(account);
  return "•••• " + std::string(account.substr(account.size() - shown));
}

}  // namespace chopay::qr
