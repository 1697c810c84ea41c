#include "gateway/app/snapshot_renewal.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

#include "ledger/fold_snapshot.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;

namespace {

const auto always = [] { return true; };

/// A market's ledger on disk, and where the snapshot of its books goes.
struct Ledger {
  testing::TemporaryDirectory directory;
  std::string path = directory.path() + "/book.snapshot";
  testing::MarketDesk desk;
  ledger::SqliteStore store{directory.path()};
  std::size_t stored = 0;

  Ledger() {
    desk.open_market();
    take(85'000);
  }

  void take(std::int64_t dong) {
    desk.take(desk.notice("A01", dong, "ca tuoi"));
    store.begin();
    store.append(std::span{desk.log}.subspan(stored), {}, {});
    stored = desk.log.size();
  }

  bool renew(std::uint64_t entries_min, const std::function<bool()>& goes_on = always) {
    return app::renew_snapshot(path, store.own_reader(), entries_min, goes_on);
  }

  std::optional<ledger::FoldSnapshot> snapshot() {
    return ledger::read_snapshot(path, merchant::Rules::state_form, store.own_reader());
  }
  ledger::Head snapshot_head() { return snapshot().value().heads.front().head; }
};

}  // namespace

TEST_CASE("A renewed snapshot is the books of the newest entry, as the lane has them") {
  Ledger own;
  REQUIRE(own.renew(0));
  CHECK(own.snapshot_head() == own.store.own_reader().heads().front().head);
  CHECK((own.snapshot()->state == own.desk.rules.state()));  // bytes: not to be printed
}

TEST_CASE("A snapshot is taken further from where it is, and only when enough came since") {
  Ledger own;
  REQUIRE(own.renew(0));
  CHECK_FALSE(own.renew(0));
  own.take(12'000);
  CHECK_FALSE(own.renew(1));
  CHECK(own.renew(0));
  CHECK(own.snapshot_head() == own.store.own_reader().heads().front().head);
  // The same books; what has no order of its own is in that in which it was read.
  CHECK(own.snapshot()->state.size() == own.desk.rules.state().size());
}

TEST_CASE("A renewal that is broken off leaves the snapshot as it was") {
  Ledger own;
  REQUIRE(own.renew(0));
  const auto before = own.snapshot_head();
  own.take(12'000);
  CHECK_FALSE(own.renew(0, [] { return false; }));
  CHECK(own.snapshot_head() == before);
}

TEST_CASE("A folder in the snapshot's place is no snapshot") {
  Ledger own;
  std::filesystem::create_directory(own.path);
  CHECK_FALSE(own.snapshot());
}
