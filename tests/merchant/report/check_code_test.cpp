#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "merchant/read_reconciliation.hpp"
#include "merchant/report/formats.hpp"
#include "merchant/report/incidents.hpp"
#include "merchant/report/reconciliation_report.hpp"
#include "tests/merchant/report/reported_market.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

/// A market whose first sale came to so much; all that follows is the same.
struct ToldMarket : ReportedMarket {
  explicit ToldMarket(std::int64_t first) {
    sell("S1", first);
    sell("S2", 200);
    receive_unexplained(5'000);
    sell("S9", 30'000);
    store();
  }

  Report reconciled(const Period& period) {
    std::vector<DayState> states;
    for (auto day = period.from.days(); day <= period.to.days(); ++day) {
      states.push_back(
          desk.ask(ShowDay{MarketDesk::market(), ledger::BusinessDay::from_days(day)}).value());
    }
    return reconciliation_report(read_reconciliations(*reader(), states), period, *registry(),
                                 desk.clock.now());
  }

  /// A report of each kind, over a day and over a month.
  std::vector<Report> papers() {
    std::vector<Report> all;
    for (const auto* text : {"2026-11-24", "2026-11"}) {
      const auto period = parse_period(text).value();
      for (const auto name : by_names) all.push_back(report(text, *by_named(name)));
      all.push_back(reconciled(period));
      all.push_back(incident_report(read_incidents(*reader(), registry(), period, {})));
    }
    return all;
  }
};

}  // namespace

TEST_CASE("One đồng more in an entry of long ago changes the check code of every kind of report") {
  auto told = ToldMarket{85'000}.papers();
  auto again = ToldMarket{85'000}.papers();
  auto changed = ToldMarket{85'001}.papers();
  REQUIRE(told.size() == 12);
  for (std::size_t i = 0; i < told.size(); ++i) {
    INFO(told[i].file_name);
    CHECK(check_code_of(told[i]) == check_code_of(again[i]));
    CHECK(check_code_of(told[i]) != check_code_of(changed[i]));
    CHECK(told[i].head.seq == changed[i].head.seq);
  }
}

TEST_CASE("The day's own JSON and CSV have the check code of its PDF") {
  ToldMarket market{85'000};
  const auto figures = market.figures("2026-11-24");
  const auto code = ledger::to_hex(settlement_report(figures, By::stall).head.hash);
  CHECK(to_json(figures.now.whole).find(code) != std::string::npos);
  CHECK(to_csv(figures.now.whole).find(code) != std::string::npos);
}
