// A market's table written, and held against what ledgers have.
#include <algorithm>
#include <initializer_list>

#include "merchant/csv.hpp"
#include "merchant/market_table.hpp"
#include "merchant/market_table_columns.hpp"
#include "merchant/report/formats.hpp"

namespace chopay::merchant {
namespace {

std::string area_text(std::int64_t area_dm2) {
  if (area_dm2 == 0) return {};
  auto text = std::to_string(area_dm2 / 100);
  if (area_dm2 % 100 == 0) return text;
  text += ',' + std::to_string(area_dm2 % 100 / 10);
  if (area_dm2 % 10 != 0) text += std::to_string(area_dm2 % 10);
  return text;
}

class TableWriter {
 public:
  TableWriter(const RegisteredMarket& market, char separator)
      : market_(market), separator_(separator) {}

  std::string write() {
    const auto& registry = *market_.registry;
    const auto& [account, holder] = registry.board_account;
    head(market_columns);
    row({registry.market.text(), registry.name, registry.managing_body, registry.province,
         market_.contact, account.bank, account.number, holder, registry.sandbox ? yes : ""});
    head(stall_columns);
    for (const auto& zone : registry.zones) {
      const auto stalls = registry.stalls_of(zone.id);
      if (stalls.empty()) row({zone.id, zone.name});
      for (const auto* one : stalls) stall(zone, *one);
    }
    row({last_mark, std::to_string(registry.stalls.size())});
    return std::move(csv_);
  }

 private:
  void head(const Columns& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) csv_ += separator_;
      csv_ += csv_cell(columns[i], separator_);
    }
    csv_ += "\r\n";
  }

  void stall(const Zone& zone, const Stall& one) {
    const auto found = market_.households.find(one.id);
    const auto details = found == market_.households.end() ? HouseholdDetails{} : found->second;
    row({zone.id, zone.name, one.id.text(), one.name, area_text(one.area_dm2), one.trade,
         one.household, details.tax_code, details.phone, one.account.bank, one.account.number,
         one.holder});
    for (const auto& [account, holder] : one.further) {
      row({"", "", one.id.text(), "", "", "", "", "", "", account.bank, account.number, holder});
    }
  }

  void row(std::initializer_list<std::string_view> cells) {
    std::size_t written = 0;
    for (const auto cell : cells) {
      if (written++ > 0) csv_ += separator_;
      csv_ += csv_cell(cell, separator_);
    }
    csv_.append(table_columns - written, separator_);
    csv_ += "\r\n";
  }

  const RegisteredMarket& market_;
  char separator_;
  std::string csv_ = "\xEF\xBB\xBF";
};

std::string market_difference(const RegisteredMarket& known, const OpenMarket& wanted) {
  const auto& registry = *known.registry;
  if (registry.name != wanted.data.name) return std::string{market_columns[1]};
  if (registry.managing_body != wanted.data.managing_body) return std::string{market_columns[2]};
  if (registry.province != wanted.data.province) return std::string{market_columns[3]};
  if (known.contact != wanted.contact) return std::string{market_columns[4]};
  if (registry.board_account != wanted.data.board_account) return std::string{market_columns[6]};
  if (registry.sandbox != wanted.data.sandbox) return std::string{market_columns[8]};
  return {};
}

/// In what a correction cannot put right.
std::string account_difference(const Stall& known, const OpenStall& wanted) {
  if (known.account != wanted.account) return std::string{stall_columns[10]};
  if (known.holder != wanted.holder) return std::string{stall_columns[11]};
  if (known.further != wanted.further) return std::string{stall_columns[10]};
  return {};
}

