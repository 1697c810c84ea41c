#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "merchant/report/formats.hpp"
#include "merchant/report/memory_file.hpp"
#include "merchant/statement/cell_table.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::merchant::report {
namespace {

/// What a spreadsheet's numbers hold exactly (ECMA-376: binary64).
constexpr std::int64_t exact_max = std::int64_t{1} << 53;
constexpr double mm_per_character = 1.9;
/// Columns of a text workbook that are made wide.
constexpr lxw_col_t table_columns_shown = 16;
constexpr const char* sheet_font = "Times New Roman";

/// How a cell looks; one format of the library for each.
enum class Look {
  head_bold,
  head,
  head_italic,
  title,
  unit,
  header,
  foot,
  line,  // the first of three a kind: line, subtotal, total
};

struct KindForm {
  Kind kind;
  const char* number_format;
};
constexpr std::array kind_forms{
    KindForm{Kind::text, "@"},      KindForm{Kind::number, "0"},
    KindForm{Kind::count, "#,##0"}, KindForm{Kind::amount, "#,##0"},
    KindForm{Kind::share, "0.0%"},  KindForm{Kind::day, "dd/mm/yyyy"},
    KindForm{Kind::clock, "hh:mm"},
};
constexpr std::size_t levels = 3;

lxw_datetime calendar_of(ledger::BusinessDay day) {
  const std::chrono::year_month_day date{day.date()};
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          0,
          0,
          0};
}

lxw_datetime clock_of(ledger::Instant instant) {
  const auto text = format_clock(instant);  // "14:05"
  return {0, 0, 0, std::stoi(text.substr(0, 2)), std::stoi(text.substr(3)), 0};
}

