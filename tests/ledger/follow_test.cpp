#include "ledger/follow.hpp"

#include <catch2/catch.hpp>

#include <functional>

#include "ledger/error.hpp"
#include "ledger/log_lines.hpp"
#include "ledger/memory_store.hpp"
#include "ledger/verify.hpp"
#include "tests/ledger/sealed_lane.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

const MarketId followed = MarketId::parse("ha-long-1").value();

/// A log in a folder, asked without a network; `spoil` changes a page on its way.
struct FolderLog final : LogSource {
  explicit FolderLog(Store& store) : reader(store.reader()) {}

  Result<std::string> checkpoint() override {
    if (away) return Error{Errc::log_away};
    if (!shown.empty()) return shown;
    return reader->checkpoint(followed)->note;
  }
  Result<std::string> tile(const TilePath& path) override {
    const auto size = reader->checkpoint(followed)->size;
    auto bytes = read_tile(*reader, followed, size, path);
    if (tiles == Tiles::cut) bytes->pop_back();
    if (!bytes || tiles == Tiles::refused) return Error{Errc::log_refused};
    return *bytes;
  }
  Result<std::string> entries(Seq after, std::size_t limit) override {
    if (refuses_entries) return Error{Errc::log_refused};
    std::string page;
    reader->read(followed, after, std::min(limit, page_entries), [&](const StoredEntry& stored) {
      page += print_lines(*reader, followed, stored);
      return true;
    });
    spoil(page);
    return page;
  }

  std::unique_ptr<Reader> reader;
  std::size_t page_entries = 100;
  bool away = false;
  bool refuses_entries = false;
  enum class Tiles { whole, cut, refused } tiles = Tiles::whole;
  std::string shown;  ///< an older note to show instead of the newest
  std::function<void(std::string&)> spoil = [](std::string&) {};
};

struct Copying {
  TemporaryDirectory folder;
  SealedLane lane{folder.path(), {}};
  FolderLog log{lane.store};
  MemoryStore copy;

  VerifierKey key() const { return lane.identity.verifier(followed); }
  Follower follower() { return {copy, followed, key(), log, lane.clock}; }
  /// Steps until it is level with the log; how many steps, or the error.
  Result<int> catch_up() {
    auto one = follower();
    for (int steps = 1;; ++steps) {
      const auto progress = one.step();
      if (!progress) return progress.error();
      if (progress->behind() == 0) return steps;
    }
  }
  Head copied() { return copy.own_reader().head(followed); }
  boost::system::error_code refusal() {
    const auto before = copied();
    const auto result = catch_up();
    CHECK(copied() == before);
    return result ? boost::system::error_code{} : result.error().code;
  }
};

}  // namespace

TEST_CASE("A copy has the head, the tiles and the checkpoint of the log, also after a restart") {
  Copying c;
  c.lane.pay_many(700);
  CHECK(c.catch_up().value() == 7);
  CHECK(c.catch_up().value() == 1);
  c.lane.pay_many(120);
  CHECK(c.catch_up().value() == 2);
  CHECK(c.copied() == c.log.reader->head(followed));
  const auto report = verify(c.copy.own_reader(), {c.lane.identity, {}});
  REQUIRE_FALSE(report.damage);
  CHECK(report.markets.at(0).signed_size == 820);
  CHECK(c.copy.own_reader().tile_roots(followed, 1, 0, 9).size() == 3);
}

TEST_CASE("A copy that was cut off between a page and the checkpoint goes on") {
  Copying c;
  c.lane.pay_many(300);
  REQUIRE(c.follower().step().value().copied == 100);
  CHECK_FALSE(c.copy.own_reader().checkpoint(followed));
  CHECK(c.catch_up().value() == 2);
  CHECK(c.copied() == c.log.reader->head(followed));
}

TEST_CASE("A log that is away is no damage and may come back") {
  Copying c;
  c.lane.pay_many(3);
  c.log.away = true;
  CHECK(c.refusal() == Errc::log_away);
  c.log.away = false;
  CHECK(c.catch_up().has_value());
}

TEST_CASE("A log that shows less than it did went back") {
  Copying c;
  c.lane.pay_many(3);
  const auto old = c.log.checkpoint().value();
  c.lane.pay_many(2);
  REQUIRE(c.catch_up().has_value());
  c.log.shown = old;
  CHECK(c.refusal() == Errc::log_went_back);
}

