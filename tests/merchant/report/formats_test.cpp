#include "merchant/report/formats.hpp"

#include <catch2/catch.hpp>
#include <unicode/normalizer2.h>

#include <algorithm>

#include "merchant/statement/workbook.hpp"
#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

/// A market on whose day much happens: second sales, money that nobody explains, two zones.
struct BusyMarket : ReportedMarket {
  BusyMarket() {
    for (int stall = 1; stall <= 10; ++stall) {
      desk.clock.advance(std::chrono::minutes{7});
      sell("S" + std::to_string(stall), 85'000 + 1'111 * stall);
      if (stall % 3 == 0) sell("S" + std::to_string(stall), 2'050'000);
    }
    receive_unexplained(77'777);
  }
};

}  // namespace

TEST_CASE("The figures are the same in JSON, CSV, XLSX and PDF") {
  BusyMarket market;
  for (const auto* period : {"2026-11-24", "2026-11"}) {
    for (const auto by : {By::stall, By::trade, By::hour, By::adjustment}) {
      check_all_formats(market.report(period, by));
    }
  }
}

TEST_CASE(
    "Cells of a CSV stand apart by the sign that was asked for, and are quoted for it alone") {
  const auto report = BusyMarket{}.report("2026-11-24");
  const auto csv = render(report, *format_named("csv")).value();
  auto form = *format_named("csv");
  form.separator = ',';
  const auto with_commas = render(report, form).value();
  for (const auto& bytes : {csv, with_commas}) CHECK(bytes.starts_with("\xEF\xBB\xBFSTT"));
  CHECK(csv.starts_with("\xEF\xBB\xBFSTT;Khu vực;"));
  CHECK(with_commas.starts_with("\xEF\xBB\xBFSTT,Khu vực,"));
  CHECK(csv.find(";\"Hộ KD \"\"Tám; Chín\"\"\";") != std::string::npos);
  CHECK(with_commas.find(",\"Hộ KD \"\"Tám; Chín\"\"\",") != std::string::npos);
  CHECK(csv.find(";Khu ăn uống, tạp hóa;") != std::string::npos);
  CHECK(with_commas.find(",\"Khu ăn uống, tạp hóa\",") != std::string::npos);
  CHECK(with_commas.find(",'=cmd|' /C calc'!A0,") != std::string::npos);
  CHECK(!separator_named("\t"));
  CHECK(!separator_named(""));
}

TEST_CASE("The sums of a day are what the banks received") {
  const auto report = BusyMarket{}.report("2026-11-24");
  const auto total = rows_of(report.tables[0]).back();
  // Ten sales, three of them with another, and what nobody explains apart from them.
  const std::vector<std::string> wanted{"",  "TỔNG CỘNG", "",        "",  "",      "13", "7061105",
                                        "0", "0",         "7061105", "1", "77777", "",   ""};
  CHECK(total == wanted);
  REQUIRE(report.words.size() == 1);
  CHECK(report.words[0] ==
        "Số tiền bằng chữ: Bảy triệu không trăm sáu mươi mốt nghìn một trăm linh năm đồng.");
}

