#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "qr/colour.hpp"
#include "qr/error.hpp"
#include "qr/grey_image.hpp"
#include "qr/symbol.hpp"

namespace chopay::qr {

struct Rect {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  /// The rectangle without a margin on each side.
  Rect inset(double by) const { return {x + by, y + by, width - 2 * by, height - 2 * by}; }
};

enum class Align { left, centre, right };

struct TextStyle {
  double size = 4;  ///< of the em, in the canvas' unit
  bool bold = false;
  Align align = Align::left;
  Colour colour = black;
  bool wrap = false;  ///< break into lines from the start
  bool italic = false;
  bool serif = false;  ///< Noto Serif, for documents that are signed; else Noto Sans
};

/// What to draw on: PDF pages in millimetres, or an SVG or a picture in pixels, with the origin at
/// the top left. The only place that knows cairo and pango. Not to be shared between threads; two
/// canvases in two threads are fine.
class Canvas {
 public:
  /// A PDF whose first page has this size. `created` is its date, ISO 8601
  /// ("2026-11-24T08:00:00Z"): passed in so that the same input gives the same bytes.
  static Canvas pdf(double width_mm, double height_mm, const std::string& title,
                    const std::string& created);
  static Canvas svg(int width_px, int height_px);
  /// An SVG of this printed size, drawn on in millimetres.
  static Canvas svg_page(double width_mm, double height_mm);
  /// Of width × height units; the pixels are rounded up.
  static Canvas picture(double width, double height, double pixels_per_unit = 1);

  Canvas(Canvas&&) noexcept;
  Canvas& operator=(Canvas&&) noexcept;
  ~Canvas();

  /// Ends the page and begins another of this size. PDF only.
  void next_page(double width_mm, double height_mm);

  void fill(const Rect& area, Colour colour, double corner_radius = 0);
  void outline(const Rect& area, Colour colour, double line_width, double corner_radius = 0);
  /// A straight line; `dash` > 0 draws it in dashes of that length.
  void line(double x1, double y1, double x2, double y2, Colour colour, double line_width,
            double dash = 0);

  /// Writes UTF-8 text into the box, in the middle of its height. Text that does not fit is made
  /// smaller, and broken into lines before it gets too small to read. Returns the em that was used.
  double text(const Rect& box, std::string_view utf8, const TextStyle& style);

  /// The symbol with its quiet zone as large as fits into the area, centred, black on white. On a
  /// picture every module is a whole number of pixels; on an SVG it lies above all else.
  void symbol(const Rect& area, const Symbol& symbol);

  /// A PNG file's picture as large as fits into the area, centred, its shape kept. False if it is
  /// no PNG; then nothing is drawn. Only for files of our own: their cost is not bounded.
  bool image(const Rect& area, std::string_view png);

  /// Everything drawn by `draw` is turned by half around the middle of the area.
  template <class Draw>
  void upside_down(const Rect& area, Draw draw) {
    push_half_turn(area);
    draw();
    pop();
  }

  /// The document's bytes: PDF, SVG or PNG. drawing_failed. The canvas is used up.
  Result<std::string> finish();

  /// The picture as rows of red, green and blue bytes, for other formats. REQUIRES: a picture.
  std::string rgb_pixels();

 private:
  struct State;
  explicit Canvas(std::unique_ptr<State> state);
  void push_half_turn(const Rect& area);
  void pop();

  std::unique_ptr<State> state_;
};

}  // namespace chopay::qr