/// The workbook while it is made. The first failure is kept; what follows does no harm.
class Book {
 public:
  explicit Book(const Report& report) : report_(report) {
    lxw_workbook_options options{};
    book_ = workbook_new_opt(file_.path().c_str(), &options);
    if (!book_) return;
    make_looks();
    set_properties();
  }
  ~Book() {
    if (book_) lxw_workbook_free(book_);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  Result<std::string> write() {
    if (!book_) return Error{Errc::report_failed, "no workbook"};
    for (const auto& table : report_.tables) add_sheet(table);
    // It tells the time of its properties through the C library's one gmtime().
    static std::mutex closing;
    const std::lock_guard lock{closing};
    note(workbook_close(std::exchange(book_, nullptr)));
    if (failure_ != LXW_NO_ERROR) return Error{Errc::report_failed, lxw_strerror(failure_)};
    auto bytes = file_.bytes();
    if (bytes.empty()) return Error{Errc::report_failed, "the workbook is empty"};
    return bytes;
  }

 private:
  void note(lxw_error result) {
    if (failure_ == LXW_NO_ERROR) failure_ = result;
  }

  lxw_format* new_look(double size, bool bold, bool italic, lxw_format_alignments align) {
    auto* look = workbook_add_format(book_);
    format_set_font_name(look, sheet_font);
    format_set_font_size(look, size);
    if (bold) format_set_bold(look);
    if (italic) format_set_italic(look);
    format_set_align(look, static_cast<uint8_t>(align));
    format_set_align(look, LXW_ALIGN_VERTICAL_CENTER);
    return look;
  }

  void make_looks() {
    looks_ = {
        new_look(12, true, false, LXW_ALIGN_CENTER), new_look(12, false, false, LXW_ALIGN_CENTER),
        new_look(12, false, true, LXW_ALIGN_CENTER), new_look(14, true, false, LXW_ALIGN_CENTER),
        new_look(11, false, true, LXW_ALIGN_RIGHT),  new_look(11, true, false, LXW_ALIGN_CENTER),
        new_look(11, false, true, LXW_ALIGN_LEFT)};
    auto* header = look(Look::header);
    format_set_text_wrap(header);
    format_set_border(header, LXW_BORDER_THIN);
    format_set_bg_color(header, 0xEDEDED);
    for (const auto& form : kind_forms) {
      for (std::size_t level = 0; level < levels; ++level) {
        const bool right = is_numeric(form.kind);
        auto* cell = new_look(11, level > 0, false, right ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
        if (form.kind == Kind::clock || form.kind == Kind::day || form.kind == Kind::number) {
          format_set_align(cell, LXW_ALIGN_CENTER);
        }
        format_set_border(cell, LXW_BORDER_THIN);
        format_set_num_format(cell, form.number_format);
        if (level > 0) format_set_bg_color(cell, level == 1 ? 0xF6F6F6 : 0xEDEDED);
        looks_.push_back(cell);
      }
    }
  }

  lxw_format* look(Look one) { return looks_[static_cast<std::size_t>(one)]; }
  lxw_format* look(Kind kind, Level level) {
    const auto at = std::ranges::find(kind_forms, kind, &KindForm::kind) - kind_forms.begin();
    return looks_[static_cast<std::size_t>(Look::line) + static_cast<std::size_t>(at) * levels +
                  static_cast<std::size_t>(level)];
  }

  void set_properties() {
    auto title = report_.title + " " + report_.subtitle;
    auto company = report_.letterhead.body;
    auto comments = check_code_of(report_);
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.company = company.data();
    properties.comments = comments.data();
    // The same figures give the same file: its time is theirs. 0 would mean now.
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(report_.as_of.time_since_epoch());
    properties.created = std::max<std::int64_t>(seconds.count(), 1);
    note(workbook_set_properties(book_, &properties));
  }

  void add_sheet(const Table& table) {
    sheet_ = workbook_add_worksheet(book_, table.title.c_str());
    if (!sheet_) return note(LXW_ERROR_SHEETNAME_ALREADY_USED);
    last_column_ = static_cast<lxw_col_t>(table.columns.size() - 1);
    for (lxw_col_t i = 0; i <= last_column_; ++i) {
      const double width = table.columns[i].width_mm / mm_per_character;
      note(worksheet_set_column(sheet_, i, i, width, nullptr));
    }
    const auto header = write_head(table);
    write_table(table, header);
    for (const auto& chart : table.charts) add_chart(table, chart, header);
    auto row = header + static_cast<lxw_row_t>(table.rows.size()) + 1;
    const auto& first = report_.tables.front();
    if (&table == &first) row = write_end(row);
    set_page(header, row);
  }

  void text(lxw_row_t row, lxw_col_t from, lxw_col_t to, const std::string& words, Look how) {
    if (words.empty()) return;
    if (from < to) {
      note(worksheet_merge_range(sheet_, row, from, row, to, "", look(how)));
    }
    // A text cell is never a formula, whatever it begins with.
    note(worksheet_write_string(sheet_, row, from, words.c_str(), look(how)));
  }

  lxw_row_t write_book_head(const BookHead& head) {
    const auto half = static_cast<lxw_col_t>(last_column_ / 2);
    const auto right = static_cast<lxw_col_t>(half + 1);
    text(0, 0, half, "HỘ, CÁ NHÂN KINH DOANH: " + head.household, Look::head_bold);
    text(0, right, last_column_, head.form, Look::head_bold);
    text(1, 0, half, "Mã số thuế: " + (head.tax_code.empty() ? "……………" : head.tax_code),
         Look::head);
    text(1, right, last_column_, head.circular, Look::head_italic);
    return 3;
  }

  lxw_row_t write_body_head() {
    const auto half = static_cast<lxw_col_t>(last_column_ / 2);
    const auto right = static_cast<lxw_col_t>(half + 1);
    const auto& head = report_.letterhead;
    lxw_row_t row = 0;
    text(row, 0, half, head.superior.empty() ? head.body : head.superior,
         head.superior.empty() ? Look::head_bold : Look::head);
    if (head.motto) {
      text(row, right, last_column_, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look::head_bold);
    }
    ++row;
    text(row, 0, half, head.superior.empty() ? head.number : head.body,
         head.superior.empty() ? Look::head : Look::head_bold);
    if (head.motto) text(row, right, last_column_, "Độc lập - Tự do - Hạnh phúc", Look::head_bold);
    ++row;
    if (!head.superior.empty()) text(row, 0, half, head.number, Look::head);
    text(row, right, last_column_, head.place_and_day, Look::head_italic);
    return row + 2;
  }

  /// Writes what stands above the table; its header's row.
  lxw_row_t write_head(const Table& table) {
    const auto& book = report_.letterhead.book;
    auto row = book ? write_book_head(*book) : write_body_head();
    text(row++, 0, last_column_, report_.title, Look::title);
    text(row++, 0, last_column_, report_.subtitle, Look::head);
    for (const auto& words : report_.further_subtitles) {
      text(row++, 0, last_column_, words, Look::head);
    }
    if (const auto marks = marks_of(report_); !marks.empty()) {
      text(row++, 0, last_column_, marks, Look::head_bold);
    }
    text(row++, 0, last_column_, std::string{unit_of(table)}, Look::unit);
    return row;
  }

  void write_table(const Table& table, lxw_row_t header) {
    note(worksheet_set_row(sheet_, header, 32, nullptr));
    for (lxw_col_t i = 0; i <= last_column_; ++i) {
      note(worksheet_write_string(sheet_, header, i, table.columns[i].title.c_str(),
                                  look(Look::header)));
    }
    std::size_t subtotal_from = 0;
    for (std::size_t at = 0; at < table.rows.size(); ++at) {
      const auto& row = table.rows[at];
      const auto place = header + 1 + static_cast<lxw_row_t>(at);
      const auto from = row.level == Level::total ? 0 : subtotal_from;
      for (lxw_col_t i = 0; i <= last_column_; ++i) {
        write_cell(table, at, i, place, row.level == Level::line ? at : from);
      }
      if (row.level == Level::subtotal) subtotal_from = at + 1;
    }
  }

  /// `from`: the first row that a sum in row `at` is of; `at` itself for a line.
  void write_cell(const Table& table, std::size_t at, lxw_col_t column, lxw_row_t place,
                  std::size_t from) {
    const auto& row = table.rows[at];
    const auto& cell = row.cells[column];
    const auto kind = table.columns[column].kind;
    auto* format = look(kind, row.level);
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
      if (*number > exact_max || *number < -exact_max) note(LXW_ERROR_PARAMETER_VALIDATION);
      const auto value = static_cast<double>(*number);
      if (kind == Kind::share) {
        note(worksheet_write_number(sheet_, place, column, value / 1000, format));
      } else if (from < at && lines_come_to(table, from, at, column, *number)) {
        const auto first = place - static_cast<lxw_row_t>(at - from);
        const auto formula = "=SUBTOTAL(9," + statement::cell_name(first, column) + ":" +
                             statement::cell_name(place - 1, column) + ")";
        note(worksheet_write_formula_num(sheet_, place, column, formula.c_str(), format, value));
      } else {
        note(worksheet_write_number(sheet_, place, column, value, format));
      }
    } else if (const auto* day = std::get_if<ledger::BusinessDay>(&cell)) {
      auto date = calendar_of(*day);
      note(worksheet_write_datetime(sheet_, place, column, &date, format));
    } else if (const auto* instant = std::get_if<ledger::Instant>(&cell)) {
      auto time = clock_of(*instant);
      note(worksheet_write_datetime(sheet_, place, column, &time, format));
    } else {
      note(worksheet_write_string(sheet_, place, column, printed(cell, kind).c_str(), format));
    }
  }

  /// Whether the shown lines of these rows add up to the number: a board's sheet does not show
  /// every line of a sum.
  static bool lines_come_to(const Table& table, std::size_t from, std::size_t to, lxw_col_t column,
                            std::int64_t number) {
    std::int64_t sum = 0;
    for (auto at = from; at < to; ++at) {
      if (table.rows[at].level != Level::line) continue;
      if (const auto* part = std::get_if<std::int64_t>(&table.rows[at].cells[column])) sum += *part;
    }
    return sum == number;
  }

  void add_chart(const Table& table, const Chart& what, lxw_row_t header) {
    const auto lines =
        static_cast<lxw_row_t>(std::ranges::count(table.rows, Level::line, &Row::level));
    if (lines == 0) return;
    auto* chart = workbook_add_chart(book_, LXW_CHART_COLUMN);
    if (!chart) return note(LXW_ERROR_MEMORY_MALLOC_FAILED);
    const auto along = static_cast<lxw_col_t>(what.along);
    const auto column = static_cast<lxw_col_t>(what.column);
    auto* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, table.title.c_str(), header + 1, along, header + lines,
                                along);
    chart_series_set_values(series, table.title.c_str(), header + 1, column, header + lines,
                            column);
    const auto name = table.columns[what.column].title;
    chart_series_set_name(series, name.c_str());
    chart_title_set_name(chart, (name + " · " + report_.subtitle).c_str());
    chart_axis_set_num_format(chart->y_axis, "#,##0");
    chart_axis_set_num_format(chart->x_axis, "dd/mm");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    lxw_chart_options options{};
    options.x_scale = 1.6;
    options.y_scale = 1.4;
    note(worksheet_insert_chart_opt(sheet_, header, static_cast<lxw_col_t>(last_column_ + 2), chart,
                                    &options));
  }

