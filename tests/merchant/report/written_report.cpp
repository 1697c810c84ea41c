#include "tests/merchant/report/written_report.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "merchant/csv.hpp"
#include "merchant/report/formats.hpp"
#include "merchant/statement/workbook.hpp"
#include "merchant/statement/zip_archive.hpp"
#include "merchant/vietnamese.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace chopay::testing {
namespace {

using namespace merchant;
using report::Cell;
using report::Kind;

/// What a cell of the kind should read as, whichever format it was written in.
std::string plain(const Cell& cell, Kind kind) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* day = std::get_if<ledger::BusinessDay>(&cell)) return to_string(*day);
  return report::printed(cell, kind);
}

/// A day that a spreadsheet counts from 1899-12-30; the time of a day in its 1,440th parts.
std::string from_serial(const std::string& number, Kind kind) {
  const double serial = std::stod(number);
  if (kind == Kind::day) {
    const auto days = static_cast<std::int32_t>(serial) - 25'569;  // 1970-01-01
    return to_string(ledger::BusinessDay::from_days(days));
  }
  if (kind == Kind::share) return std::to_string(std::llround(serial * 1000));
  const auto minutes = std::llround(serial * 1440);
  return format_clock(ledger::Instant{std::chrono::minutes{minutes}} - ledger::vietnam_offset);
}

bool is_serial(Kind kind) {
  return kind == Kind::day || kind == Kind::clock || kind == Kind::share;
}

/// The value that the workbook keeps beside a formula.
std::string formula_value(const std::string& sheet, const std::string& cell) {
  const std::regex form{"<c r=\"" + cell + "\"[^>]*><f>[^<]*</f><v>([^<]*)</v>"};
  std::smatch found;
  return std::regex_search(sheet, found, form) ? found[1].str() : "no value";
}

/// For a look at the documents: CHOPAY_RENDER names a folder.
void keep_if_asked(const report::Report& made) {
  const char* folder = std::getenv("CHOPAY_RENDER");
  if (folder == nullptr) return;
  for (const auto& form : report::format_forms) {
    std::ofstream{std::string{folder} + "/" + made.file_name + "." + std::string{form.name},
                  std::ios::binary}
        << render(made, form).value();
  }
}

/// The printed cells of each row stand in one line of the text, in their order.
void check_lines(const std::string& text, const report::Table& table) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  for (const auto& row : table.rows) {
    const auto has_row = [&](const std::string& line) {
      std::size_t at = 0;
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const auto words = report::printed(row.cells[i], table.columns[i].kind);
        at = line.find(words, at);
        if (at == std::string::npos) return false;
        at += words.size();
      }
      return true;
    };
    INFO(report::printed(row.cells[0], Kind::text) << report::printed(row.cells[1], Kind::text));
    CHECK(std::ranges::any_of(lines, has_row));
  }
}

/// What the page says is Vietnamese in NFC, from the title to who signs.
void check_words(const std::string& text, const report::Report& made) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(failed);
  CHECK(nfc->isNormalized(icu::UnicodeString::fromUTF8(text), failed));
  CHECK(text.find(made.title) != std::string::npos);
  for (const auto& signature : made.signatures) {
    INFO(signature.title);
    CHECK(text.find(signature.title) != std::string::npos);
    CHECK(text.find(signature.hint) != std::string::npos);
  }
}

/// The check code stands in all four formats, and is the same.
void check_codes(const report::Report& made, const std::string& json, const std::string& csv,
                 const std::string& xlsx, const std::optional<std::string>& text) {
  const auto code = ledger::to_hex(made.head.hash);
  CHECK(boost::json::parse(json).at("head").at("hash").as_string() == code);
  const auto printed = "Mã kiểm tra: " + code;
  CHECK(csv.find(printed) != std::string::npos);
  CHECK(part_of_xlsx(xlsx, "xl/sharedStrings.xml").find(printed) != std::string::npos);
  if (text) CHECK(text->find(printed) != std::string::npos);
}

}  // namespace

TextRows rows_of(const report::Table& table) {
  TextRows rows;
  for (const auto& row : table.rows) {
    auto& texts = rows.emplace_back();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      texts.push_back(plain(row.cells[i], table.columns[i].kind));
    }
  }
  return rows;
}

