#include "ledger/running_totals.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

TEST_CASE("A sum that is written whole is the sum of all its postings, forgotten or not") {
  const auto market = MarketId::parse("ha-long-1").value();
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random{seed};
  MemoryStore store;
  LogWriter log{store};
  RunningTotals running{10};  // of twelve: now and then all are asked of the store again
  std::map<std::string, DayTotal> written;
  for (int batch = 0; batch < 300; ++batch) {
    const auto size = 1 + random() % 5;
    std::vector<Draft> drafts;
    std::vector<Entry> entries;
    for (unsigned i = 0; i < size; ++i) {
      drafts.push_back(credit_draft("ha-long-1", "A" + std::to_string(random() % 6),
                                    "FT" + std::to_string(1'000 + batch * 5 + static_cast<int>(i)),
                                    1 + static_cast<std::int64_t>(random() % 900)));
      const auto seq = next(Seq{number(store.own_reader().head(market).seq) + i});
      entries.push_back(seal(drafts.back(), seq, Hash{}, Instant{}).entry);
    }
    for (const auto& entry : entries) running.add(7, entry, store.own_reader());
    std::string last;
    for (const auto& [place, total] : running.take_moved()) {
      CHECK(place.market_no == 7);
      CHECK(last < place.account);  // each once, in order
      last = place.account;
      written[last] = *total;
    }
    log.add(drafts);
  }
  const auto day = credit_draft("ha-long-1", "A0", "FT1", 1).day;
  const auto stored = store.own_reader().day_totals(market, day).totals;
  REQUIRE(stored.size() == written.size());
  for (const auto& total : stored) CHECK(written.at(total.account) == total);
}

TEST_CASE("Nothing moved is nothing to write") {
  RunningTotals running;
  CHECK(running.take_moved().empty());
}
