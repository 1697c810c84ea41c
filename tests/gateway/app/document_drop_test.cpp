#include "gateway/app/document_drop.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace chopay;

namespace {

std::vector<std::string> names_of(const char* day) {
  const auto market = ledger::MarketId::parse("ha-long-1").value();
  const auto closed = ledger::parse_business_day(day).value();
  std::vector<std::string> names;
  for (const auto& document :
       app::documents_of_close(market, closed, {"/x", {"pdf", "csv"}, ','})) {
    names.push_back(document.file_name);
    CHECK(document.wish.form.separator == ',');
    CHECK(std::ranges::all_of(document.file_name, [](char c) { return c > ' ' && c < 127; }));
  }
  return names;
}

}  // namespace

TEST_CASE("A closed day has its report in each format, and a month's last day the month's too") {
  CHECK(names_of("2026-11-24") ==
        std::vector<std::string>{"BC01_ha-long-1_2026-11-24.pdf", "BC01_ha-long-1_2026-11-24.csv"});
  CHECK(names_of("2026-11-30") ==
        std::vector<std::string>{"BC01_ha-long-1_2026-11-30.pdf", "BC01_ha-long-1_2026-11-30.csv",
                                 "BC01_ha-long-1_2026-11.pdf", "BC01_ha-long-1_2026-11.csv"});
  CHECK(names_of("2028-02-28").size() == 2);
  CHECK(names_of("2028-02-29").size() == 4);
  CHECK(names_of("2026-12-31").back() == "BC01_ha-long-1_2026-12.csv");
}