TextRows rows_in_json(const std::string& json, const report::Table& table) {
  const auto root = boost::json::parse(json);
  TextRows rows;
  for (const auto& row : root.at("tables").at(table.key).as_array()) {
    auto& texts = rows.emplace_back();
    for (const auto& column : table.columns) {
      const auto& value = row.at(column.key);
      if (value.is_null()) {
        texts.emplace_back("–");
      } else if (value.is_int64()) {
        texts.push_back(std::to_string(value.get_int64()));
      } else if (const std::string text{value.get_string()}; column.kind == Kind::clock) {
        texts.push_back(text.empty() ? "" : format_clock(ledger::parse_instant(text).value()));
      } else {
        texts.push_back(text);
      }
    }
  }
  return rows;
}

TextRows rows_in_csv(const std::string& csv, const report::Table& table, std::size_t header,
                     char separator) {
  const auto read = read_csv(csv, separator).value();
  TextRows rows;
  for (std::size_t i = 1; i <= table.rows.size(); ++i) {
    const auto& line = read.rows.at(header + i);
    auto& texts = rows.emplace_back();
    for (std::size_t at = 0; at < line.size(); ++at) {
      const std::string cell{unguarded(line[at])};
      const bool none =
          cell.empty() && std::holds_alternative<std::monostate>(table.rows[i - 1].cells.at(at));
      texts.push_back(none ? "–" : cell);
    }
  }
  return rows;
}

TextRows rows_in_xlsx(const std::string& xlsx, std::size_t sheet, const report::Table& table) {
  const auto cells = statement::read_workbook(xlsx).value().at(sheet);
  const auto xml = part_of_xlsx(xlsx, "xl/worksheets/sheet" + std::to_string(sheet + 1) + ".xml");
  std::size_t at = 0;
  while (cells.rows.at(at).empty() || cells.rows[at][0].text != table.columns[0].title) ++at;
  TextRows rows;
  while (rows.size() < table.rows.size()) {
    const auto& row = cells.rows.at(++at);
    auto& texts = rows.emplace_back();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const auto cell = i < row.size() ? row[i] : statement::Cell{};
      const auto kind = table.columns[i].kind;
      const bool number = cell.kind == statement::Cell::Kind::number;
      if (cell.kind == statement::Cell::Kind::formula) {
        texts.push_back(formula_value(xml, statement::cell_name(at, i)));
      } else {
        texts.push_back(number && is_serial(kind) ? from_serial(cell.text, kind) : cell.text);
      }
    }
  }
  return rows;
}

std::string part_of_xlsx(const std::string& xlsx, const std::string& name) {
  return statement::ZipArchive::open(xlsx).value().read(name).value();
}

std::optional<std::string> text_of_pdf(const std::string& pdf) {
  if (std::system("command -v pdftotext >/dev/null") != 0) return std::nullopt;
  const TemporaryDirectory folder;
  const auto file = folder.path() + "/report.pdf";
  std::ofstream{file, std::ios::binary} << pdf;
  const auto command = "pdftotext -layout " + file + " " + file + ".txt";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("pdftotext refuses the PDF");
  std::ifstream text{file + ".txt"};
  return std::string{std::istreambuf_iterator<char>{text}, {}};
}

void check_all_formats(const report::Report& made) {
  keep_if_asked(made);
  const auto json = to_json(made);
  const auto csv = to_csv(made);
  const auto with_commas = to_csv(made, ',');
  const auto xlsx = to_xlsx(made).value();
  const auto text = text_of_pdf(to_pdf(made).value());
  if (text) check_words(*text, made);
  check_codes(made, json, csv, xlsx, text);
  std::size_t header = 0;
  for (std::size_t i = 0; i < made.tables.size(); ++i) {
    const auto& table = made.tables[i];
    const auto wanted = rows_of(table);
    INFO(made.code << ' ' << table.key);
    CHECK(rows_in_json(json, table) == wanted);
    CHECK(rows_in_xlsx(xlsx, i, table) == wanted);
    CHECK(rows_in_csv(csv, table, header) == wanted);
    CHECK(rows_in_csv(with_commas, table, header, ',') == wanted);
    if (text) check_lines(*text, table);
    header += table.rows.size() + 3;  // an empty line and a title stand before the next header
  }
}

}  // namespace chopay::testing
