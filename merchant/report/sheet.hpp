#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/report/report.hpp"
#include "qr/canvas.hpp"

namespace chopay::merchant::report {

/// Millimetres; margins by NĐ 30/2020, annex I: 20 above and below, 30 left, 15 right.
struct PageShape {
  double width = 210;
  double height = 297;
  double left = 30;
  double right = 15;
  double top = 20;
  double bottom = 20;

  double inner_width() const { return width - left - right; }
};

/// A4 upright, or lying where a table is wider than the upright page.
PageShape page_shape(const Report& report);

/// Pages that fill from the top: whoever draws asks for room, and where none is left a page begins.
/// Without a canvas it only counts pages; the same calls on a canvas then draw what was counted.
class Sheet {
 public:
  Sheet(const Report& report, const PageShape& shape, qr::Canvas* canvas, int pages);

  /// True where that much room is left on the page.
  bool has_room(double height) const { return y_ + height <= shape_.height - shape_.bottom; }
  /// Ends the page with its foot and begins another.
  void next_page();
  /// Draws the last page's foot; the number of pages.
  int finish();

  double y() const { return y_; }
  void move_down(double by) { y_ += by; }
  const PageShape& shape() const { return shape_; }

  /// A text at y() plus `down`, from `x` of the inner width on. Draws; moves nothing.
  void text(double x, double down, double width, double height, std::string_view words,
            qr::TextStyle style);
  /// A line from `x1`, y() + `down1` to …
  void line(double x1, double down1, double x2, double down2, double width = 0.15);
  void fill(double x, double down, double width, double height, qr::Colour colour);

 private:
  void foot();

  const Report& report_;
  const PageShape shape_;
  qr::Canvas* canvas_;
  const int pages_;
  int page_ = 1;
  double y_;
};

}  // namespace chopay::merchant::report
