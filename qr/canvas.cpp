#include "qr/canvas.hpp"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "qr/draw_svg.hpp"
#include "qr/png_file.hpp"

namespace chopay::qr {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;
constexpr double wrap_part = 0.62;      // a line smaller than this part of its size is broken
constexpr double smallest_part = 0.25;  // and no text is made smaller than this part
constexpr const char* font_family = "Noto Sans";
constexpr const char* serif_family = "Noto Serif";

struct FreeSurface {
  void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};
struct FreeContext {
  void operator()(cairo_t* context) const noexcept { cairo_destroy(context); }
};
struct FreeObject {
  void operator()(void* object) const noexcept { g_object_unref(object); }
};
struct FreeFont {
  void operator()(PangoFontDescription* font) const noexcept { pango_font_description_free(font); }
};

/// cairo hands the document over in pieces. Growing a string may throw, which must not pass through
/// C code: it becomes cairo's own error.
cairo_status_t append(void* closure, const unsigned char* data, unsigned int size) noexcept {
  try {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
  } catch (...) {
    return CAIRO_STATUS_NO_MEMORY;
  }
}

/// Gives cairo the next bytes of a string_view.
cairo_status_t take(void* closure, unsigned char* data, unsigned int size) noexcept {
  auto& left = *static_cast<std::string_view*>(closure);
  if (left.size() < size) return CAIRO_STATUS_READ_ERROR;
  std::copy_n(left.data(), size, reinterpret_cast<char*>(data));
  left.remove_prefix(size);
  return CAIRO_STATUS_SUCCESS;
}

PangoAlignment alignment(Align align) {
  switch (align) {
    case Align::left:
      return PANGO_ALIGN_LEFT;
    case Align::centre:
      return PANGO_ALIGN_CENTER;
    case Align::right:
      return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

int pango_units(double length) {
  return static_cast<int>(std::lround(length * PANGO_SCALE));
}

void rounded_path(cairo_t* context, const Rect& area, double radius) {
  if (radius <= 0) return cairo_rectangle(context, area.x, area.y, area.width, area.height);
  constexpr double quarter = std::numbers::pi / 2;
  const double right = area.x + area.width - radius;
  const double bottom = area.y + area.height - radius;
  cairo_new_sub_path(context);
  cairo_arc(context, right, area.y + radius, radius, -quarter, 0);
  cairo_arc(context, right, bottom, radius, 0, quarter);
  cairo_arc(context, area.x + radius, bottom, radius, quarter, 2 * quarter);
  cairo_arc(context, area.x + radius, area.y + radius, radius, 2 * quarter, 3 * quarter);
  cairo_close_path(context);
}

}  // namespace

struct Canvas::State {
  enum class Kind { pdf, svg, picture };

  Kind kind;
  double pixels_per_unit = 1;  // of a picture
  std::unique_ptr<std::string> bytes = std::make_unique<std::string>();
  std::string overlay;  // of an SVG: the symbols, put in behind everything that cairo writes
  std::unique_ptr<cairo_surface_t, FreeSurface> image;  // the last one drawn: pages repeat it
  std::string_view image_png;                           // its file; only compared by place
  std::unique_ptr<cairo_surface_t, FreeSurface> surface;
  std::unique_ptr<cairo_t, FreeContext> context;
  std::unique_ptr<PangoLayout, FreeObject> layout;
  std::unique_ptr<PangoFontDescription, FreeFont> font;

  /// Begins drawing on the surface, one unit being `scale` of its own.
  void open(cairo_surface_t* made, double scale) {
    surface.reset(made);
    context.reset(cairo_create(made));
    cairo_scale(context.get(), scale, scale);
    layout.reset(pango_cairo_create_layout(context.get()));
    PangoContext* text = pango_layout_get_context(layout.get());
    // Rounded positions make words run together at small sizes.
    pango_context_set_round_glyph_positions(text, FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(text, options);
    cairo_font_options_destroy(options);
    font.reset(pango_font_description_from_string(font_family));
  }

  void set_colour(Colour colour) {
    cairo_set_source_rgb(context.get(), colour.red, colour.green, colour.blue);
  }

  PangoRectangle measure(double size) {
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    PangoRectangle logical;
    pango_layout_get_extents(layout.get(), nullptr, &logical);
    return logical;
  }

  /// Unpacks the file unless it is the one unpacked last. With its identifier, a document holds the
  /// picture once however often it is drawn.
  bool open_image(std::string_view png) {
    if (image && png.data() == image_png.data() && png.size() == image_png.size()) return true;
    std::string_view left = png;
    image.reset(cairo_image_surface_create_from_png_stream(take, &left));
    if (cairo_surface_status(image.get()) != CAIRO_STATUS_SUCCESS) {
      image.reset();
      return false;
    }
    static constexpr unsigned char name[] = "logo";
    cairo_surface_set_mime_data(image.get(), CAIRO_MIME_TYPE_UNIQUE_ID, name, sizeof name - 1,
                                nullptr, nullptr);
    image_png = png;
    return true;
  }

  /// cairo writes a path ten times as long as ours, and would blur its edges.
  void overlay_symbol(const Symbol& symbol, double x, double y, double module) {
    const std::string side = std::to_string(symbol.size_with_quiet_zone());
    cairo_matrix_t place;
    cairo_get_matrix(context.get(), &place);
    cairo_matrix_translate(&place, x, y);
    cairo_matrix_scale(&place, module, module);
    overlay += "<g shape-rendering=\"crispEdges\" transform=\"matrix(";
    for (const double part : {place.xx, place.yx, place.xy, place.yy, place.x0}) {
      overlay += std::to_string(part) + ' ';
    }
    overlay += std::to_string(place.y0) + ")\">";
    overlay += "<path fill=\"#fff\" d=\"M0 0h" + side + 'v' + side + "H0z\"/>";
    overlay += "<path stroke=\"#000\" d=\"" + svg_path(symbol) + "\"/></g>\n";
  }

  /// The largest em up to `size` at which the layout's text fits into the box.
  double fit(const Rect& box, double size, bool wrap) {
    pango_layout_set_width(layout.get(), wrap ? pango_units(box.width) : -1);
    const double least = size * smallest_part;
    PangoRectangle extents = measure(size);
    while ((extents.width > pango_units(box.width) || extents.height > pango_units(box.height)) &&
           size > least) {
      size *= 0.96;
      extents = measure(size);
    }
    return size;
  }
};

Canvas::Canvas(std::unique_ptr<State> state) : state_(std::move(state)) {}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

Canvas Canvas::pdf(double width_mm, double height_mm, const std::string& title,
                   const std::string& created) {
  auto state = std::make_unique<State>();
  state->kind = State::Kind::pdf;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(
      append, state->bytes.get(), width_mm * points_per_mm, height_mm * points_per_mm);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
  state->open(surface, points_per_mm);
  return Canvas(std::move(state));
}

Canvas Canvas::svg(int width_px, int height_px) {
  auto state = std::make_unique<State>();
  state->kind = State::Kind::svg;
  cairo_surface_t* surface =
      cairo_svg_surface_create_for_stream(append, state->bytes.get(), width_px, height_px);
  cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
  state->open(surface, 1);
  return Canvas(std::move(state));
}

Canvas Canvas::svg_page(double width_mm, double height_mm) {
  auto state = std::make_unique<State>();
  state->kind = State::Kind::svg;
  cairo_surface_t* surface = cairo_svg_surface_create_for_stream(
      append, state->bytes.get(), width_mm * points_per_mm, height_mm * points_per_mm);
  cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT);
  state->open(surface, points_per_mm);
  return Canvas(std::move(state));
}

Canvas Canvas::picture(double width, double height, double pixels_per_unit) {
  auto state = std::make_unique<State>();
  state->kind = State::Kind::picture;
  state->pixels_per_unit = pixels_per_unit;
  const int width_px = static_cast<int>(std::ceil(width * pixels_per_unit));
  const int height_px = static_cast<int>(std::ceil(height * pixels_per_unit));
  state->open(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px), pixels_per_unit);
  state->set_colour(white);
  cairo_paint(state->context.get());
  return Canvas(std::move(state));
}

void Canvas::next_page(double width_mm, double height_mm) {
  cairo_show_page(state_->context.get());
  cairo_pdf_surface_set_size(state_->surface.get(), width_mm * points_per_mm,
                             height_mm * points_per_mm);
}

void Canvas::fill(const Rect& area, Colour colour, double corner_radius) {
  state_->set_colour(colour);
  rounded_path(state_->context.get(), area, corner_radius);
  cairo_fill(state_->context.get());
}

void Canvas::outline(const Rect& area, Colour colour, double line_width, double corner_radius) {
  cairo_t* context = state_->context.get();
  state_->set_colour(colour);
  cairo_set_line_width(context, line_width);
  rounded_path(context, area, corner_radius);
  cairo_stroke(context);
}

void Canvas::line(double x1, double y1, double x2, double y2, Colour colour, double line_width,
                  double dash) {
  cairo_t* context = state_->context.get();
  state_->set_colour(colour);
  cairo_set_line_width(context, line_width);
  cairo_set_dash(context, &dash, dash > 0 ? 1 : 0, 0);
  cairo_move_to(context, x1, y1);
  cairo_line_to(context, x2, y2);
  cairo_stroke(context);
  cairo_set_dash(context, nullptr, 0, 0);
}

double Canvas::text(const Rect& box, std::string_view utf8, const TextStyle& style) {
  cairo_t* context = state_->context.get();
  PangoLayout* layout = state_->layout.get();
  pango_font_description_set_weight(state_->font.get(),
                                    style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style(state_->font.get(),
                                   style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_font_description_set_family_static(state_->font.get(),
                                           style.serif ? serif_family : font_family);
  pango_layout_set_text(layout, utf8.data(), static_cast<int>(utf8.size()));
  pango_layout_set_alignment(layout, alignment(style.align));
  bool wrap = style.wrap;
  double size = state_->fit(box, style.size, wrap);
  if (!wrap && size < style.size * wrap_part) {
    // Too long for one line that can be read: two smaller lines read better than one tiny one.
    wrap = true;
    size = state_->fit(box, style.size, wrap);
  }
  const PangoRectangle extents = state_->measure(size);
  // One line is placed by its own width: a layout without a width knows no alignment.
  const double width = static_cast<double>(extents.width) / PANGO_SCALE;
  const double height = static_cast<double>(extents.height) / PANGO_SCALE;
  double x = box.x;
  if (!wrap && style.align == Align::centre) x += (box.width - width) / 2;
  if (!wrap && style.align == Align::right) x += box.width - width;
  state_->set_colour(style.colour);
  cairo_move_to(context, x, box.y + (box.height - height) / 2);
  pango_cairo_show_layout(context, layout);
  return size;
}

void Canvas::symbol(const Rect& area, const Symbol& symbol) {
  cairo_t* context = state_->context.get();
  const int full = symbol.size_with_quiet_zone();
  double module = std::min(area.width, area.height) / full;
  const double pixel = 1 / state_->pixels_per_unit;
  const bool on_grid = state_->kind == State::Kind::picture && module >= pixel;
  if (on_grid) module = std::floor(module / pixel + 1e-6) * pixel;
  double x0 = area.x + (area.width - module * full) / 2;
  double y0 = area.y + (area.height - module * full) / 2;
  if (on_grid) {
    x0 = std::floor(x0 / pixel) * pixel;
    y0 = std::floor(y0 / pixel) * pixel;
  }
  if (state_->kind == State::Kind::svg) return state_->overlay_symbol(symbol, x0, y0, module);
  fill({x0, y0, module * full, module * full}, white);
  state_->set_colour(black);
  if (on_grid) cairo_set_antialias(context, CAIRO_ANTIALIAS_NONE);
  // All modules are one path: filled at once, neighbours leave no hairline between them.
  for (int y = 0; y < symbol.size(); ++y) {
    for (int x = 0; x < symbol.size(); ++x) {
      if (!symbol.dark(x, y)) continue;
      const int start = x;
      while (x < symbol.size() && symbol.dark(x, y)) ++x;
      cairo_rectangle(context, x0 + (start + quiet_zone_modules) * module,
                      y0 + (y + quiet_zone_modules) * module, (x - start) * module, module);
    }
  }
  cairo_fill(context);
  cairo_set_antialias(context, CAIRO_ANTIALIAS_DEFAULT);
}

bool Canvas::image(const Rect& area, std::string_view png) {
  if (!state_->open_image(png)) return false;
  cairo_surface_t* image = state_->image.get();
  const double width = cairo_image_surface_get_width(image);
  const double height = cairo_image_surface_get_height(image);
  const double scale = std::min(area.width / width, area.height / height);
  cairo_t* context = state_->context.get();
  cairo_save(context);
  cairo_translate(context, area.x + (area.width - width * scale) / 2,
                  area.y + (area.height - height * scale) / 2);
  cairo_scale(context, scale, scale);
  cairo_set_source_surface(context, image, 0, 0);
  cairo_paint(context);
  cairo_restore(context);
  return true;
}

void Canvas::push_half_turn(const Rect& area) {
  cairo_t* context = state_->context.get();
  cairo_save(context);
  cairo_translate(context, 2 * area.x + area.width, 2 * area.y + area.height);
  cairo_rotate(context, std::numbers::pi);
}

void Canvas::pop() {
  cairo_restore(state_->context.get());
}

Result<std::string> Canvas::finish() {
  const cairo_status_t drawn = cairo_status(state_->context.get());
  if (drawn != CAIRO_STATUS_SUCCESS) {
    return Error(Errc::drawing_failed, 0, cairo_status_to_string(drawn));
  }
  if (state_->kind == State::Kind::picture) {
    const int width = cairo_image_surface_get_width(state_->surface.get());
    const std::string pixels = rgb_pixels();
    const auto row_bytes = static_cast<std::size_t>(width) * 3;
    std::vector<const std::uint8_t*> rows;
    for (std::size_t at = 0; at < pixels.size(); at += row_bytes) {
      rows.push_back(reinterpret_cast<const std::uint8_t*>(pixels.data()) + at);
    }
    return write_png(width, rows, PngPixels::rgb);
  }
  state_->layout.reset();
  state_->context.reset();
  cairo_surface_finish(state_->surface.get());
  const cairo_status_t written = cairo_surface_status(state_->surface.get());
  if (written != CAIRO_STATUS_SUCCESS) {
    return Error(Errc::drawing_failed, 0, cairo_status_to_string(written));
  }
  if (state_->kind == State::Kind::pdf) return std::move(*state_->bytes);
  std::string bytes = styled_by_attributes(*state_->bytes);
  if (!state_->overlay.empty()) bytes.insert(bytes.rfind("</svg>"), state_->overlay);
  return bytes;
}

std::string Canvas::rgb_pixels() {
  cairo_surface_t* surface = state_->surface.get();
  cairo_surface_flush(surface);
  const auto width = static_cast<std::size_t>(cairo_image_surface_get_width(surface));
  const auto height = static_cast<std::size_t>(cairo_image_surface_get_height(surface));
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
  const unsigned char* data = cairo_image_surface_get_data(surface);
  std::string pixels;
  pixels.reserve(width * height * 3);
  for (std::size_t y = 0; y < height; ++y) {
    // A pixel is a native 32-bit word, 0x00RRGGBB.
    const auto* row = reinterpret_cast<const std::uint32_t*>(data + y * stride);
    for (std::size_t x = 0; x < width; ++x) {
      pixels += static_cast<char>(row[x] >> 16U);
      pixels += static_cast<char>(row[x] >> 8U);
      pixels += static_cast<char>(row[x]);
    }
  }
  return pixels;
}

}  // namespace chopay::qr
