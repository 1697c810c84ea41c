#include "merchant/csv.hpp"

#include <catch2/catch.hpp>

using namespace chopay::merchant;

namespace {

std::string why_not(std::string_view bytes) {
  const auto table = read_csv(bytes);
  REQUIRE(table.has_error());
  return table.error().detail;
}

}  // namespace

TEST_CASE("Both separators, both line ends and quoted cells are read") {
  const auto table = read_csv(
                         "\xEF\xBB\xBF"
                         "a;\"b;\"\"c\"\"\";\r\nd;e;f\n")
                         .value();
  CHECK(table.separator == ';');
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0] == std::vector<std::string>{"a", "b;\"c\"", ""});
  CHECK(table.rows[1] == std::vector<std::string>{"d", "e", "f"});
  CHECK(read_csv("a,b\nc;d,e").value().rows[1] == std::vector<std::string>{"c;d", "e"});
}

TEST_CASE("Half a file, another encoding and a picture are refused with the place") {
  CHECK(why_not("a;b\nc;\"d").starts_with("row 2: the file ends within a quoted cell"));
  CHECK(why_not("a;\"b\"c\n").starts_with("row 1: a quote"));
  CHECK(why_not("a;b\nCh\xE3;c\n").starts_with("line 2: not UTF-8"));
  CHECK(why_not("\xFF\xFE"
                "a")
            .starts_with("it is UTF-16"));
  CHECK(why_not(std::string_view{"a;b\nc\0;d\n", 9}).starts_with("line 2: a zero byte"));
  CHECK(why_not(std::string(csv_bytes_max + 1, 'a')) == "it is larger than 8 MiB");
  CHECK(why_not(std::string(csv_rows_max + 1, '\n')).ends_with("too many rows"));
  CHECK(why_not(std::string(csv_columns_max + 1, ';')).ends_with("too many columns"));
}

TEST_CASE("A cell comes back as it was, whatever a spreadsheet would make of it") {
  for (const std::string text :
       {"=1+1", "+84", "-5", "@x", "'=1", "''=1", "'a", "a;b", "a\"b", "a,b", "", "'", "\tx"}) {
    for (const char separator : {';', ','}) {
      const auto row = csv_cell(text, separator) + separator + "end" + separator;
      const auto table = read_csv(row).value();
      CHECK_FALSE(is_formula(table.rows.at(0).at(0)));
      CHECK(unguarded(table.rows.at(0).at(0)) == text);
    }
  }
}
