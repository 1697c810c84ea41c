#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <random>

#include "ledger/memory_store.hpp"
#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

constexpr const char* markets[] = {"ha-long-1", "ha-long-2"};

/// Payments of few stalls and days, so that the same sums move again and again.
std::vector<Draft> random_batch(std::mt19937& random, int& reference) {
  std::vector<Draft> drafts;
  for (auto left = 1 + random() % 12; left > 0; --left) {
    auto draft = credit_draft(markets[random() % 2], "A" + std::to_string(random() % 9),
                              "FT" + std::to_string(100'000 + ++reference),
                              1 + static_cast<std::int64_t>(random() % 900));
    draft.day = BusinessDay::from_days(draft.day.days() + static_cast<std::int32_t>(random() % 3));
    draft.postings[1].account = "sales/" + draft.stall.text();
    if (random() % 4 == 0) {  // the same sum twice in one entry
      draft.postings.push_back({draft.postings[1].account, Dong{7}});
      draft.postings[0].amount -= Dong{7};
    }
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

void check_same(Reader& reader, Reader& expected) {
  for (const char* name : markets) {
    const auto market = MarketId::parse(name).value();
    const auto totals = expected.all_totals(market);
    CHECK(reader.all_totals(market) == totals);
    for (const auto& total : totals) {
      CHECK(reader.day_total(market, total.day, total.account) == total);
      const auto day = reader.day_totals(market, total.day);
      CHECK(day.totals == expected.day_totals(market, total.day).totals);
      CHECK(day.head == reader.head(market));
    }
    CHECK(reader.stall_heads(market) == expected.stall_heads(market));
    for (const auto& [stall, newest] : expected.stall_heads(market)) {
      const auto page = reader.stall_page(market, stall, Seq{}, 2);
      REQUIRE_FALSE(page.empty());
      CHECK(page.front().seq == newest);
    }
  }
  CHECK_FALSE(verify(reader).damage.has_value());
}

}  // namespace

TEST_CASE(
    "However far rows trail the log, and few or many are kept, every reader sees sums and lists as "
    "of its head") {
  const auto [trail_max, kept_max] = GENERATE(table<std::size_t, std::size_t>(
      {{0, 100'000}, {3, 100'000}, {40, 100'000}, {4'096, 100'000}, {0, 0}, {3, 10}, {40, 10}}));
  const unsigned seed = std::random_device{}();
  INFO("trail of " << trail_max << ", kept " << kept_max << ", seed " << seed);
  std::mt19937 random{seed};
  const TemporaryDirectory directory;
  MemoryStore expected;
  auto store =
      std::make_unique<SqliteStore>(directory.path(), CheckpointPages{}, trail_max, kept_max);
  auto old_reader = store->reader();
  int reference = 0;
  for (int batch = 0; batch < 60; ++batch) {
    const auto drafts = random_batch(random, reference);
    LogWriter{expected}.add(drafts);
    LogWriter{*store}.add(drafts);
    if (batch % 5 != 0) continue;
    check_same(store->own_reader(), expected.own_reader());
    check_same(*old_reader, expected.own_reader());
    check_same(*store->reader(), expected.own_reader());
    if (batch % 15 != 0) continue;
    old_reader.reset();
    store.reset();  // a new start of the process
    store = std::make_unique<SqliteStore>(directory.path(), CheckpointPages{}, trail_max, kept_max);
    old_reader = store->reader();
  }
}

TEST_CASE("Rows do not trail by more than they may, and by less the smaller the batches are") {
  const TemporaryDirectory directory;
  const auto market = MarketId::parse(markets[0]).value();
  SqliteStore store{directory.path(), {}, 200};
  LogWriter log{store};
  const auto lacks = [&] {
    auto& reader = dynamic_cast<SqliteReader&>(store.own_reader());
    return number(reader.head(market).seq) - number(reader.derived_to(1).seq);
  };
  int reference = 0;
  const auto most_lacked = [&](int batches, int size) {
    std::uint64_t most = 0;
    for (; batches > 0; --batches) {
      std::vector<Draft> drafts;
      for (int i = 0; i < size; ++i) {
        const auto stall = "A" + std::to_string(reference % 50);
        drafts.push_back(credit_draft(markets[0], stall, "FT" + std::to_string(++reference), 1));
      }
      log.add(drafts);
      most = std::max(most, lacks());
    }
    return most;
  };
  const auto with_large = most_lacked(100, 20);
  CHECK(with_large > 100);
  CHECK(with_large <= 200);
  most_lacked(100, 1);
  CHECK(most_lacked(100, 1) <= 64);
  CHECK_FALSE(verify(*store.reader()).damage.has_value());
}
