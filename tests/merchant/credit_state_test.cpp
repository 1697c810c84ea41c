#include "merchant/credit_state.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

#include "merchant/entry_data.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

const auto fish_stall = StallId::parse("A02").value();
const auto squid_stall = StallId::parse("A03").value();

std::vector<std::pair<std::string, Dong>> written(const std::vector<ledger::Posting>& postings) {
  std::vector<std::pair<std::string, Dong>> rows;
  for (const auto& one : postings) rows.emplace_back(one.account, one.amount);
  return rows;
}

}  // namespace

TEST_CASE("Money split anew between the same stalls is reversed whole and posted again") {
  const auto moved = reallocated(MarketDesk::market(), Dong{30'000},
                                 {{fish_stall, "", Dong{10'000}}, {squid_stall, "", Dong{20'000}}},
                                 {{fish_stall, "", Dong{15'000}}, {squid_stall, "", Dong{15'000}}});
  CHECK(ledger::balanced(moved));
  CHECK(written(moved) == std::vector<std::pair<std::string, Dong>>{
                              {"reversed/sales/A02", Dong{10'000}},
                              {"reversed/sales/A03", Dong{20'000}},
                              {"sales/A02", Dong{-15'000}},
                              {"sales/A03", Dong{-15'000}},
                          });
}

TEST_CASE("Money that moves between the sales of one stall moves on no account") {
  CHECK(reallocated(MarketDesk::market(), Dong{30'000}, {{fish_stall, "one", Dong{30'000}}},
                    {{fish_stall, "one", Dong{10'000}}, {fish_stall, "two", Dong{20'000}}})
            .empty());
}

TEST_CASE("A stall whose share stays is not touched where the others' shares change") {
  const auto moved = reallocated(
      MarketDesk::market(), Dong{30'000},
      {{fish_stall, "", Dong{10'000}}, {squid_stall, "", Dong{20'000}}},
      {{fish_stall, "", Dong{10'000}}, {StallId::parse("A04").value(), "", Dong{20'000}}});
  CHECK(written(moved) == std::vector<std::pair<std::string, Dong>>{
                              {"reversed/sales/A03", Dong{20'000}},
                              {"sales/A04", Dong{-20'000}},
                          });
}

TEST_CASE("A log in which a bank account has no number is broken, not money of no account") {
  MarketDesk desk;
  desk.open_market();
  desk.take(desk.notice("A02", 30'000, "nham"));
  auto entry = desk.log.back().entry;
  CHECK(credit_of(entry).account == PayeeAccount{"970436", "99MM22001"});
  for (auto& posting : entry.postings) {
    if (posting.account.starts_with("bank/")) posting.account = "bank/970436";
  }
  CHECK_THROWS_AS(credit_of(entry), BrokenLog);
}
