#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "merchant/report/formats.hpp"
#include "merchant/report/sheet.hpp"

namespace chopay::merchant::report {
namespace {

using qr::Align;
using qr::TextStyle;

constexpr double mm_per_point = 25.4 / 72;
constexpr double row_mm = 6.2;
constexpr double header_mm = 12.5;  // three lines
constexpr double cell_gap_mm = 1;
constexpr double table_gap_mm = 3;  // below a table
constexpr std::size_t rows_unbroken_max = 8;
constexpr double hairline_mm = 0.12;
constexpr double title_mm = 9;
constexpr double sign_mm = 40;
constexpr double text_line_mm = 5.4;
constexpr double line_gap_mm = 0.5;
constexpr double words_mm = 12 * mm_per_point;
constexpr double note_mm = 10 * mm_per_point;
constexpr double header_points = 9;
constexpr double cell_points = 10;
constexpr double cell_points_min = 8.5;
constexpr double letter_part = 0.5;  // of the em: a letter's width at the most, on average
constexpr qr::Colour grey{0.93, 0.93, 0.93};
constexpr qr::Colour light_grey{0.965, 0.965, 0.965};

double points(double size) {
  return size * mm_per_point;
}

Align align_of(Kind kind) {
  if (kind == Kind::number || kind == Kind::day || kind == Kind::clock) return Align::centre;
  return is_numeric(kind) ? Align::right : Align::left;
}

double lines_of(std::string_view words, double size, double width) {
  const auto letters = std::ranges::count_if(
      words, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return std::ceil(static_cast<double>(letters) * size * letter_part / width);
}

/// Draws one report onto a sheet, from the head of the paper to the places to sign.
class Printer {
 public:
  Printer(const Report& report, Sheet& sheet)
      : report_(report), sheet_(sheet), width_(sheet.shape().inner_width()) {}

  void print() {
    letterhead();
    title();
    for (const auto& table : report_.tables) print_table(table);
    // What is signed stands on the page with its sum in words.
    if (!sheet_.has_room(ending_height())) sheet_.next_page();
    for (const auto& words : report_.words) paragraph(words, words_mm, true);
    for (const auto& note : report_.notes) paragraph(note, note_mm, false);
    signatures();
  }

 private:
  void letterhead() {
    const auto& head = report_.letterhead;
    if (head.book) return book_head(*head.book);
    const double half = width_ * 0.46;
    const double right = width_ - half;
    double down = 0;
    const TextStyle plain{.size = points(12), .align = Align::centre};
    const TextStyle bold{.size = points(12), .bold = true, .align = Align::centre};
    if (!head.superior.empty()) {
      sheet_.text(0, down, half, 6, head.superior, plain);
      down += 6;
    }
    sheet_.text(0, down, half, 6, head.body, bold);
    sheet_.line(half * 0.35, down + 6.4, half * 0.65, down + 6.4, 0.25);
    if (head.motto) {
      sheet_.text(right, 0, half, 6, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold);
      TextStyle motto = bold;
      motto.size = points(13);
      sheet_.text(right, 6, half, 6, "Độc lập - Tự do - Hạnh phúc", motto);
      sheet_.line(right + half * 0.2, 12.6, right + half * 0.8, 12.6, 0.25);
    }
    TextStyle place{.size = points(12), .align = Align::centre};
    place.italic = true;
    sheet_.move_down(head.motto ? 14 : 8);
    sheet_.text(0, 0, half, 6, head.number, plain);
    sheet_.text(right, 0, half, 6, head.place_and_day, place);
    sheet_.move_down(10);
  }

  void book_head(const BookHead& head) {
    const double half = width_ * 0.5;
    const TextStyle plain{.size = points(11)};
    const TextStyle bold{.size = points(11), .bold = true};
    sheet_.text(0, 0, half, 6, "HỘ, CÁ NHÂN KINH DOANH: " + head.household, bold);
    sheet_.text(0, 6, half, 6, "Địa chỉ: ………………………………", plain);
    sheet_.text(0, 12, half, 6,
                "Mã số thuế: " + (head.tax_code.empty() ? "……………………" : head.tax_code), plain);
    const TextStyle form{.size = points(12), .bold = true, .align = Align::centre};
    sheet_.text(half + 5, 0, half - 5, 6, head.form, form);
    TextStyle circular{.size = points(10), .align = Align::centre, .wrap = true};
    circular.italic = true;
    if (!head.circular.empty()) {
      sheet_.text(half + 5, 6, half - 5, 12, '(' + head.circular + ')', circular);
    }
    sheet_.move_down(24);
  }

  void title() {
    const TextStyle bold{.size = points(14), .bold = true, .align = Align::centre};
    sheet_.text(0, 0, width_, 8, report_.title, bold);
    sheet_.move_down(8);
    const TextStyle plain{.size = points(12), .align = Align::centre};
    sheet_.text(0, 0, width_, 6, report_.subtitle, plain);
    sheet_.move_down(6);
    for (const auto& words : report_.further_subtitles) {
      sheet_.text(0, 0, width_, 6, words, plain);
      sheet_.move_down(6);
    }
    if (const auto marks = marks_of(report_); !marks.empty()) {
      const TextStyle loud{.size = points(11), .bold = true, .align = Align::centre};
      sheet_.text(0, 0, width_, 6, marks, loud);
      sheet_.move_down(6);
    }
  }

  void print_table(const Table& table) {
    double natural = 0;
    for (const auto& column : table.columns) natural += column.width_mm;
    edges_.assign(1, 0.0);
    for (const auto& column : table.columns) {
      edges_.push_back(edges_.back() + column.width_mm * width_ / natural);
    }
    // All cells of a table that is too wide are smaller, rather than here one and there one.
    cell_size_ = points(std::clamp(cell_points * width_ / natural, cell_points_min, cell_points));
    rules_.assign(edges_.size(), std::nullopt);
    if (!sheet_.has_room(room_to_begin(table))) sheet_.next_page();
    const bool titled = report_.tables.size() > 1;
    if (titled) {
      const TextStyle bold{.size = points(12), .bold = true};
      sheet_.text(0, 2, width_ * 0.7, title_mm - 2, table.title, bold);
    }
    TextStyle unit{.size = points(11), .align = Align::right};
    unit.italic = true;
    sheet_.text(width_ * 0.7, titled ? 2 : 0, width_ * 0.3, titled ? title_mm - 2 : 6,
                unit_of(table), unit);
    sheet_.move_down(titled ? title_mm : 7);
    header(table);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      if (!sheet_.has_room(room_for(table, i))) {
        end_rules();
        sheet_.next_page();
        header(table);
      }
      print_row(table, table.rows[i]);
    }
    end_rules();
    sheet_.move_down(table_gap_mm);
  }

  /// What must be left on the page for the table to begin there: its header never stands alone, and
  /// a short table behind others is not broken.
  double room_to_begin(const Table& table) const {
    const double head = title_mm + header_mm;
    const auto rows = table.rows.size();
    if (&table == &report_.tables.front() || rows > rows_unbroken_max) {
      return head + (rows == 0 ? 0 : std::max(3 * row_mm, room_for(table, 0)));
    }
    const bool ends = &table == &report_.tables.back();
    return head + static_cast<double>(rows) * row_mm + (ends ? table_gap_mm + ending_height() : 0);
  }

  /// What must be left on the page for row `i` to stand there: a sum does not begin a page without
  /// the line before it, nor do the places to sign without the last two rows.
  double room_for(const Table& table, std::size_t i) const {
    const bool sum_follows = i + 1 < table.rows.size() && table.rows[i + 1].level != Level::line;
    const double rows = sum_follows ? 2 * row_mm : row_mm;
    const bool ends = &table == &report_.tables.back() && i + 2 == table.rows.size();
    return ends ? 2 * row_mm + table_gap_mm + ending_height() : rows;
  }

  void header(const Table& table) {
    sheet_.fill(0, 0, width_, header_mm, grey);
    const TextStyle bold{
        .size = points(header_points), .bold = true, .align = Align::centre, .wrap = true};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      sheet_.text(edges_[i] + 0.5, 0, edges_[i + 1] - edges_[i] - 1, header_mm,
                  table.columns[i].title, bold);
    }
    for (std::size_t i = 0; i < edges_.size(); ++i) begin_rule(i);
    sheet_.line(0, 0, width_, 0, 2 * hairline_mm);
    sheet_.line(0, header_mm, width_, header_mm, 2 * hairline_mm);
    sheet_.move_down(header_mm);
  }

