// Readings that must not go through the whole log: balances, a stall's day, a start.
#include <catch2/catch.hpp>

#include <fstream>

#include "ledger/balances.hpp"
#include "ledger/error.hpp"
#include "ledger/fold_snapshot.hpp"
#include "ledger/replay.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/store_kinds.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
const auto day = business_day_of(market_morning());

std::vector<Draft> credits(int first, int last) {
  std::vector<Draft> drafts;
  for (int i = first; i <= last; ++i) {
    drafts.push_back(credit_draft("ha-long-1", "A" + std::to_string(i % 5),
                                  "FT" + std::to_string(i), 1'000 + i));
  }
  return drafts;
}

std::vector<std::uint64_t> seqs(const std::vector<StoredEntry>& list) {
  std::vector<std::uint64_t> numbers;
  for (const auto& entry : list) numbers.push_back(number(entry.seq));
  return numbers;
}

std::string file_text(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// A fold that remembers what it was given.
std::vector<std::uint64_t> replayed(Reader& reader, std::span<const MarketHead> from) {
  std::vector<std::uint64_t> numbers;
  const auto read = replay(
      reader, [&](const Entry& entry) { numbers.push_back(number(entry.seq)); }, from);
  CHECK(read.has_value());
  return numbers;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("Balances as of every seq are the sums of the postings up to it") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  LogWriter{place->store()}.add(credits(1, 40));
  auto& reader = place->store().own_reader();
  Balances expected;
  CHECK(balances_at(reader, market, Seq{}).value() == expected);
  for (int i = 1; i <= 40; ++i) {
    expected["bank/970436/1017595600"] += Dong{1'000 + i};
    expected["sales/A" + std::to_string(i % 5)] -= Dong{1'000 + i};
    CHECK(balances_at(reader, market, Seq(i)).value() == expected);
  }
  CHECK(balances_at(reader, market, Seq{41}).error().code == Errc::not_found);
}

TEST_CASE("A stall's day has the entries of that day alone, late ones too") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  LogWriter log{place->store()};
  log.add(credits(1, 12));
  auto tomorrow = credits(13, 22);
  for (auto& draft : tomorrow) draft.day = BusinessDay::from_days(day.days() + 1);
  tomorrow[3].day = day;  // seq 16, of A1, late
  log.add(tomorrow);
  auto& reader = place->store().own_reader();
  const auto a1 = StallId::parse("A1").value();
  CHECK(seqs(stall_day(reader, market, a1, day, 100)) == Numbers{16, 11, 6, 1});
  CHECK(seqs(stall_day(reader, market, a1, day, 2)) == Numbers{16, 11});
  CHECK(seqs(stall_day(reader, market, a1, tomorrow[0].day, 100)) == Numbers{21});
  CHECK(stall_day(reader, market, StallId::parse("B1").value(), day, 100).empty());
}

TEST_CASE("A start goes on from a snapshot with the entries after it") {
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  LogWriter log{store};
  log.add(credits(1, 5));
  const auto path = directory.path() + "/book.snapshot";
  auto& reader = store.own_reader();
  write_snapshot(path, "book 1", {reader.heads(), "the state\nof it"});
  log.add(credits(6, 8));
  const auto snapshot = read_snapshot(path, "book 1", reader);
  REQUIRE(snapshot.has_value());
  CHECK(snapshot->state == "the state\nof it");
  CHECK(replayed(reader, snapshot->heads) == Numbers{6, 7, 8});
  CHECK(replayed(reader, {}) == Numbers{1, 2, 3, 4, 5, 6, 7, 8});
}

TEST_CASE("A snapshot that is damaged, old or of another log is thrown away") {
  TemporaryDirectory directory;
  const auto place = make_store("memory");
  LogWriter log{place->store()};
  log.add(credits(1, 5));
  auto& reader = place->store().own_reader();
  const auto path = directory.path() + "/book.snapshot";
  CHECK_FALSE(read_snapshot(path, "book 1", reader).has_value());
  write_snapshot(path, "book 1", {reader.heads(), "state"});
  CHECK(read_snapshot(path, "book 1", reader).has_value());
  CHECK_FALSE(read_snapshot(path, "book 2", reader).has_value());
  const auto text = file_text(path);
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    std::ofstream{path, std::ios::binary} << changed;
    CHECK_FALSE(read_snapshot(path, "book 1", reader).has_value());
    std::ofstream{path, std::ios::binary} << text.substr(0, at);
    CHECK_FALSE(read_snapshot(path, "book 1", reader).has_value());
  }
  const auto another = make_store("memory");
  LogWriter{another->store()}.add(credits(2, 6));
  write_snapshot(path, "book 1", {another->store().own_reader().heads(), "state"});
  CHECK_FALSE(read_snapshot(path, "book 1", reader).has_value());
}

TEST_CASE("A snapshot that is whole and says nothing sensible is thrown away") {
  TemporaryDirectory directory;
  const auto place = make_store("memory");
  LogWriter{place->store()}.add(credits(1, 5));
  auto& reader = place->store().own_reader();
  const auto path = directory.path() + "/book.snapshot";
  const auto believed = [&](const std::string& body) {
    std::ofstream{path, std::ios::binary} << body << to_hex(sha256({body}));
    return read_snapshot(path, "book 1", reader).has_value();
  };
  const std::string start = "chopay snapshot 1\nbook 1\n";
  const auto hash = to_hex(reader.head(market).hash);
  REQUIRE(believed(start + "ha-long-1 5 " + hash + "\n\nstate"));
  for (const auto& body :
       {std::string{"chopay snapshot 2\nbook 1\n\n"}, std::string{"chopay snapshot 1\nbook 1"},
        start, start + "ha-long-1 5 " + hash, start + "ha-long-1\n\n", start + "ha-long-1 5\n\n",
        start + "Ha-Long-1 5 " + hash + "\n\n", start + "ha-long-1 x " + hash + "\n\n",
        start + "ha-long-1 5x " + hash + "\n\n", start + "ha-long-1 0 " + hash + "\n\n",
        start + "ha-long-1 5 " + hash.substr(1) + "\n\n", start + "ha-long-1 4 " + hash + "\n\n",
        start + "ha-long-1 6 " + hash + "\n\n", start + "ha-long-2 5 " + hash + "\n\n"}) {
    INFO(body);
    CHECK_FALSE(believed(body));
  }
}

TEST_CASE("A snapshot that cannot be written says so and leaves the one before") {
  TemporaryDirectory directory;
  const auto path = directory.path() + "/book.snapshot";
  write_snapshot(path, "book 1", {{}, "old"});
  const auto old = file_text(path);
  {
    const FileSizeLimit full{10};
    CHECK_THROWS_AS(write_snapshot(path, "book 1", {{}, "new"}), StoreFailure);
  }
  CHECK(file_text(path) == old);
  CHECK_THROWS_AS(write_snapshot(directory.path() + "/no/book", "book 1", {}), StoreFailure);
  std::filesystem::create_directories(directory.path() + "/folder/full");
  CHECK_THROWS_AS(write_snapshot(directory.path() + "/folder", "book 1", {}), StoreFailure);
}

TEST_CASE("A reader that holds its view too long is broken off, and reads again afterwards") {
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  LogWriter{store}.add(credits(1, 1'000));
  SqliteReader reader{directory.path() + "/ledger.db", std::chrono::milliseconds{300}};
  const auto pass = [](std::chrono::microseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
    }
  };
  const auto slowly = [&](const StoredEntry&) {
    pass(std::chrono::microseconds{500});
    return true;
  };
  CHECK_THROWS_AS(reader.read(market, Seq{}, 1'000, slowly), ReadTooLong);
  {
    const FrozenView view{reader};
    pass(std::chrono::milliseconds{301});
    CHECK_THROWS_AS(reader.all_totals(market), ReadTooLong);
  }
  CHECK(number(reader.head(market).seq) == 1'000);
}
