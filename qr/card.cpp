#include "qr/card.hpp"

#include "qr/canvas.hpp"
#include "qr/draw_svg.hpp"
#include "qr/jpeg_file.hpp"
#include "qr/symbol.hpp"

namespace chopay::qr {
namespace {

constexpr Colour grey{0.35, 0.35, 0.35};
constexpr Colour pale{0.82, 0.82, 0.82};

struct Shape {
  CardTemplate id;
  std::string_view name;
  int width_px;
  int height_px;
};

constexpr Shape shapes[] = {
    {CardTemplate::compact2, "compact2", 540, 640},
    {CardTemplate::compact, "compact", 540, 540},
    {CardTemplate::qr_only, "qr_only", 480, 480},
    {CardTemplate::print, "print", 600, 776},
};

const Shape& shape_of(CardTemplate id) {
  for (const Shape& shape : shapes) {
    if (shape.id == id) return shape;
  }
  return shapes[0];
}

void line_of(Canvas& canvas, double y, double width, double size, bool bold, std::string_view text,
             Colour colour = black) {
  if (text.empty()) return;
  const TextStyle style{size, bold, Align::centre, colour};
  canvas.text({20, y, width - 40, size * 1.5}, text, style);
}

/// The account as it is printed below a code: "Vietcombank · 0071000123456".
std::string bank_and_account(const Card& card) {
  return card.bank_name + " · " + card.account;
}

void draw_compact(Canvas& canvas, const Card& card, const Symbol& symbol) {
  line_of(canvas, 8, 540, 24, true, "VietQR · " + card.bank_name);
  canvas.symbol({30, 44, 480, 480}, symbol);
  line_of(canvas, 505, 540, 17, false, "Quét mã bằng ứng dụng ngân hàng", grey);
}

void draw_compact2(Canvas& canvas, const Card& card, const Symbol& symbol) {
  line_of(canvas, 6, 540, 22, true, "VietQR · " + card.bank_name);
  canvas.symbol({50, 36, 440, 440}, symbol);
  double y = 478;
  const auto row = [&](double size, bool bold, const std::string& text, Colour colour = black) {
    if (text.empty()) return;
    line_of(canvas, y, 540, size, bold, text, colour);
    y += size * 1.5 + 2;
  };
  row(23, true, card.account_name);
  row(22, false, card.account);
  if (card.amount_dong) row(25, true, print_dong(*card.amount_dong));
  row(18, false, card.memo, grey);
}

void draw_print(Canvas& canvas, const Card& card, const Symbol& symbol) {
  canvas.outline({10, 10, 580, 756}, black, 3, 18);
  line_of(canvas, 24, 600, 32, true, "Quét mã để chuyển khoản");
  line_of(canvas, 70, 600, 18, false, "bằng ứng dụng của bất kỳ ngân hàng nào", grey);
  canvas.symbol({70, 98, 460, 460}, symbol);
  canvas.line(50, 566, 550, 566, pale, 2);
  double y = 574;
  const auto row = [&](double size, bool bold, const std::string& text, Colour colour = black) {
    if (text.empty()) return;
    line_of(canvas, y, 600, size, bold, text, colour);
    y += size * 1.5 + 2;
  };
  row(28, true, card.account_name);
  row(25, false, bank_and_account(card));
  if (card.amount_dong) row(30, true, print_dong(*card.amount_dong));
  row(21, false, card.memo, grey);
}

void draw(Canvas& canvas, const Card& card, const Symbol& symbol, const Shape& shape) {
  canvas.fill({0, 0, static_cast<double>(shape.width_px), static_cast<double>(shape.height_px)},
              white);
  switch (shape.id) {
    case CardTemplate::compact2:
      return draw_compact2(canvas, card, symbol);
    case CardTemplate::compact:
      return draw_compact(canvas, card, symbol);
    case CardTemplate::qr_only:
      return canvas.symbol({0, 0, 480, 480}, symbol);
    case CardTemplate::print:
      return draw_print(canvas, card, symbol);
  }
}

}  // namespace

std::optional<CardTemplate> card_template(std::string_view name) noexcept {
  for (const Shape& shape : shapes) {
    if (shape.name == name) return shape.id;
  }
  return std::nullopt;
}

Result<std::string> draw_card(const Card& card, CardTemplate id, PictureForm form) {
  const Shape& shape = shape_of(id);
  const Result<Symbol> symbol = make_symbol(card.payload, Level::medium);
  if (symbol.has_error()) return symbol.error();
  if (id == CardTemplate::qr_only && form == PictureForm::svg) {
    return draw_svg(symbol.value(), shape.width_px);
  }
  Canvas canvas = form == PictureForm::svg ? Canvas::svg(shape.width_px, shape.height_px)
                                           : Canvas::picture(shape.width_px, shape.height_px);
  draw(canvas, card, symbol.value(), shape);
  if (form != PictureForm::jpeg) return canvas.finish();
  return write_jpeg(shape.width_px, shape.height_px, canvas.rgb_pixels());
}

std::string print_dong(std::int64_t amount_dong) {
  std::string digits = std::to_string(amount_dong);
  const std::size_t first = amount_dong < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, '.');
  }
  return digits + "\u00A0₫";
}

}  // namespace chopay::qr
