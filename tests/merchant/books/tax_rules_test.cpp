#include "merchant/books/tax_rules.hpp"

#include <catch2/catch.hpp>

using namespace chopay;
using namespace chopay::merchant::books;
using ledger::Dong;

namespace {

TaxRules rules_on(const char* day) {
  return tax_rules(ledger::parse_business_day(day).value()).value();
}

std::vector<GroupTax> taxes(const TaxRules& rules,
                            std::initializer_list<std::pair<const char*, std::int64_t>> year) {
  std::vector<GroupRevenue> revenue;
  for (const auto& [code, dong] : year) revenue.push_back({rules.group(code), Dong{dong}});
  return taxes_of(rules, revenue);
}

}  // namespace

TEST_CASE("A goods stall with 1.6 billion in 2026 pays what the worked example says") {
  const auto rules = rules_on("2026-12-31");
  const auto tax = taxes(rules, {{"goods", 1'600'000'000}}).front();
  CHECK(tax.vat == Dong{16'000'000});
  CHECK(tax.income == Dong{2'100'000});
}

TEST_CASE("Up to the line of a billion nothing is due, above it VAT is due on all") {
  const auto rules = rules_on("2026-01-01");
  CHECK(taxes(rules, {{"goods", 1'000'000'000}}).front().vat == Dong{});
  CHECK(taxes(rules, {{"goods", 1'000'000'000}}).front().income == Dong{});
  const auto above = taxes(rules, {{"goods", 1'000'000'200}}).front();
  CHECK(above.vat == Dong{10'000'002});
  CHECK(above.income == Dong{1});  // 200 × 0.5 % × 70 % = 0.7
}

TEST_CASE("The cut of the income tax ends with 2027, the line does not") {
  const auto last = rules_on("2027-12-31");
  const auto after = rules_on("2028-01-01");
  CHECK(taxes(last, {{"goods", 1'600'000'000}}).front().income == Dong{2'100'000});
  CHECK(taxes(after, {{"goods", 1'600'000'000}}).front().income == Dong{3'000'000});
  CHECK(after.tax_free == Dong{1'000'000'000});
}

TEST_CASE("Above three billion the income tax is on profit, which no QR credit tells") {
  const auto rules = rules_on("2026-12-31");
  CHECK(taxes(rules, {{"goods", 3'000'000'000}}).front().income == Dong{7'000'000});
  const auto above = taxes(rules, {{"goods", 3'000'000'001}}).front();
  CHECK_FALSE(above.income);
  CHECK(above.vat == Dong{30'000'000});
}

TEST_CASE("The line is taken off the group with the highest income rate first, and only once") {
  const auto rules = rules_on("2026-12-31");
  const auto both = taxes(rules, {{"goods", 1'200'000'000}, {"making", 400'000'000}});
  CHECK(both[0].vat == Dong{12'000'000});
  CHECK(both[1].vat == Dong{12'000'000});
  CHECK(both[1].income == Dong{});
  CHECK(both[0].income == Dong{2'100'000});  // 1,200 − 600 million are left above the line
}

TEST_CASE("Every group has the rates of the law") {
  const auto rules = rules_on("2026-06-01");
  const auto is = [&](const char* code, int vat, int income) {
    const auto* group = rules.group(code);
    REQUIRE(group);
    CHECK(group->vat_bp == vat);
    CHECK(group->income_bp == income);
  };
  is("goods", 100, 50);
  is("service", 500, 200);
  is("rental", 500, 500);
  is("making", 300, 150);
  is("digital", 500, 500);
  is("other", 200, 100);
  CHECK(rules.groups.size() == 6);
}

TEST_CASE("A trade names its group by whole words; what none names is not guessed") {
  const auto rules = rules_on("2026-06-01");
  CHECK(rules.group_of_trade("Hải sản tươi sống")->code == "goods");
  CHECK(rules.group_of_trade("THUY SAN")->code == "goods");
  CHECK(rules.group_of_trade("Ăn uống")->code == "making");
  CHECK(rules.group_of_trade("Cà phê, ăn uống")->code == "making");
  CHECK(rules.group_of_trade("Sản xuất chả mực")->code == "making");
  CHECK(rules.group_of_trade("Cao su") == nullptr);
  CHECK(rules.group_of_trade("") == nullptr);
}

TEST_CASE("Of a year before the household tax there are no rules, and a broken file says so") {
  CHECK_FALSE(tax_rules(ledger::parse_business_day("2025-12-31").value()));
  const auto day = ledger::parse_business_day("2026-06-01").value();
  CHECK(read_tax_rules("{}", day).has_error());
  CHECK(read_tax_rules("[", day).has_error());
}
