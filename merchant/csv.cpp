#include "merchant/csv.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "merchant/utf8.hpp"

namespace chopay::merchant {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view formula_signs = "=+-@\t\r";

Error bad_row(std::size_t row, const std::string& what) {
  return {Errc::bad_csv, "row " + std::to_string(row) + ": " + what};
}

/// What is wrong with the bytes as text, by line; nothing where all of it is UTF-8.
std::optional<Error> wrong_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return Error{Errc::bad_csv, "it is UTF-16; save it as CSV UTF-8"};
  }
  std::size_t number = 0;
  while (!bytes.empty()) {
    ++number;
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    const bool zero = line.find('\0') != std::string_view::npos;
    if (!zero && is_utf8(line)) continue;
    const std::string what =
        zero ? "a zero byte; this is no CSV file" : "not UTF-8; save the whole file as CSV UTF-8";
    return Error{Errc::bad_csv, "line " + std::to_string(number) + ": " + what};
  }
  return std::nullopt;
}

char separator_of(std::string_view text) {
  const auto first = text.substr(0, text.find('\n'));
  return std::ranges::count(first, ',') > std::ranges::count(first, ';') ? ',' : ';';
}

/// Takes cells off the front of a text, which must outlive it.
class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text) { table_.separator = separator; }

  Result<CsvTable> read() {
    while (!wrong_ && at_ < text_.size()) read_row();
    if (wrong_) return std::move(*wrong_);
    return std::move(table_);
  }

 private:
  void read_row() {
    table_.rows.emplace_back();
    if (table_.rows.size() > csv_rows_max) return refuse_row("too many rows");
    auto& row = table_.rows.back();
    do {
      if (row.size() == csv_columns_max) return refuse_row("too many columns");
      row.push_back(next() == '"' ? quoted_cell() : plain_cell());
    } while (!wrong_ && take(table_.separator));
    if (wrong_ || at_ == text_.size() || take('\n')) return;
    if (take('\r') && (at_ == text_.size() || take('\n'))) return;
    refuse_row("a quote or line end out of place");
  }

  std::string plain_cell() {
    const auto end =
        std::min(text_.find_first_of(std::string{table_.separator} + "\r\n\"", at_), text_.size());
    std::string cell{text_.substr(at_, end - at_)};
    at_ = end;
    return cell;
  }

  std::string quoted_cell() {
    std::string cell;
    ++at_;
    for (;;) {
      const auto quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        refuse_row("the file ends within a quoted cell; is it only half there?");
        return cell;
      }
      cell += text_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (next() != '"') return cell;
      cell += '"';
      ++at_;
    }
  }

  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char wanted) {
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  void refuse_row(const std::string& what) { wrong_ = bad_row(table_.rows.size(), what); }

  std::string_view text_;
  std::size_t at_ = 0;
  CsvTable table_;
  std::optional<Error> wrong_;
};

}  // namespace

Result<CsvTable> read_csv(std::string_view bytes, char separator) {
  if (bytes.size() > csv_bytes_max) return Error{Errc::bad_csv, "it is larger than 8 MiB"};
  if (auto wrong = wrong_encoding(bytes)) return std::move(*wrong);
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  return CsvReader{bytes, separator == '\0' ? separator_of(bytes) : separator}.read();
}

bool is_formula(std::string_view cell) {
  return !cell.empty() && formula_signs.find(cell.front()) != std::string_view::npos;
}

std::string_view unguarded(std::string_view cell) {
  const auto sign = cell.find_first_not_of('\'');
  const bool guarded = sign != 0 && sign != std::string_view::npos && is_formula(cell.substr(sign));
  return guarded ? cell.substr(1) : cell;
}

std::string csv_cell(std::string_view text, char separator) {
  // A text that looks as if it were guarded gets one more, so that taking one off gives it back.
  const auto sign = std::min(text.find_first_not_of('\''), text.size());
  std::string out = is_formula(text.substr(sign)) ? "'" : "";
  out += text;
  if (out.find_first_of(std::string{separator} + "\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace chopay::merchant