  /// Words, notes and places to sign; the row behind them.
  lxw_row_t write_end(lxw_row_t row) {
    ++row;
    for (const auto& words : report_.words) text(row++, 0, last_column_, words, Look::foot);
    for (const auto& words : report_.notes) text(row++, 0, last_column_, words, Look::foot);
    ++row;
    const auto count = report_.signatures.size();
    for (std::size_t i = 0; i < count; ++i) {
      const auto columns = static_cast<std::size_t>(last_column_) + 1;
      const auto from = static_cast<lxw_col_t>(i * columns / count);
      const auto to = static_cast<lxw_col_t>((i + 1) * columns / count - 1);
      const auto& signature = report_.signatures[i];
      text(row, from, to, signature.above, Look::head_italic);
      const lxw_row_t below = signature.above.empty() ? row : row + 1;
      text(below, from, to, signature.title, Look::head_bold);
      text(below + 1, from, to, signature.hint, Look::head_italic);
    }
    row += count > 0 ? 8 : 0;
    text(row++, 0, last_column_, foot_of(report_), Look::foot);
    text(row++, 0, last_column_, check_code_of(report_), Look::foot);
    return row;
  }

  void set_page(lxw_row_t header, lxw_row_t end) {
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);  // A4
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_set_margins(sheet_, 0.9, 0.6, 0.8, 0.8);
    worksheet_freeze_panes(sheet_, header + 1, 0);
    note(worksheet_repeat_rows(sheet_, header, header));
    note(worksheet_print_area(sheet_, 0, 0, end, last_column_));
    const auto footer = "&L&8" + report_.code + "&R&8Trang &P/&N";
    note(worksheet_set_footer(sheet_, footer.c_str()));
  }

  const Report& report_;
  MemoryFile file_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_col_t last_column_ = 0;
  std::vector<lxw_format*> looks_;
  lxw_error failure_ = LXW_NO_ERROR;
};

}  // namespace