  void print_row(const Table& table, const Row& row) {
    const bool sum = row.level != Level::line;
    if (sum) {
      sheet_.fill(0, 0, width_, row_mm, row.level == Level::total ? grey : light_grey);
      sheet_.line(0, 0, width_, 0, hairline_mm);  // the fill lies over the one above it
    }
    for (std::size_t i = 0; i < row.cells.size();) {
      const auto kind = table.columns[i].kind;
      const TextStyle style{.size = cell_size_, .bold = sum, .align = align_of(kind)};
      // The name of a sum goes over the empty cells beside it.
      const auto end = sum && kind == Kind::text ? span_end(row, i) : i + 1;
      sheet_.text(edges_[i] + cell_gap_mm, 0, edges_[end] - edges_[i] - 2 * cell_gap_mm, row_mm,
                  printed(row.cells[i], kind), style);
      begin_rule(i);
      for (auto spanned = i + 1; spanned < end; ++spanned) end_rule(spanned);
      i = end;
    }
    begin_rule(row.cells.size());
    sheet_.line(0, row_mm, width_, row_mm, hairline_mm);
    sheet_.move_down(row_mm);
  }

  // The rules between columns go on from row to row: a stroke for each cell would cost as much as
  // all of its text.
  void begin_rule(std::size_t edge) {
    if (!rules_[edge]) rules_[edge] = sheet_.y();
  }
  void end_rule(std::size_t edge) {
    if (!rules_[edge]) return;
    sheet_.line(edges_[edge], *rules_[edge] - sheet_.y(), edges_[edge], 0, hairline_mm);
    rules_[edge].reset();
  }
  void end_rules() {
    for (std::size_t i = 0; i < rules_.size(); ++i) end_rule(i);
  }

