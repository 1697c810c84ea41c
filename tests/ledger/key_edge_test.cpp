#include "ledger/key_edge.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/sample_size.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

TEST_CASE("A key that is taken is never called new, in whatever order references come") {
  const auto market = MarketId::parse("ha-long-1").value();
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random{seed};
  MemoryStore store;
  LogWriter log{store};
  KeyEdge edge;
  std::set<std::string> taken;
  std::size_t beyond = 0;
  for (int round = 0; round < sample_size(2'000); ++round) {
    const auto reference =
        "FT" + std::to_string(random() % 300 + 10'000 + 5 * static_cast<unsigned>(round));
    const auto draft = credit_draft("ha-long-1", "A1", reference, 1'000);
    const bool is_new = edge.is_beyond(store.own_reader(), market, *draft.key);
    if (is_new) ++beyond;
    CHECK((!is_new || !taken.contains(reference)));
    if (!taken.insert(reference).second) continue;
    log.add(std::vector{draft});
    edge.add(market, *draft.key);
    if (round % 500 == 0) edge = {};  // a restart
  }
  CHECK(beyond > 20);
}

TEST_CASE("References of one bank and day say nothing of another's") {
  const auto market = MarketId::parse("ha-long-1").value();
  MemoryStore store;
  LogWriter{store}.add(std::vector{credit_draft("ha-long-1", "A1", "FT5", 1'000)});
  KeyEdge edge;
  auto key = *credit_draft("ha-long-1", "A1", "FT4", 1'000).key;
  CHECK_FALSE(edge.is_beyond(store.own_reader(), market, key));
  auto other_day = key;
  other_day.day = BusinessDay::from_days(key.day.days() + 1);
  CHECK(edge.is_beyond(store.own_reader(), market, other_day));
  auto other_bank = key;
  other_bank.bank = "970415";
  CHECK(edge.is_beyond(store.own_reader(), market, other_bank));
  key.reference = "FT6";
  CHECK(edge.is_beyond(store.own_reader(), market, key));
}

TEST_CASE("A key of one of thousands of days is not called new once they were forgotten") {
  const auto market = MarketId::parse("ha-long-1").value();
  MemoryStore store;
  auto draft = credit_draft("ha-long-1", "A1", "FT5", 1'000);
  LogWriter{store}.add(std::vector{draft});
  KeyEdge edge;
  auto key = *draft.key;
  for (int day = 0; day < 5'000; ++day) {
    key.day = BusinessDay::from_days(day);
    CHECK(edge.is_beyond(store.own_reader(), market, key));
    CHECK_FALSE(edge.is_beyond(store.own_reader(), market, *draft.key));
  }
}
