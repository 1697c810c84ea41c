#pragma once

#include <memory>
#include <string>

#include "ledger/memory_store.hpp"
#include "merchant/cash_line.hpp"
#include "merchant/report/settlement_report.hpp"
#include "tests/support/market_fixture.hpp"

namespace chopay::testing {

/// A market with a public board and a stored log: zone A of eight stalls (S1 … S8), zone B of two
/// (S9, S10), with names that are hard to write. Who agreed is said by agree().
class ReportedMarket {
 public:
  ReportedMarket();

  /// A transfer into the stall's account, at the clock's time.
  void sell(const std::string& stall, std::int64_t dong);
  /// Money that nobody explains: the account is of two stalls.
  void receive_unexplained(std::int64_t dong);
  void agree(const std::string& stall, bool cash = false);
  /// Cash that the household notes of today; gives its line.
  merchant::CashLine note_cash(const std::string& stall, std::int64_t dong);
  /// Stores all, and reads the period.
  merchant::report::Figures figures(const std::string& period);
  /// The same with its hours.
  merchant::report::Figures hourly(const std::string& period);
  merchant::report::Report report(const std::string& period,
                                  merchant::report::By by = merchant::report::By::stall);

  /// Puts a row into the vault.
  void keep(const ledger::VaultChange& row);
  /// Stores what was not yet stored.
  void store();
  std::unique_ptr<ledger::Reader> reader() { return store_.reader(); }
  std::shared_ptr<const merchant::Registry> registry();

  MarketDesk desk;

 private:
  ledger::MemoryStore store_;
  std::size_t stored_ = 0;
};

}  // namespace chopay::testing