  static std::size_t span_end(const Row& row, std::size_t at) {
    const auto* words = std::get_if<std::string>(&row.cells[at]);
    auto end = at + 1;
    if (!words || words->empty()) return end;
    while (end < row.cells.size()) {
      const auto* next = std::get_if<std::string>(&row.cells[end]);
      if (!next || !next->empty()) break;
      ++end;
    }
    return end;
  }

  double height_of(const std::string& words, double size) const {
    return text_line_mm * lines_of(words, size, width_);
  }

  double ending_height() const {
    double height = report_.signatures.empty() ? 0 : sign_mm;
    for (const auto& words : report_.words) height += height_of(words, words_mm) + line_gap_mm;
    for (const auto& note : report_.notes) height += height_of(note, note_mm) + line_gap_mm;
    return height;
  }

  void paragraph(const std::string& words, double size, bool bold) {
    const double height = height_of(words, size);
    if (!sheet_.has_room(height)) sheet_.next_page();
    TextStyle style{.size = size, .bold = bold, .wrap = true};
    style.italic = !bold;
    sheet_.text(0, 0, width_, height, words, style);
    sheet_.move_down(height + line_gap_mm);
  }

  void signatures() {
    const auto count = report_.signatures.size();
    if (count == 0) return;
    if (!sheet_.has_room(sign_mm)) sheet_.next_page();
    sheet_.move_down(5);
    // One alone signs at the right, as on every form.
    const double left = count == 1 ? width_ * 0.4 : 0;
    const double part = (width_ - left) / static_cast<double>(count);
    const TextStyle bold{.size = points(12), .bold = true, .align = Align::centre};
    TextStyle hint{.size = points(11), .align = Align::centre};
    hint.italic = true;
    for (std::size_t i = 0; i < count; ++i) {
      const double x = left + part * static_cast<double>(i);
      const auto& signature = report_.signatures[i];
      const double down = signature.above.empty() ? 0 : 6;
      sheet_.text(x + 1, 0, part - 2, 6, signature.above, hint);
      sheet_.text(x + 1, down, part - 2, 6, signature.title, bold);
      sheet_.text(x + 1, down + 6, part - 2, 6, signature.hint, hint);
    }
    sheet_.move_down(sign_mm - 5);
  }

  const Report& report_;
  Sheet& sheet_;
  const double width_;
  double cell_size_ = points(cell_points);
  std::vector<double> edges_;                 // of the columns of the table that is printed
  std::vector<std::optional<double>> rules_;  // where on the page each edge's rule began
};

int print_on(const Report& report, const PageShape& shape, qr::Canvas* canvas, int pages) {
  Sheet sheet{report, shape, canvas, pages};
  Printer{report, sheet}.print();
  return sheet.finish();
}

}  // namespace

Result<std::string> to_pdf(const Report& report) {
  const auto shape = page_shape(report);
  const auto pages = print_on(report, shape, nullptr, 0);
  auto canvas = qr::Canvas::pdf(shape.width, shape.height, report.title + " " + report.subtitle,
                                ledger::format_instant(report.as_of));
  print_on(report, shape, &canvas, pages);
  auto bytes = canvas.finish();
  if (!bytes) return Error{Errc::report_failed, bytes.error().message()};
  return std::move(*bytes);
}

}  // namespace chopay::merchant::report
