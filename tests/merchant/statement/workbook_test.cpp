#include "merchant/statement/workbook.hpp"

#include <catch2/catch.hpp>

#include "merchant/statement/read.hpp"
#include "tests/support/statement_files.hpp"

using namespace chopay::merchant::statement;
using namespace chopay::testing;

namespace {

const SheetRows rows{{"Số tài khoản", "1017595600"},
                     {"STT", "Ngày GD", "Số tham chiếu", "Mô tả", "Phát sinh Nợ", "Phát sinh Có"},
                     {"1", "46350", "FT1", "mua", "", "85000"}};

std::string with_part(const std::string& name, const std::string& text) {
  auto parts = xlsx_parts(rows);
  for (auto& [one, old] : parts) {
    if (one == name) old = text;
  }
  return zip_of(parts);
}

std::string with_sheet(const std::string& data) {
  return with_part("xl/worksheets/sheet1.xml",
                   "<worksheet><sheetData>" + data + "</sheetData></worksheet>");
}

std::string refusal(const std::string& bytes) {
  const auto read = read_workbook(bytes);
  REQUIRE(read.has_error());
  return read.error().message();
}

Cell only_cell(const std::string& cell) {
  const auto sheets = read_workbook(with_sheet("<row r=\"1\">" + cell + "</row>"));
  REQUIRE(sheets.has_value());
  return sheets->at(0).rows.at(0).at(0);
}

}  // namespace

TEST_CASE("Days and amounts that are numbers are read as such") {
  const auto read = read_statement(xlsx_of(rows), {});
  REQUIRE(read.has_value());
  CHECK(read->problems.empty());
  CHECK(read->account == "1017595600");
  REQUIRE(read->lines.size() == 1);
  CHECK(to_string(read->lines[0].day) == "2026-11-24");
  CHECK(read->lines[0].amount == Dong{85'000});
}

TEST_CASE("Every kind of cell is what it shows, and a formula is none") {
  CHECK(only_cell("<c><v>1.25E6</v></c>").text == "1250000");
  CHECK(only_cell("<c><v>8.5E-1</v></c>").text == "0.85");
  CHECK(only_cell("<c><v>-0085000.500</v></c>").text == "-85000.5");
  CHECK(only_cell("<c t=\"inlineStr\"><is><r><t>Ghi</t></r><r><t> có</t></r></is></c>").text ==
        "Ghi có");
  CHECK(only_cell("<c t=\"str\"><v>x</v></c>").kind == Cell::Kind::text);
  CHECK(only_cell("<c><f>A1+1</f><v>2</v></c>").kind == Cell::Kind::formula);
  CHECK(only_cell("<c t=\"e\"><v>#REF!</v></c>").kind == Cell::Kind::formula);
  CHECK(only_cell("<c/>").kind == Cell::Kind::empty);
}

TEST_CASE("A bomb of a hundred megabytes is refused before it is unpacked") {
  const std::string big(100U << 20U, ' ');
  CHECK(refusal(with_part("xl/worksheets/sheet1.xml", big)).find("packed more than 200 to 1") !=
        std::string::npos);
  // One that is packed less well meets the limit of size.
  std::string noise;
  std::uint32_t state = 1;
  while (noise.size() < (26U << 20U)) {
    state = state * 1'664'525U + 1'013'904'223U;
    noise += std::string(20, static_cast<char>('a' + (state >> 24U) % 26));
  }
  CHECK(refusal(with_part("xl/worksheets/sheet1.xml", noise)).find("more than 24 MiB") !=
        std::string::npos);
}

TEST_CASE("Macros, disorder, places beyond the limits and foreign archives are refused in words") {
  auto macros = xlsx_parts(rows);
  macros.emplace_back("xl/vbaProject.bin", "x");
  CHECK(refusal(zip_of(macros)).find("macros") != std::string::npos);
  CHECK(refusal(zip_of({{"a", "b"}})).find("workbook.xml.rels is missing") != std::string::npos);
  CHECK(refusal("PK\x03\x04").find("half there") != std::string::npos);
  CHECK(refusal(with_sheet("<row r=\"99999999\"/>")).find("50000 rows") != std::string::npos);
  CHECK(refusal(with_sheet("<row r=\"2\"/><row r=\"1\"/>")).find("disorder") != std::string::npos);
  CHECK(refusal(with_sheet("<row r=\"1\"><c r=\"ZZ1\"/></row>")).find("64 columns") !=
        std::string::npos);
  CHECK(refusal(with_sheet("<row r=\"1\"><c t=\"s\"><v>99</v></c></row>")).find("cell A1") !=
        std::string::npos);
  CHECK(refusal(with_part("xl/workbook.xml", "<!DOCTYPE x><workbook/>")).find("document type") !=
        std::string::npos);
  CHECK(refusal(with_part("xl/workbook.xml", "<workbook><workbookPr date1904=\"1\"/></workbook>"))
            .find("1904") != std::string::npos);
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 201; ++i) many.emplace_back("f" + std::to_string(i), "x");
  CHECK(refusal(zip_of(many)).find("more than 200 parts") != std::string::npos);
}
