// A log whose bytes are not what was written: everybody who reads it says so, and where.
#include <catch2/catch.hpp>

#include <sstream>

#include "ledger/balances.hpp"
#include "ledger/error.hpp"
#include "ledger/export.hpp"
#include "ledger/follow.hpp"
#include "ledger/replay.hpp"
#include "ledger/retention.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/passing_store.hpp"
#include "tests/support/tampered_store.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
const auto day = business_day_of(market_morning());
const auto a1 = StallId::parse("A1").value();

/// A log of four credits of the stall A1.
struct Damaged : TamperedStore {
  Damaged() {
    std::vector<Draft> drafts;
    for (const char* reference : {"FT1", "FT2", "FT3", "FT4"}) {
      drafts.push_back(credit_draft("ha-long-1", "A1", reference, 1'000));
    }
    LogWriter{store}.add(drafts);
  }
  Error replay_error(std::span<const MarketHead> from = {}) {
    const auto read = replay(
        reader(), [](const Entry&) {}, from);
    return read ? Error{} : read.error();
  }
};

/// A reader that loses what comes after the second entry.
struct Short final : PassingReader {
  using PassingReader::PassingReader;
  void read(const MarketId& of, Seq after, std::size_t limit,
            const std::function<bool(const StoredEntry&)>& take) override {
    PassingReader::read(of, after, limit, [&](const StoredEntry& stored) {
      return stored.seq <= Seq{2} && take(stored);
    });
  }
};

}  // namespace

TEST_CASE("A start ends at the first entry that cannot be the next one, and names it") {
  Damaged log;
  REQUIRE_FALSE(log.replay_error().code);
  SECTION("no entry at all") {
    log.put(market, Seq{3}, "{}");
    CHECK(log.replay_error().code == Errc::bad_entry);
    CHECK(log.replay_error().detail == "market ha-long-1, seq 3, at byte 0");
  }
  SECTION("one of another market") {
    log.edit(market, Seq{3}, [](Entry& e) { e.market = MarketId::parse("ha-long-2").value(); });
    CHECK(log.replay_error().code == Errc::wrong_market);
    CHECK(log.replay_error().detail == "market ha-long-1, seq 3");
  }
  SECTION("one of another place") {
    log.edit(market, Seq{3}, [](Entry& e) { e.seq = Seq{4}; });
    CHECK(log.replay_error().code == Errc::gap);
  }
  SECTION("one from before its time") {
    log.edit(market, Seq{4}, [](Entry& e) { e.at -= std::chrono::hours{1}; });
    CHECK(log.replay_error().code == Errc::bad_instant);
  }
  SECTION("one behind another than it was") {
    log.edit(market, Seq{2}, [](Entry& e) { e.data = "{}"; });
    CHECK(log.replay_error().code == Errc::chain_broken);
    CHECK(log.replay_error().detail == "market ha-long-1, seq 3");
  }
  SECTION("bytes of another hash") {
    log.change(market, [](MemoryImage::Log& kept) { kept.entries[1].hash[0] ^= 1; });
    CHECK(log.replay_error().code == Errc::hash_mismatch);
  }
}

TEST_CASE("A log that ends before its head is not taken for the whole of it") {
  Damaged log;
  Short reader{log.reader()};
  const auto read = replay(reader, [](const Entry&) {});
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().code == Errc::head_moved);
  struct Lossy final : PassingStore {
    explicit Lossy(Store& real) : PassingStore(real), reader_(real.own_reader()) {}
    Reader& own_reader() override { return reader_; }
    Short reader_;
  } lossy{log.store};
  const auto all = [](const Entry&, std::string_view) { return true; };
  CHECK_THROWS_WITH(erase_private_parts(lossy, market, all), Contains("ends before its head"));
}

TEST_CASE("A start goes on behind each market's own known head") {
  Damaged log;
  const auto head = log.reader().head(market);
  const MarketHead other{MarketId::parse("a-market").value(), {Seq{9}, Hash{9}}};
  CHECK_FALSE(log.replay_error(std::vector<MarketHead>{{market, head}}).code);
  log.put(market, Seq{3}, "{}");
  // Known to its end, wherever it stands among the known, nothing of it is read again.
  CHECK_FALSE(log.replay_error(std::vector<MarketHead>{other, {market, head}}).code);
  CHECK(log.replay_error(std::vector<MarketHead>{other}).code == Errc::bad_entry);
  // The entry before what is read anew was judged when its head came to be known.
  Hash third{};
  log.reader().read(market, Seq{2}, 1, [&](const StoredEntry& stored) {
    third = stored.hash;
    return false;
  });
  log.edit(market, Seq{4}, [&](Entry& e) { e.previous = third; });
  CHECK_FALSE(log.replay_error(std::vector<MarketHead>{{market, {Seq{3}, third}}}).code);
}

