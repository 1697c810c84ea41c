#include "merchant/statement/layout.hpp"

#include <algorithm>

#include "merchant/statement/line_text.hpp"

namespace chopay::merchant::statement {
namespace {

constexpr std::size_t header_rows_max = 100;
constexpr std::size_t header_bytes_max = 120;

struct HeaderWords {
  Column column;
  std::string_view phrase;
};

/// What headers say; the first phrase that a cell has decides. So the longer and rarer ones come
/// first: "ngày hiệu lực" is no day of booking, "số tiền ghi nợ" is a debit.
constexpr HeaderWords header_words[] = {
    {Column::ignored, "ngay hieu luc"},
    {Column::ignored, "effective date"},
    {Column::ignored, "value date"},
    {Column::ignored, "nh doi tac"},
    {Column::ignored, "ngan hang doi tac"},
    {Column::ignored, "remitter s bank"},
    {Column::ignored, "remitter bank"},
    {Column::time, "requesting date"},
    {Column::counter_account, "tai khoan doi ung"},
    {Column::counter_account, "tk doi ung"},
    {Column::counter_account, "remitter s account number"},
    {Column::counter_account, "remitter account number"},
    {Column::counter_name, "remitter s account name"},
    {Column::counter_name, "remitter account name"},
    {Column::counter_name, "ten doi ung"},
    {Column::counter_name, "ten tai khoan"},
    {Column::counter_name, "doi tac"},
    {Column::counter_name, "remitter"},
    {Column::ignored, "so tai khoan"},
    {Column::debit, "ghi no"},
    {Column::debit, "phat sinh no"},
    {Column::debit, "no tktt"},
    {Column::debit, "debit"},
    {Column::credit, "ghi co"},
    {Column::credit, "phat sinh co"},
    {Column::credit, "co tktt"},
    {Column::credit, "credit"},
    {Column::balance, "so du"},
    {Column::balance, "balance"},
    {Column::fee, "fee interest"},
    {Column::fee, "fee"},
    {Column::fee, "vat"},
    {Column::fee, "phi"},
    {Column::reference, "so ct"},
    {Column::reference, "doc no"},
    {Column::reference, "so tham chieu"},
    {Column::reference, "reference number"},
    {Column::reference, "reference"},
    {Column::reference, "so but toan"},
    {Column::reference, "transaction no"},
    {Column::reference, "ma giao dich"},
    {Column::reference, "so giao dich"},
    {Column::reference, "transaction id"},
    {Column::reference, "ma gd"},
    {Column::text, "noi dung"},
    {Column::text, "mo ta"},
    {Column::text, "dien giai"},
    {Column::text, "description"},
    {Column::text, "details"},
    {Column::text, "detail"},
    {Column::text, "narrative"},
    {Column::day, "ngay gd"},
    {Column::day, "ngay giao dich"},
    {Column::day, "ngay thuc hien"},
    {Column::day, "ngay hach toan"},
    {Column::day, "transaction date"},
    {Column::day, "posting date"},
    {Column::day, "booking date"},
    {Column::day, "tnx date"},
    {Column::day, "ngay"},
    {Column::day, "date"},
    {Column::amount, "so tien"},
    {Column::amount, "amount"},
};

bool names_day(std::string_view words) {
  return has_words(words, "tnx date") || has_words(words, "transaction date") ||
         has_words(words, "ngay gd") || has_words(words, "ngay giao dich");
}

std::optional<Column> column_of(std::string_view words) {
  for (const auto& [column, phrase] : header_words) {
    if (!has_words(words, phrase)) continue;
    if (column == Column::reference && names_day(words)) return Column::day_and_reference;
    return column;
  }
  return std::nullopt;
}

std::vector<std::string> names_of(const std::vector<Cell>& row) {
  std::vector<std::string> names;
  names.reserve(row.size());
  for (const auto& cell : row) {
    names.push_back(cell.kind == Cell::Kind::text ? one_line(cell.text, header_bytes_max)
                                                  : std::string{});
  }
  return names;
}

Header read_header(const std::vector<Cell>& row, std::size_t index) {
  Header header{index, {}, names_of(row)};
  for (std::size_t place = 0; place < header.names.size(); ++place) {
    const auto column = column_of(plain_words(header.names[place]));
    // Of two that hold the same the first counts: what follows is a translation or a variant.
    if (column && (*column == Column::fee || !header.places.contains(*column))) {
      header.places.emplace(*column, place);
    }
  }
  return header;
}

bool is_header(const Header& header) {
  const auto has = [&](Column column) { return header.places.contains(column); };
  return (has(Column::day) || has(Column::day_and_reference) || has(Column::time)) &&
         ((has(Column::debit) && has(Column::credit)) || has(Column::amount));
}

bool has_phrase(const std::vector<std::string>& words, std::string_view phrase) {
  return std::ranges::any_of(words, [&](const auto& one) { return has_words(one, phrase); });
}

}  // namespace

std::optional<std::size_t> Header::place(Column column) const {
  const auto found = places.find(column);
  return found == places.end() ? std::nullopt : std::optional{found->second};
}

const std::vector<Layout>& bank_layouts() {
  static const std::vector<Layout> layouts{
      {"techcombank", "970407", {"requesting date", "reference number"}, "techcombank"},
      {"techcombank", "970407", {"so but toan", "no tktt"}, "techcombank"},
      {"tpbank", "970423", {"ngay thuc hien", "tai khoan doi ung", "ma giao dich"}, "tpbank"},
      {"vietcombank", "970436", {"doc no"}, "vietcombank"},
      {"bidv", "970418", {"so tham chieu", "phat sinh no"}, "bidv"},
  };
  return layouts;
}

const Layout* layout_named(std::string_view name) {
  for (const auto& layout : bank_layouts()) {
    if (layout.name == name) return &layout;
  }
  return nullptr;
}

std::optional<Header> find_header(const CellTable& table) {
  const auto rows = std::min(table.rows.size(), header_rows_max);
  for (std::size_t row = 0; row < rows; ++row) {
    auto header = read_header(table.rows[row], row);
    if (is_header(header)) return header;
  }
  return std::nullopt;
}

std::optional<Header> find_header(const CellTable& table,
                                  const std::vector<std::pair<Column, std::string>>& wanted) {
  const auto rows = std::min(table.rows.size(), header_rows_max);
  for (std::size_t row = 0; row < rows; ++row) {
    Header header{row, {}, names_of(table.rows[row])};
    for (std::size_t place = 0; place < header.names.size(); ++place) {
      const auto words = plain_words(header.names[place]);
      for (const auto& [column, name] : wanted) {
        if (!words.empty() && words == plain_words(name)) header.places.emplace(column, place);
      }
    }
    if (header.places.size() == wanted.size()) return header;
  }
  return std::nullopt;
}

const Layout* tell_layout(const CellTable& table, const Header& header) {
  std::vector<std::string> words;
  for (const auto& name : header.names) words.push_back(plain_words(name));
  for (const auto& layout : bank_layouts()) {
    const auto stands = [&](std::string_view mark) { return has_phrase(words, mark); };
    if (std::ranges::all_of(layout.marks, stands)) return &layout;
  }
  std::vector<std::string> above;
  for (std::size_t row = 0; row < header.row; ++row) {
    for (const auto& cell : table.rows[row]) above.push_back(plain_words(cell.text));
  }
  for (const auto& layout : bank_layouts()) {
    if (has_phrase(above, layout.title)) return &layout;
  }
  return nullptr;
}

}  // namespace chopay::merchant::statement