TEST_CASE("A log with another history is a split view, of the same size and of a larger one") {
  Copying one;
  Copying other;
  other.lane.clock.advance(std::chrono::seconds{5});
  one.lane.pay_many(3);
  other.lane.pay_many(3);
  REQUIRE(one.catch_up().has_value());
  FolderLog fork{other.lane.store};
  Follower follower{one.copy, followed, one.key(), fork, one.lane.clock};
  REQUIRE(one.key() == other.key());
  CHECK(follower.step().error().code == Errc::split_view);
  other.lane.pay_many(1);
  const auto error = follower.step().error();
  CHECK(error.code == Errc::split_view);
  CHECK(error.detail.find("this copy has 3 entries") != std::string::npos);
  CHECK(error.detail.find("the log has 4 entries") != std::string::npos);
}

TEST_CASE("Another key's checkpoint is refused") {
  Copying c;
  c.lane.pay_many(3);
  auto key = c.key();
  key.key[0] ^= 1;
  Follower follower{c.copy, followed, key, c.log, c.lane.clock};
  CHECK(follower.step().error().code == Errc::bad_signature);
}

TEST_CASE("Nothing is written of a page that is not what was signed") {
  Copying c;
  c.lane.pay_many(300);
  REQUIRE(c.follower().step().has_value());
  SECTION("cut in a line") {
    c.log.spoil = [](std::string& page) { page.resize(page.size() - 5); };
    CHECK(c.refusal() == Errc::bad_entry);
  }
  SECTION("empty") {
    c.log.spoil = [](std::string& page) { page.clear(); };
    CHECK(c.refusal() == Errc::bad_entry);
  }
  SECTION("its first entry is missing") {
    c.log.spoil = [](std::string& page) { page.erase(0, page.find("{\"v\":1", 1)); };
    CHECK(c.refusal() == Errc::gap);
  }
  SECTION("a private part in it was changed") {
    c.log.spoil = [](std::string& page) {
      auto& digit = page[page.find("\"hex\":\"") + 40];
      digit = digit == '0' ? '1' : '0';
    };
    CHECK(c.refusal() == Errc::hash_mismatch);
  }
  SECTION("an entry in it follows another") {
    c.log.spoil = [](std::string& page) {
      const auto second = page.find("\"prev\":\"", page.find("{\"v\":1", 1)) + 8;
      page[second] = page[second] == '0' ? '1' : '0';
    };
    CHECK(c.refusal() == Errc::chain_broken);
  }
  SECTION("its last entry was changed") {
    c.log.spoil = [](std::string& page) {
      page.replace(page.rfind("\"at\":\"2026"), 10, "\"at\":\"2027");
    };
    CHECK(c.refusal() == Errc::tree_mismatch);
  }
}

TEST_CASE("Nothing is written where the log refuses pages or proofs, or cuts them") {
  Copying c;
  c.lane.pay_many(300);
  REQUIRE(c.follower().step().has_value());
  SECTION("its entries") {
    c.log.refuses_entries = true;
    CHECK(c.refusal() == Errc::log_refused);
  }
  SECTION("a tile of the proof") {
    c.log.tiles = FolderLog::Tiles::refused;
    CHECK(c.refusal() == Errc::log_refused);
  }
  SECTION("the end of a tile") {
    c.log.tiles = FolderLog::Tiles::cut;
    CHECK(c.refusal() == Errc::bad_proof);
  }
  SECTION("its checkpoint, which is no note") {
    c.log.shown = "no note";
    CHECK(c.refusal() == Errc::bad_note);
  }
}

TEST_CASE("A page with more entries than are signed for is refused") {
  Copying c;
  c.lane.pay_many(5);
  const auto signed_for_five = c.log.checkpoint().value();
  c.lane.pay_many(1);
  c.log.shown = signed_for_five;
  c.log.spoil = [&](std::string& page) {
    c.log.reader->read(followed, Seq{5}, 1, [&](const StoredEntry& stored) {
      page += stored.bytes + '\n';
      return false;
    });
  };
  CHECK(c.refusal() == Errc::bad_entry);
}

TEST_CASE("A copy that is level asks for a newer checkpoint at each step") {
  Copying c;
  c.lane.pay_many(5);
  auto follower = c.follower();
  CHECK(follower.step().value().copied == 5);
  c.lane.pay_many(2);
  CHECK(follower.step().value().copied == 7);
}
