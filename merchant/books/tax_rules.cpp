#include "merchant/books/tax_rules.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <numeric>

#include "merchant/embedded.hpp"
#include "merchant/latin_fold.hpp"

namespace chopay::merchant::books {
namespace {

namespace json = boost::json;
using ledger::BusinessDay;
using ledger::Dong;

constexpr std::int64_t bp_of_whole = 10'000;
constexpr int bp_of_percent = 100;
constexpr int percent_of_whole = 100;

BusinessDay day_in(const json::value& row, std::string_view name) {
  return ledger::parse_business_day(row.at(name).as_string()).value();
}

bool in_force(const json::value& row, BusinessDay day) {
  return day_in(row, "from") <= day &&
         (!row.as_object().contains("to") || day <= day_in(row, "to"));
}

/// The newest row of the list that is in force; nullptr where none is.
const json::value* newest(const json::value& rows, BusinessDay day) {
  const json::value* found = nullptr;
  for (const auto& row : rows.as_array()) {
    if (!in_force(row, day)) continue;
    if (!found || day_in(*found, "from") < day_in(row, "from")) found = &row;
  }
  return found;
}

/// "1.5" percent as 150. Throws std::invalid_argument for what is no such number.
int basis_points(std::string_view percent) {
  int whole = 0;
  const auto* end = percent.data() + percent.size();
  const auto [rest, error] = std::from_chars(percent.data(), end, whole);
  int tenths = 0;
  const bool has_tenths = rest != end;
  if (has_tenths) {
    if (end - rest != 2 || *rest != '.' || rest[1] < '0' || rest[1] > '9') {
      throw std::invalid_argument("a rate has at most one decimal");
    }
    tenths = rest[1] - '0';
  }
  if (error != std::errc{} || whole < 0 || whole > percent_of_whole) {
    throw std::invalid_argument("a rate is 0 to 100 percent");
  }
  return whole * bp_of_percent + tenths * bp_of_percent / 10;
}

TaxGroup read_group(const json::value& row) {
  TaxGroup group{std::string{row.at("group").as_string()},
                 std::string{row.at("name").as_string()},
                 basis_points(row.at("vat").as_string()),
                 basis_points(row.at("income").as_string()),
                 {}};
  for (const auto& trade : row.at("trades").as_array()) {
    group.trades.push_back(fold_for_search(std::string_view{trade.as_string()}));
  }
  return group;
}

std::optional<TaxRules> rules_of(const json::value& file, BusinessDay day) {
  const auto* line = newest(file.at("tax_free_lines"), day);
  const auto* end = newest(file.at("rate_method_ends"), day);
  const auto* form = newest(file.at("book_forms"), day);
  if (!line || !end || !form) return std::nullopt;
  TaxRules rules;
  rules.tax_free = Dong{line->at("revenue").as_int64()};
  rules.rate_method_max = Dong{end->at("revenue").as_int64()};
  rules.book_circular = form->at("circular").as_string();
  rules.sources = {std::string{line->at("source").as_string()},
                   std::string{end->at("source").as_string()}};
  if (const auto* cut = newest(file.at("income_tax_cuts"), day)) {
    rules.income_cut_percent = static_cast<int>(cut->at("percent").as_int64());
    rules.income_cut_max = Dong{cut->at("revenue_max").as_int64()};
    rules.sources.emplace_back(cut->at("source").as_string());
  }
  for (const auto& row : file.at("rates").as_array()) {
    if (!in_force(row, day)) continue;
    auto group = read_group(row);
    // A later row of the same group takes the earlier one's place.
    const auto known = std::ranges::find(rules.groups, group.code, &TaxGroup::code);
    if (known == rules.groups.end()) {
      rules.groups.push_back(std::move(group));
    } else {
      *known = std::move(group);
    }
  }
  rules.checked_on = day_in(file, "checked_on");
  return rules;
}

Dong share(Dong base, int bp) {
  return Dong{(base.count() * bp + bp_of_whole / 2) / bp_of_whole};
}

Dong without_cut(const TaxRules& rules, Dong tax, Dong year) {
  if (year > rules.income_cut_max) return tax;
  return share(tax, (percent_of_whole - rules.income_cut_percent) * bp_of_percent);
}

}  // namespace

const TaxGroup* TaxRules::group(std::string_view code) const {
  const auto found = std::ranges::find(groups, code, &TaxGroup::code);
  return found == groups.end() ? nullptr : &*found;
}

const TaxGroup* TaxRules::group_of_trade(std::string_view trade) const {
  const auto folded = ' ' + fold_for_search(trade) + ' ';
  const TaxGroup* best = nullptr;
  std::size_t longest = 0;
  for (const auto& one : groups) {
    for (const auto& word : one.trades) {
      const auto at = folded.find(word);
      if (word.size() <= longest || at == std::string::npos) continue;
      // "cá" is a word of "cá biển" and not of "cà phê cao cấp": whole words alone count.
      const auto ends = [](char c) { return c == ' ' || c == ',' || c == ';' || c == '/'; };
      if (!ends(folded[at - 1]) || !ends(folded[at + word.size()])) continue;
      best = &one;
      longest = word.size();
    }
  }
  return best;
}

std::vector<GroupTax> taxes_of(const TaxRules& rules, const std::vector<GroupRevenue>& year) {
  std::vector<GroupTax> taxes(year.size(), GroupTax{{}, Dong{}});
  Dong all;
  for (const auto& one : year) all += one.revenue;
  if (all <= rules.tax_free) return taxes;
  std::vector<std::size_t> by_rate(year.size());
  std::iota(by_rate.begin(), by_rate.end(), std::size_t{0});
  std::ranges::stable_sort(by_rate, std::ranges::greater{},
                           [&](std::size_t i) { return year[i].group->income_bp; });
  auto free = rules.tax_free;
  for (const auto i : by_rate) {
    const auto& [group, revenue] = year[i];
    taxes[i].vat = share(revenue, group->vat_bp);
    const auto off = std::min(free, revenue);
    free -= off;
    taxes[i].income = without_cut(rules, share(revenue - off, group->income_bp), all);
    if (all > rules.rate_method_max) taxes[i].income.reset();
  }
  return taxes;
}

Result<std::optional<TaxRules>> read_tax_rules(std::string_view text, BusinessDay day) {
  try {
    return rules_of(json::parse(text), day);
  } catch (const std::exception& error) {  // Boost.JSON throws for another type or a missing name
    return Error{Errc::bad_json, std::string{"tax rules: "} + error.what()};
  }
}

std::optional<TaxRules> tax_rules(BusinessDay day) {
  // The file is compiled in and covered by a test; a broken one throws at the first call.
  return read_tax_rules(embedded("tax.json"), day).value();
}

}  // namespace chopay::merchant::books