std::string stall_difference(const Stall& known, const HouseholdDetails& details,
                             const OpenStall& wanted) {
  if (known.zone != wanted.zone) return std::string{stall_columns[0]};
  if (known.name != wanted.name) return std::string{stall_columns[3]};
  if (known.area_dm2 != wanted.area_dm2) return std::string{stall_columns[4]};
  if (known.trade != wanted.trade) return std::string{stall_columns[5]};
  if (known.household != wanted.household) return std::string{stall_columns[6]};
  if (details.tax_code != wanted.details.tax_code) return std::string{stall_columns[7]};
  if (details.phone != wanted.details.phone) return std::string{stall_columns[8]};
  return account_difference(known, wanted);
}

/// What the market that the table describes has otherwise.
void differences(const MarketTable& table, const RegisteredMarket& known, bool corrected,
                 std::vector<TableProblem>& problems) {
  constexpr std::string_view otherwise = "it is registered otherwise";
  const auto note = [&](std::size_t row, std::string column) {
    if (!column.empty()) problems.push_back({row, std::move(column), std::string{otherwise}});
  };
  note(2, market_difference(known, table.file.market));
  for (const auto& [market, zone] : table.file.zones) {
    const auto* open = known.registry->zone(zone.id);
    if (open && open->name != zone.name) {
      note(table.zone_rows.at(zone.id), std::string{stall_columns[1]});
    }
  }
  for (const auto& stall : table.file.stalls) {
    const auto* open = known.registry->stall(stall.id);
    if (!open) continue;
    note(table.stall_rows.at(stall.id),
         corrected ? account_difference(*open, stall)
                   : stall_difference(*open, known.households.at(stall.id), stall));
  }
}

/// Accounts of the table that stalls of the other market have.
void taken_accounts(const MarketTable& table, const Registry& other, OtherMarkets others,
                    std::vector<TableProblem>& problems) {
  const auto what = others == OtherMarkets::named
                        ? "market " + other.market.text() + " has this account"
                        : std::string{"another market has this account"};
  for (const auto& stall : table.file.stalls) {
    bool taken = other.stalls_by_account.contains(stall.account);
    for (const auto& one : stall.further) taken |= other.stalls_by_account.contains(one.account);
    if (taken) {
      problems.push_back({table.stall_rows.at(stall.id), std::string{stall_columns[10]}, what});
    }
  }
}

}  // namespace

std::vector<CorrectStall> corrections(const MarketTable& table, const RegisteredMarket& known) {
  std::vector<CorrectStall> all;
  for (const auto& stall : table.file.stalls) {
    const auto* open = known.registry->stall(stall.id);
    if (!open) continue;
    CorrectStall one{known.registry->market, stall.id, {}, {}, {}};
    one.correction = {stall.zone, stall.name, stall.trade, stall.household, stall.area_dm2};
    const bool other_details = known.households.at(stall.id) != stall.details;
    if (other_details) one.details = stall.details;
    if (other_details || !one.correction.changes_nothing(*open)) all.push_back(std::move(one));
  }
  return all;
}

std::vector<TableProblem> conflicts(const MarketTable& table,
                                    const std::vector<RegisteredMarket>& markets, bool corrected,
                                    OtherMarkets others) {
  std::vector<TableProblem> problems;
  for (const auto& one : markets) {
    if (one.registry->market == table.file.market.market) {
      differences(table, one, corrected, problems);
    } else {
      taken_accounts(table, *one.registry, others, problems);
    }
  }
  std::stable_sort(problems.begin(), problems.end(),
                   [](const auto& a, const auto& b) { return a.row < b.row; });
  if (problems.size() > table_problems_max) problems.resize(table_problems_max);
  return problems;
}

std::string write_market_table(const RegisteredMarket& market, char separator) {
  return TableWriter{market, separator}.write();
}

Result<std::string> write_market_workbook(const RegisteredMarket& market) {
  auto csv = read_csv(write_market_table(market));
  if (!csv) return csv.error();
  for (auto& row : csv->rows) {
    for (auto& cell : row) cell = std::string{unguarded(cell)};
  }
  return report::text_workbook(market.registry->market.text(), csv->rows);
}

}  // namespace chopay::merchant