TEST_CASE("Balances and a stall's day are not told from entries that cannot be read") {
  Damaged log;
  for (const auto bad : {Seq{1}, Seq{4}}) {
    Damaged one;
    one.put(market, bad, "{}");
    const auto balances = balances_at(one.reader(), market, bad == Seq{1} ? Seq{1} : Seq{3});
    REQUIRE_FALSE(balances.has_value());
    CHECK(balances.error().code == Errc::bad_entry);
    CHECK(balances.error().detail == "seq " + std::to_string(number(bad)));
    CHECK_THROWS_WITH(stall_day(one.reader(), market, a1, day, 10), Contains("is damaged"));
  }
}

TEST_CASE("A stall's day ends at its limit, and where the stall's list does") {
  Damaged log;
  CHECK(stall_day(log.reader(), market, a1, day, 0).empty());
  CHECK(stall_day(log.reader(), market, a1, day, 2).size() == 2);
  CHECK(stall_day(log.reader(), market, a1, day, 10).size() == 4);
  CHECK(stall_day(log.reader(), market, StallId::parse("B1").value(), day, 10).empty());
  // Money that another stall's entry moves counts in the sum, and stands in no list of this one.
  auto moved = credit_draft("ha-long-1", "B1", "FT5", 1'000);
  moved.postings[1].account = "sales/A1";
  LogWriter{log.store}.add(std::vector{moved});
  CHECK(stall_day(log.reader(), market, a1, day, 10).size() == 4);
  // An entry of the stall for another day stands between its entries of this one.
  auto late = credit_draft("ha-long-1", "A1", "FT6", 1'000);
  late.day = BusinessDay::from_days(day.days() + 1);
  LogWriter{log.store}.add(std::vector{late, credit_draft("ha-long-1", "A1", "FT7", 1'000)});
  CHECK(stall_day(log.reader(), market, a1, day, 10).size() == 5);
}

TEST_CASE("Nothing is erased by what a damaged entry may say") {
  Damaged log;
  log.put(market, Seq{2}, "{}");
  const auto all = [](const Entry&, std::string_view) { return true; };
  CHECK_THROWS_WITH(erase_private_parts(log.store, market, all), Contains("entry 2 is damaged"));
  CHECK_FALSE(log.reader().private_part(market, Seq{1}).value().empty());
}

TEST_CASE("Entries without a private part are passed over where parts are erased") {
  Damaged log;
  auto bare = credit_draft("ha-long-1", "A1", "FT5", 1'000);
  bare.private_part = {};
  LogWriter{log.store}.add(std::vector{bare});
  const auto all = [](const Entry&, std::string_view) { return true; };
  CHECK(erase_private_parts(log.store, market, all) == 4);
  CHECK(erase_private_parts(log.store, market, all) == 0);
}

TEST_CASE("A copy whose newest entry cannot be read is not gone on with") {
  struct NoLog final : LogSource {
    Result<std::string> checkpoint() override { return Error{Errc::log_away}; }
    Result<std::string> tile(const TilePath&) override { return Error{Errc::log_away}; }
    Result<std::string> entries(Seq, std::size_t) override { return Error{Errc::log_away}; }
  } away;
  Damaged log;
  log.put(market, Seq{4}, "{}");
  const ManualClock clock{market_morning()};
  CHECK_THROWS_WITH((Follower{log.store, market, VerifierKey{}, away, clock}),
                    Contains("the newest entry of the copy"));
}

TEST_CASE("An export that does not fit on its disk is not taken for one") {
  Damaged log;
  struct FullDisk final : std::streambuf {
  } full;
  std::ostream out{&full};
  CHECK_THROWS_WITH(export_market(log.reader(), market, out), Contains("cannot be written"));
  std::ostringstream nothing;
  const auto none = export_market(log.reader(), MarketId::parse("nowhere").value(), nothing);
  CHECK(none.error().code == Errc::not_found);
}