Result<std::string> to_xlsx(const Report& report) {
  return Book{report}.write();
}

Result<std::string> text_workbook(const std::string& name,
                                  const std::vector<std::vector<std::string>>& rows) {
  const MemoryFile file;
  lxw_workbook* const book = workbook_new(file.path().c_str());
  if (!book) return Error{Errc::report_failed, "XLSX: no memory"};
  lxw_doc_properties properties{};
  properties.created = 1;  // else the time of writing: the same rows give the same bytes
  workbook_set_properties(book, &properties);
  lxw_worksheet* const sheet = workbook_add_worksheet(book, name.c_str());
  lxw_format* const as_text = workbook_add_format(book);
  format_set_num_format(as_text, "@");
  auto failure = worksheet_set_column(sheet, 0, table_columns_shown - 1, 18, as_text);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < rows[row].size(); ++column) {
      if (rows[row][column].empty()) continue;
      const auto written =
          worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                 rows[row][column].c_str(), as_text);
      failure = std::max(failure, written);
    }
  }
  failure = std::max(failure, workbook_close(book));
  if (failure != LXW_NO_ERROR) {
    return Error{Errc::report_failed, "XLSX: " + std::string{lxw_strerror(failure)}};
  }
  return file.bytes();
}

}  // namespace chopay::merchant::report
