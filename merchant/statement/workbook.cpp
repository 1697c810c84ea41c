#include "merchant/statement/workbook.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "merchant/statement/xml_document.hpp"
#include "merchant/statement/zip_archive.hpp"

namespace chopay::merchant::statement {
namespace {

constexpr std::size_t part_bytes_max = 24U << 20U;
constexpr std::size_t shared_texts_max = 400'000;

Error bad_workbook(const std::string& what) {
  return {Errc::bad_workbook, what};
}

std::optional<std::size_t> index_of(std::string_view text) {
  std::size_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || text.size() > 9 || error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// The place that "B12" names, both from 0.
std::optional<std::pair<std::size_t, std::size_t>> place_of(std::string_view name) {
  std::size_t column = 0;
  std::size_t letters = 0;
  while (letters < name.size() && name[letters] >= 'A' && name[letters] <= 'Z' && letters < 3) {
    column = column * 26 + static_cast<std::size_t>(name[letters] - 'A') + 1;
    ++letters;
  }
  const auto row = index_of(name.substr(letters));
  if (column == 0 || !row || *row == 0) return std::nullopt;
  return std::pair{*row - 1, column - 1};
}

/// A number of a cell without its exponent: "1.25E6" is "1250000". Empty for what is no number.
std::string plain_number(std::string_view text) {
  const auto e = text.find_first_of("eE");
  auto mantissa = text.substr(0, e);
  int exponent = 0;
  if (e != std::string_view::npos) {
    auto digits = text.substr(e + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, exponent);
    if (error != std::errc{} || stop != end || exponent < -30 || exponent > 30) return {};
  }
  const bool negative = mantissa.starts_with('-');
  if (negative) mantissa.remove_prefix(1);
  const auto point = std::min(mantissa.find('.'), mantissa.size());
  std::string digits{mantissa.substr(0, point)};
  if (point < mantissa.size()) digits += mantissa.substr(point + 1);
  const bool number = !digits.empty() && digits.size() <= 40 &&
                      digits.find_first_not_of("0123456789") == std::string::npos;
  if (!number) return {};
  auto whole = static_cast<int>(point) + exponent;  // digits before the point
  if (whole < 1) digits.insert(0, static_cast<std::size_t>(1 - whole), '0'), whole = 1;
  if (static_cast<int>(digits.size()) < whole) digits.resize(static_cast<std::size_t>(whole), '0');
  auto fraction = digits.substr(static_cast<std::size_t>(whole));
  digits.resize(static_cast<std::size_t>(whole));
  while (fraction.ends_with('0')) fraction.pop_back();
  while (digits.size() > 1 && digits.front() == '0') digits.erase(0, 1);
  return (negative ? "-" : "") + digits + (fraction.empty() ? "" : '.' + fraction);
}

/// The text of a string item: its own, or that of its runs; not how it is pronounced.
std::string item_text(const XmlElement& item) {
  std::string text;
  for (const auto& part : item.children("t")) text += part.whole_text();
  for (const auto& run : item.children("r")) {
    for (const auto& part : run.children("t")) text += part.whole_text();
  }
  return text;
}

class WorkbookReader {
 public:
  explicit WorkbookReader(ZipArchive archive) : archive_(std::move(archive)) {}

  Result<std::vector<CellTable>> read() {
    if (archive_.has("xl/vbaProject.bin")) return bad_workbook("it has macros");
    auto paths = sheet_paths();
    if (!paths) return paths.error();
    if (const auto shared = read_shared_texts(); !shared) return shared.error();
    std::vector<CellTable> sheets;
    for (const auto& path : *paths) {
      auto sheet = read_sheet(path);
      if (!sheet) return sheet.error();
      sheets.push_back(std::move(*sheet));
    }
    return sheets;
  }

 private:
  /// Unpacks and parses one part; the element lives as long as the document.
  Result<XmlElement> parse(const std::string& name, XmlDocument& document) {
    const auto text = archive_.read(name);
    if (!text) return text.error();
    auto root = document.parse(*text, part_bytes_max);
    if (!root) return bad_workbook(name + ": " + root.error().detail);
    return root;
  }

  /// Where the sheets lie, in the order of the workbook.
  Result<std::vector<std::string>> sheet_paths() {
    XmlDocument relations_document;
    const auto relations = parse("xl/_rels/workbook.xml.rels", relations_document);
    if (!relations) return relations.error();
    std::map<std::string, std::string> targets;
    for (const auto& one : relations->children("Relationship")) {
      targets[one.attribute("Id")] = one.attribute("Target");
    }
    XmlDocument document;
    const auto book = parse("xl/workbook.xml", document);
    if (!book) return book.error();
    if (const auto properties = book->find("workbookPr")) {
      const auto since_1904 = properties->attribute("date1904");
      if (since_1904 == "1" || since_1904 == "true")
        return bad_workbook("its days count from 1904");
    }
    std::vector<std::string> paths;
    const auto list = book->find("sheets");
    if (!list) return bad_workbook("it has no sheet");
    for (const auto& sheet : list->children("sheet")) {
      const auto found = targets.find(sheet.attribute("r:id"));
      if (found == targets.end()) return bad_workbook("a sheet is missing");
      const auto& target = found->second;
      paths.push_back(target.starts_with('/') ? target.substr(1) : "xl/" + target);
    }
    if (paths.empty() || paths.size() > sheets_max) return bad_workbook("it needs 1 to 16 sheets");
    return paths;
  }

  Result<void> read_shared_texts() {
    const std::string name = "xl/sharedStrings.xml";
    if (!archive_.has(name)) return {};
    XmlDocument document;
    const auto root = parse(name, document);
    if (!root) return root.error();
    const auto items = root->children("si");
    if (items.size() > shared_texts_max) return bad_workbook("it has too many texts");
    for (const auto& item : items) shared_.push_back(item_text(item));
    return {};
  }

  Result<CellTable> read_sheet(const std::string& path) {
    XmlDocument document;
    const auto root = parse(path, document);
    if (!root) return root.error();
    CellTable sheet;
    const auto data = root->find("sheetData");
    if (!data) return sheet;
    for (const auto& row : data->children("row")) {
      const auto said = row.attribute("r");
      const auto number = said.empty() ? std::optional{sheet.rows.size() + 1} : index_of(said);
      if (!number || *number <= sheet.rows.size()) return bad_workbook("its rows are in disorder");
      if (*number > sheet_rows_max) return bad_workbook("it has more than 50000 rows");
      sheet.rows.resize(*number);
      if (const auto read = read_row(row, sheet); !read) return read.error();
    }
    return sheet;
  }

  Result<void> read_row(const XmlElement& row, CellTable& sheet) {
    auto& cells = sheet.rows.back();
    for (const auto& element : row.children("c")) {
      const auto said = element.attribute("r");
      const auto place = said.empty()
                             ? std::optional{std::pair{sheet.rows.size() - 1, cells.size()}}
                             : place_of(said);
      if (!place || place->first + 1 != sheet.rows.size() || place->second < cells.size()) {
        return bad_workbook("its cells are in disorder in row " +
                            std::to_string(sheet.rows.size()));
      }
      if (place->second >= sheet_columns_max) return bad_workbook("it has more than 64 columns");
      auto cell = read_cell(element);
      if (!cell) {
        return bad_workbook("cell " + cell_name(place->first, place->second) + " cannot be read");
      }
      cells.resize(place->second);
      cells.push_back(std::move(*cell));
    }
    return {};
  }

  std::optional<Cell> read_cell(const XmlElement& element) const {
    const auto type = element.attribute("t");
    if (element.find("f") || type == "e") return Cell{Cell::Kind::formula, {}};
    if (type == "inlineStr") {
      const auto own = element.find("is");
      return own ? Cell{Cell::Kind::text, item_text(*own)} : Cell{};
    }
    const auto value = element.find("v");
    if (!value) return Cell{};
    if (type == "s") {
      const auto index = index_of(value->text());
      if (!index || *index >= shared_.size()) return std::nullopt;
      return Cell{Cell::Kind::text, shared_[*index]};
    }
    if (type == "str" || type == "d") return Cell{Cell::Kind::text, value->whole_text()};
    if (!type.empty() && type != "n") return std::nullopt;
    auto number = plain_number(value->text());
    if (number.empty()) return std::nullopt;
    return Cell{Cell::Kind::number, std::move(number)};
  }

  ZipArchive archive_;
  std::vector<std::string> shared_;
};

}  // namespace

std::string cell_name(std::size_t row, std::size_t column) {
  std::string letters;
  for (auto rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters + std::to_string(row + 1);
}

Result<std::vector<CellTable>> read_workbook(std::string_view bytes) {
  auto archive = ZipArchive::open(bytes);
  if (!archive) return archive.error();
  return WorkbookReader{std::move(*archive)}.read();
}

}  // namespace chopay::merchant::statement