TEST_CASE("The same figures give the same bytes, and another entry another check code") {
  BusyMarket market;
  const auto report = market.report("2026-11-24");
  for (const auto& form : format_forms) {
    CHECK(render(report, form).value() == render(report, form).value());
  }
  market.sell("S1", 1'000);
  CHECK(market.report("2026-11-24").head.hash != report.head.hash);
  CHECK(to_csv(report).find(ledger::to_hex(report.head.hash)) != std::string::npos);
}

TEST_CASE("The PDF's text is Vietnamese in NFC, with the motto, the sum in words and who signs") {
  const auto text = text_of_pdf(to_pdf(BusyMarket{}.report("2026-11-24")).value());
  if (!text) {
    WARN("pdftotext is not installed");
    return;
  }
  UErrorCode failed = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(failed);
  CHECK(nfc->isNormalized(icu::UnicodeString::fromUTF8(*text), failed));
  for (const auto* words :
       {"UBND PHƯỜNG HỒNG GAI", "BAN QUẢN LÝ CHỢ HẠ LONG I", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Quảng Ninh, ngày 24 tháng 11 năm 2026",
        "BÁO CÁO THANH TOÁN QUA QR THEO NGÀY", "Đơn vị tính: đồng", "Cộng Khu ăn uống, tạp hóa",
        "Số tiền bằng chữ: Bảy triệu không trăm sáu mươi mốt nghìn", "NGƯỜI LẬP BIỂU", "KẾ TOÁN",
        "TRƯỞNG BAN QUẢN LÝ CHỢ", "(Ký, họ tên, đóng dấu)", "Trang 1/2", "Trang 2/2",
        "Mã kiểm tra: "}) {
    INFO(words);
    CHECK(text->find(words) != std::string::npos);
  }
}

TEST_CASE("A stall without consent is in no format of what the board gets") {
  BusyMarket market;
  for (const auto* stall : {"S1", "S2", "S9"}) market.agree(stall);
  for (const auto* period : {"2026-11-24", "2026-11", "2026-11-20..2026-11-25"}) {
    for (const auto by : {By::stall, By::trade}) {
      const auto report = settlement_report(board_view(market.figures(period)), by);
      const auto text = text_of_pdf(to_pdf(report).value());
      std::vector<std::string> forms{to_json(report), to_csv(report)};
      const auto xlsx = to_xlsx(report).value();
      forms.push_back(part_of_xlsx(xlsx, "xl/sharedStrings.xml"));
      for (std::size_t i = 1; i <= report.tables.size(); ++i) {
        forms.push_back(part_of_xlsx(xlsx, "xl/worksheets/sheet" + std::to_string(i) + ".xml"));
      }
      if (text) forms.push_back(*text);
      for (const auto& form : forms) {
        // S3, S10 and their sums: zone B is of two stalls, one of which has not agreed.
        for (const auto* secret : {"Ngô Hải Yến", "2138333", "2.138.333", "Bùi Ngọc Sơn", "96110",
                                   "96.110", "S10", "7061105", "7.061.105"}) {
          INFO(secret);
          CHECK(form.find(secret) == std::string::npos);
        }
      }
      if (by == By::stall) CHECK(to_csv(report).find("86111") != std::string::npos);
    }
  }
}

TEST_CASE("A name that looks like a formula is a text in every spreadsheet") {
  const auto report = BusyMarket{}.report("2026-11-24");
  CHECK(to_csv(report).find(";'=cmd|' /C calc'!A0;") != std::string::npos);
  const auto sheet = merchant::statement::read_workbook(to_xlsx(report).value()).value().at(0);
  bool found = false;
  for (const auto& row : sheet.rows) {
    for (const auto& cell : row) {
      if (cell.text != "=cmd|' /C calc'!A0") continue;
      found = true;
      CHECK(cell.kind == merchant::statement::Cell::Kind::text);
    }
  }
  CHECK(found);
}

TEST_CASE("A sum is a formula where the sheet shows its lines, and our number where it does not") {
  BusyMarket market;
  const auto xml_of = [](const Report& report) {
    return part_of_xlsx(to_xlsx(report).value(), "xl/worksheets/sheet1.xml");
  };
  CHECK(xml_of(market.report("2026-11-24")).find("SUBTOTAL(9,") != std::string::npos);
  market.agree("S1");
  const auto board = settlement_report(board_view(market.figures("2026-11-24")), By::stall);
  const auto rows = rows_of(board.tables[0]);
  // Zone A's sum tells of seven stalls that are not listed.
  CHECK(rows.at(1).at(9) == "4819996");
  CHECK(rows_in_xlsx(to_xlsx(board).value(), 0, board.tables[0]) == rows);
}

TEST_CASE("A report of more rows than any market has is refused") {
  auto report = BusyMarket{}.report("2026-11-24");
  report.tables[0].rows.resize(report_rows_max + 1, report.tables[0].rows[0]);
  for (const auto& form : format_forms) CHECK(render(report, form).has_error());
}

TEST_CASE("A sheet prints on lying A4 with its header on each page, and a month draws its days") {
  BusyMarket market;
  const auto xlsx = to_xlsx(market.report("2026-11")).value();
  const auto sheet = part_of_xlsx(xlsx, "xl/worksheets/sheet1.xml");
  for (const auto* words : {"<pane ", "state=\"frozen\"", "orientation=\"landscape\"",
                            "paperSize=\"9\"", "fitToHeight=\"0\"", "<pageSetUpPr fitToPage"}) {
    INFO(words);
    CHECK(sheet.find(words) != std::string::npos);
  }
  const auto names = part_of_xlsx(xlsx, "xl/workbook.xml");
  CHECK(names.find("_xlnm.Print_Titles") != std::string::npos);
  const auto chart = part_of_xlsx(xlsx, "xl/charts/chart1.xml");
  CHECK(chart.find("$G$") != std::string::npos);
  CHECK(part_of_xlsx(xlsx, "xl/styles.xml").find("dd/mm/yyyy") != std::string::npos);
}
