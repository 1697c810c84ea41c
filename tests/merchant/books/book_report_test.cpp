#include "merchant/books/book_report.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>

#include "merchant/report/formats.hpp"
#include "merchant/statement/zip_archive.hpp"
#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::books;
using testing::ReportedMarket;

namespace {

HouseholdBook sample(ReportedMarket& market) {
  for (int i = 0; i < 4; ++i) market.sell("S1", 400'000'000);
  market.store();
  return read_household_book(
             *market.reader(), market.registry(),
             {{StallId::parse("S1").value()}, report::parse_period("2026-11").value()})
      .value();
}

/// The amount in the row that has these words; nothing where it is not told.
std::optional<std::int64_t> amount_of(const report::Table& table, std::string_view words,
                                      std::size_t column) {
  for (const auto& row : table.rows) {
    const bool found = std::ranges::any_of(row.cells, [&](const report::Cell& cell) {
      const auto* text = std::get_if<std::string>(&cell);
      return text && text->starts_with(words);
    });
    if (!found) continue;
    const auto* number = std::get_if<std::int64_t>(&row.cells[column]);
    return number ? std::optional{*number} : std::nullopt;
  }
  FAIL("no row " << words);
  return std::nullopt;
}

}  // namespace

TEST_CASE(
    "The books have the titles, columns and sums of TT 152/2025, and say that they are drafts") {
  ReportedMarket market;
  const auto book = sample(market);
  const auto s1a = book_report(book, BookForm::s1a);
  CHECK(s1a.title == "SỔ DOANH THU BÁN HÀNG HÓA, DỊCH VỤ");
  CHECK(s1a.letterhead.book->form == "Mẫu số S1a-HKD");
  CHECK(s1a.tables.front().columns.size() == 3);
  CHECK(amount_of(s1a.tables.front(), "Tổng cộng", 2) == 1'600'000'000);
  const auto s2a = book_report(book, BookForm::s2a);
  CHECK(amount_of(s2a.tables.front(), "Tổng cộng (1)", 3) == 1'600'000'000);
  CHECK(amount_of(s2a.tables.front(), "Thuế GTGT (1,0%)", 3) == 16'000'000);
  CHECK(amount_of(s2a.tables.front(), "Thuế TNCN (0,5%)", 3) == 2'100'000);
  CHECK(amount_of(s2a.tables.front(), "Tổng số thuế GTGT phải nộp", 3) == 16'000'000);
  CHECK(amount_of(s2a.tables.front(), "Tổng số thuế TNCN phải nộp", 3) == 2'100'000);
  const auto s2e = book_report(book, BookForm::s2e);
  CHECK(s2e.title == "SỔ CHI TIẾT TIỀN");
  CHECK(amount_of(s2e.tables.front(), "Tổng gửi vào", 3) == 1'600'000'000);
  CHECK_FALSE(amount_of(s2e.tables.front(), "Số dư cuối kỳ", 3));
  for (const auto& row : book_forms) {
    const auto csv = report::to_csv(book_report(book, row.form));
    CHECK(csv.find("BẢN NHÁP TỪ DỮ LIỆU QR – ước tính, không phải tờ khai") != std::string::npos);
  }
}

TEST_CASE("The books say the same in JSON, CSV, XLSX and PDF") {
  ReportedMarket market;
  const auto book = sample(market);
  for (const auto& row : book_forms) testing::check_all_formats(book_report(book, row.form));
}

TEST_CASE("One đồng more in an entry of long ago changes the check code of every book") {
  const auto codes = [](std::int64_t first) {
    ReportedMarket market;
    market.sell("S1", first);
    const auto book = sample(market);
    std::vector<std::string> all;
    for (const auto& row : book_forms) {
      all.push_back(report::check_code_of(book_report(book, row.form)));
    }
    return all;
  };
  const auto told = codes(85'000);
  CHECK(told == codes(85'000));
  const auto changed = codes(85'001);
  for (std::size_t i = 0; i < told.size(); ++i) CHECK(told[i] != changed[i]);
}

TEST_CASE("The list of accounts has each account once, whole") {
  ReportedMarket market;
  const auto list = book_report(sample(market), BookForm::accounts).tables.front();
  REQUIRE(list.rows.size() == 1);
  CHECK(list.rows.front().cells[2] == report::text("001"));
}

TEST_CASE("The month's archive holds every book twice, and the same book gives the same bytes") {
  ReportedMarket market;
  const auto book = sample(market);
  const auto bytes = book_bundle(book).value();
  auto archive = statement::ZipArchive::open(bytes).value();
  for (const auto* name : {"S1a-HKD", "S2a-HKD", "S2e-HKD", "01_BK-STK"}) {
    const auto file = std::string{name} + "_ha-long-1_S1_2026-11";
    CHECK(archive.read(file + ".pdf").value().starts_with("%PDF"));
    CHECK(archive.read(file + ".xlsx").value().starts_with("PK"));
  }
  CHECK(book_bundle(book).value() == bytes);
}

TEST_CASE("The meter says how far it is to the line, and that it is an estimate") {
  ReportedMarket market;
  market.sell("S1", 250'000'000);
  market.store();
  const auto meter =
      read_tax_meter(*market.reader(), *market.registry(), {StallId::parse("S1").value()},
                     ledger::parse_business_day("2026-12-31").value())
          .value();
  const auto told = boost::json::parse(to_json(meter));
  CHECK(told.at("share").as_int64() == 250);
  CHECK(told.at("left").as_int64() == 750'000'000);
  CHECK(told.at("crossed_on").is_null());
  CHECK(told.at("label").as_string() == "Tiền nhận qua QR (chưa gồm tiền mặt)");
  CHECK(told.at("notes").at(0).as_string() == "ước tính, không phải tờ khai");
}
