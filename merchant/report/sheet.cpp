#include "merchant/report/sheet.hpp"

#include <algorithm>

namespace chopay::merchant::report {
namespace {

constexpr double upright_inner_mm = 165;
constexpr double foot_size_mm = 2.5;  // 7 pt
constexpr double foot_line_mm = 4;

}  // namespace

PageShape page_shape(const Report& report) {
  PageShape shape;
  for (const auto& table : report.tables) {
    double width = 0;
    for (const auto& column : table.columns) width += column.width_mm;
    if (width <= upright_inner_mm) continue;
    std::swap(shape.width, shape.height);
    break;
  }
  return shape;
}

Sheet::Sheet(const Report& report, const PageShape& shape, qr::Canvas* canvas, int pages)
    : report_(report), shape_(shape), canvas_(canvas), pages_(pages), y_(shape.top) {}

void Sheet::next_page() {
  foot();
  ++page_;
  y_ = shape_.top;
  if (canvas_) canvas_->next_page(shape_.width, shape_.height);
}

int Sheet::finish() {
  foot();
  return page_;
}

void Sheet::text(double x, double down, double width, double height, std::string_view words,
                 qr::TextStyle style) {
  if (!canvas_ || words.empty()) return;
  style.serif = true;
  canvas_->text({shape_.left + x, y_ + down, width, height}, words, style);
}

void Sheet::line(double x1, double down1, double x2, double down2, double width) {
  if (!canvas_) return;
  canvas_->line(shape_.left + x1, y_ + down1, shape_.left + x2, y_ + down2, qr::black, width);
}

void Sheet::fill(double x, double down, double width, double height, qr::Colour colour) {
  if (!canvas_) return;
  canvas_->fill({shape_.left + x, y_ + down, width, height}, colour);
}

void Sheet::foot() {
  y_ = shape_.height - shape_.bottom + 3;
  const double width = shape_.inner_width();
  line(0, 0, width, 0);
  qr::TextStyle style{.size = foot_size_mm};
  text(0, 0.5, width - 25, foot_line_mm,
       (report_.sandbox ? std::string{realm_mark} + " · " : "") + foot_of(report_), style);
  // Both marks and the foot on one line would be too small to read.
  const auto draft = report_.draft.empty() ? "" : " · " + report_.draft;
  text(0, 0.5 + foot_line_mm, width, foot_line_mm, check_code_of(report_) + draft, style);
  style.align = qr::Align::right;
  text(width - 25, 0.5, 25, foot_line_mm,
       "Trang " + std::to_string(page_) + "/" + std::to_string(std::max(pages_, page_)), style);
}

}  // namespace chopay::merchant::report
