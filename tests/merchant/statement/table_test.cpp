#include <catch2/catch.hpp>

#include "merchant/statement/read.hpp"
#include "tests/support/statement_files.hpp"

using namespace chopay::merchant::statement;
using chopay::merchant::Direction;

namespace {

const std::string bidv =
    "NGÂN HÀNG BIDV\nSố tài khoản: 1017595600 (VND)\nTừ ngày 24/11/2026 đến ngày 25/11/2026\n\n"
    "STT;Ngày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có;Số dư\n";

Statement table(const std::string& csv, const ReadOptions& options = {}) {
  const auto read = read_statement(csv, options);
  INFO((read ? std::string{} : read.error().message()));
  REQUIRE(read.has_value());
  return *read;
}

std::string first_problem(const std::string& csv) {
  const auto read = table(csv);
  REQUIRE_FALSE(read.problems.empty());
  return std::to_string(read.problems[0].row) + " " + read.problems[0].column + ": " +
         read.problems[0].what;
}

std::string refusal(std::string_view bytes, const ReadOptions& options = {}) {
  const auto read = read_statement(bytes, options);
  REQUIRE(read.has_error());
  return read.error().message();
}

}  // namespace

TEST_CASE("Title, header, balance before, sums and notes of a bank's table are understood") {
  const auto read = table(bidv +
                          ";;;Số dư đầu kỳ;;;1.000\n"
                          "1;24/11/2026 14:05:09;FT1;mua cá;;85.000;86.000\n"
                          "STT;Ngày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có;Số dư\n"
                          "2;25/11/2026 08:00:00;FT2;rút tiền;6.000;;80.000\n"
                          ";;;Tổng cộng;6.000;85.000;\n;;;Số dư cuối kỳ;;;80.000\n"
                          "Bảng này in từ máy, không cần ký\n");
  CHECK(read.problems.empty());
  CHECK(read.format == "bidv");
  CHECK(read.bank == "970418");
  CHECK(read.account == "1017595600");
  CHECK(to_string(read.from) == "2026-11-24");
  CHECK(to_string(read.to) == "2026-11-25");
  REQUIRE(read.lines.size() == 2);
  CHECK(read.lines[0].row == 7);
  CHECK(read.lines[0].amount == Dong{85'000});
  CHECK(read.lines[1].direction == Direction::out);
  CHECK(read.lines[1].reference == "FT2");
}

TEST_CASE("A formula, a half figure, a missing amount and wrong sums are told by row and column") {
  CHECK(first_problem(bidv + "1;24/11/2026;FT1;x;;=1+1;1\n").find("F6 is a formula") !=
        std::string::npos);
  CHECK(first_problem(bidv + "1;24/11/2026;FT1;x;;85.0;86.000\n1;24/11/2026;FT1;x;;1.25;2\n")
            .starts_with("7 Phát sinh Có: it is no amount"));
  CHECK(first_problem(bidv + "1;24/11/2026;FT1").find("only half there") != std::string::npos);
  CHECK(first_problem(bidv + "1;24/11/2026;FT1;x;;85.000;85.000\n2;24/11/2026;FT2;x;;5.000\n")
            .find("the balance is missing") != std::string::npos);
  CHECK(first_problem(bidv + "1;24/11/2026;FT1;x;;85.000;85.000\n;;;Cộng;;90.000;\n")
            .find("its sums are not those") != std::string::npos);
  CHECK(first_problem(bidv + "1;31/02/2026;FT1;x;;85.000;85.000\n").starts_with("6 Ngày GD: "));
  CHECK(first_problem(bidv + "1;24/11/2026;FT1;x;1;85.000;85.000\n").find("both a debit") !=
        std::string::npos);
  CHECK(first_problem("Ngày;Nợ;Ghi nợ;Ghi có\n").find("which days") != std::string::npos);
}

TEST_CASE("Mixed encodings, an old workbook, a web page and a PDF are refused in words") {
  CHECK(refusal(bidv + "1;24/11/2026;FT1;Ch\xE3;;85.000;1\n").find("line 6: not UTF-8") !=
        std::string::npos);
  CHECK(refusal("\xFF\xFEx").find("UTF-16") != std::string::npos);
  CHECK(refusal("\xD0\xCF\x11\xE0xxxx").find("old .xls") != std::string::npos);
  CHECK(refusal("<html><table>").find("web page") != std::string::npos);
  CHECK(refusal("%PDF-1.7").find("PDF") != std::string::npos);
  CHECK(refusal("").find("empty") != std::string::npos);
  CHECK(refusal("a;b\nc;d\n").find("give a mapping") != std::string::npos);
}

TEST_CASE("An own mapping reads a bank that is not known") {
  const auto mapping = read_mapping(
      R"({"name":"mb","bank":"MB","columns":{"day":"Lúc","amount":"Tiền","direction":"Dấu",)"
      R"("reference":"Mã","text":"Lời"}})");
  REQUIRE(mapping.has_value());
  ReadOptions options;
  options.mapping = *mapping;
  options.account = "0987654321";
  const auto read = table(
      "Lúc,Mã,Tiền,Dấu,Lời\n24/11/2026,FT9,\"85,000\",C,mua\n24/11/2026,FT8,\"5,000\",D,phi\n",
      options);
  CHECK(read.problems.empty());
  CHECK(read.format == "mb");
  CHECK(read.bank == "970422");
  CHECK(read.account == "0987654321");
  REQUIRE(read.lines.size() == 2);
  CHECK(read.lines[1].direction == Direction::out);
  for (const char* bad : {"[]", "{}", R"({"columns":{"day":"a"}})", R"({"columns":{"x":"a"}})",
                          R"({"bank":"no such","columns":{"day":"a","amount":"b"}})",
                          R"({"columns":{"day":7,"amount":"b"}})", R"({"colums":{}})"}) {
    INFO(bad);
    CHECK(read_mapping(bad).has_error());
  }
}

TEST_CASE("A file of another account, bank or form than was named is refused") {
  const auto file = bidv + "1;24/11/2026;FT1;x;;85.000;85.000\n";
  CHECK(refusal(file, {.account = "999999"}).find("another account") != std::string::npos);
  CHECK(refusal(file, {.format = "bidv", .bank = "970436"}).find("another bank") !=
        std::string::npos);
  CHECK(refusal(file, {.format = "mt940"}).find("no mt940") != std::string::npos);
  CHECK(refusal(file, {.format = "tpbank"}).find("not tpbank's but bidv's") != std::string::npos);
  CHECK(refusal(file, {.format = "xyz"}).find("no format") != std::string::npos);
  CHECK(table(file, {.format = "bidv"}).problems.empty());
  const auto alike = table(file, {.bank = "970436"});
  CHECK(alike.format == "table");
  CHECK(alike.bank == "970436");
}
