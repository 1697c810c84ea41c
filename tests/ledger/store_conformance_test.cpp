// What every store promises, whichever keeps the logs: each case runs on each kind.
#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>

#include "ledger/error.hpp"
#include "ledger/replay.hpp"
#include "ledger/verify.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/store_kinds.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
const auto other_market = MarketId::parse("ha-long-2").value();
const auto day = business_day_of(market_morning());

StallId stall(const std::string& name) {
  return StallId::parse(name).value();
}

CreditKey key_of(const std::string& reference) {
  return {day, "970436", "1017595600", reference};
}

/// Credits FT1 … FTn of stalls A0 … A4 in turn, of 1,000 đồng and n more each.
std::vector<Draft> credits(int first, int last, const std::string& of = "ha-long-1") {
  std::vector<Draft> drafts;
  for (int i = first; i <= last; ++i) {
    drafts.push_back(
        credit_draft(of, "A" + std::to_string(i % 5), "FT" + std::to_string(i), 1'000 + i));
  }
  return drafts;
}

std::vector<std::uint64_t> seqs(const std::vector<StoredEntry>& page) {
  std::vector<std::uint64_t> numbers;
  for (const auto& entry : page) numbers.push_back(number(entry.seq));
  return numbers;
}

std::vector<std::uint64_t> read_seqs(Reader& reader, Seq after, std::size_t limit) {
  std::vector<std::uint64_t> numbers;
  reader.read(market, after, limit, [&](const StoredEntry& entry) {
    numbers.push_back(number(entry.seq));
    return true;
  });
  return numbers;
}

std::unique_ptr<StorePlace> any_store() {
  const auto kind = GENERATE(from_range(store_kinds()));
  UNSCOPED_INFO("store: " << kind);
  return make_store(kind);
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("An empty store has no markets, and everything asked of one is nothing") {
  const auto place = any_store();
  const auto reader = place->store().reader();
  CHECK(reader->heads().empty());
  CHECK(reader->head(market) == Head{});
  CHECK(read_seqs(*reader, Seq{}, 10).empty());
  CHECK(reader->stall_page(market, stall("A1"), Seq{}, 10).empty());
  CHECK_FALSE(reader->find_key(market, key_of("FT1")).has_value());
  CHECK(reader->key_count(market) == 0);
  CHECK(reader->day_totals(market, day).totals.empty());
  CHECK(reader->all_totals(market).empty());
  CHECK_FALSE(reader->private_part(market, Seq{1}).has_value());
  CHECK_FALSE(reader->vault_get("key/1").has_value());
  CHECK(reader->vault_list("").empty());
  reader->read_rows(market, [](const EntryRow&) -> bool { throw std::logic_error("a row"); });
  reader->read_keys(market, [](const KeyRow&) -> bool { throw std::logic_error("a key"); });
  CHECK(reader->tile_roots(market, 1, 0, 1).empty());
  CHECK_FALSE(reader->newest_reference(market, day, "970436").has_value());
  CHECK_FALSE(reader->day_total(market, day, "sales/A1").has_value());
}

TEST_CASE("Entries come back byte for byte, with their hashes, also after a new start") {
  const auto place = any_store();
  const auto written = LogWriter{place->store()}.add(credits(1, 7));
  place->reopen();
  const auto reader = place->store().reader();
  std::size_t at = 0;
  reader->read(market, Seq{}, 100, [&](const StoredEntry& entry) {
    CHECK(entry.bytes == written.at(at).bytes);
    CHECK(entry.hash == written.at(at).hash);
    CHECK(reader->private_part(market, entry.seq) == written.at(at).private_part);
    ++at;
    return true;
  });
  CHECK(at == 7);
  CHECK(reader->head(market) == Head{Seq{7}, written.back().hash});
}

TEST_CASE("Markets are listed as they came, each with its own log from 1") {
  const auto place = any_store();
  LogWriter log{place->store()};
  log.add(credits(1, 2, "ha-long-2"));
  log.add(credits(1, 3));
  log.add(credits(3, 3, "ha-long-2"));
  const auto heads = place->store().reader()->heads();
  REQUIRE(heads.size() == 2);
  CHECK(heads[0].market == other_market);
  CHECK(number(heads[0].head.seq) == 3);
  CHECK(heads[1].market == market);
  CHECK(number(heads[1].head.seq) == 3);
}

TEST_CASE("One batch may hold entries of several markets and changes of the vault") {
  const auto place = any_store();
  LogWriter log{place->store()};
  auto drafts = credits(1, 2);
  drafts.push_back(credits(1, 1, "ha-long-2").front());
  drafts.push_back(credits(3, 3).front());
  log.add(drafts, std::vector<VaultChange>{{"key/1", "one"}});
  place->reopen();
  const auto reader = place->store().reader();
  CHECK(number(reader->head(market).seq) == 3);
  CHECK(number(reader->head(other_market).seq) == 1);
  CHECK(reader->vault_get("key/1") == "one");
}

TEST_CASE("A page of the log starts after a seq, ends at its limit or when the reader has enough") {
  const auto place = any_store();
  LogWriter{place->store()}.add(credits(1, 9));
  const auto reader = place->store().reader();
  CHECK(read_seqs(*reader, Seq{}, 3) == Numbers{1, 2, 3});
  CHECK(read_seqs(*reader, Seq{3}, 3) == Numbers{4, 5, 6});
  CHECK(read_seqs(*reader, Seq{8}, 3) == Numbers{9});
  CHECK(read_seqs(*reader, Seq{9}, 3).empty());
  CHECK(read_seqs(*reader, Seq{1'000}, 3).empty());
  CHECK(read_seqs(*reader, Seq{}, 0).empty());
  int seen = 0;
  reader->read(market, Seq{}, 9, [&](const StoredEntry&) { return ++seen < 4; });
  CHECK(seen == 4);
}

TEST_CASE("The pages of a stall go from its newest entry back to its first, without a hole") {
  const auto place = any_store();
  LogWriter log{place->store()};
  log.add(credits(1, 10));
  log.add(credits(11, 23));
  place->reopen();
  LogWriter{place->store()}.add(credits(24, 26));
  const auto reader = place->store().reader();
  CHECK(seqs(reader->stall_page(market, stall("A1"), Seq{}, 4)) == Numbers{26, 21, 16, 11});
  CHECK(seqs(reader->stall_page(market, stall("A1"), Seq{11}, 4)) == Numbers{6, 1});
  CHECK(reader->stall_page(market, stall("A1"), Seq{1}, 4).empty());
  // A place between two entries of the stall is as good as one of them.
  CHECK(seqs(reader->stall_page(market, stall("A1"), Seq{12}, 2)) == Numbers{11, 6});
  CHECK(seqs(reader->stall_page(market, stall("A1"), Seq{1'000}, 1)) == Numbers{26});
  CHECK(reader->stall_page(market, stall("B9"), Seq{}, 4).empty());
  CHECK(reader->stall_page(market, stall("A1"), Seq{}, 0).empty());
}

TEST_CASE("Rows come with what lies beside the entries, and keys in the order of their index") {
  const auto place = any_store();
  LogWriter{place->store()}.add(credits(1, 12));
  const auto reader = place->store().reader();
  Numbers before;
  reader->read_rows(market, [&](const EntryRow& row) {
    const auto entry = decode(row.bytes).value();
    CHECK(row.well_typed);
    CHECK(row.seq == entry.seq);
    CHECK(row.stall == entry.stall.text());
    CHECK(row.private_part == reader->private_part(market, row.seq));
    before.push_back(number(row.stall_before));
    return row.seq < Seq{8};
  });
  CHECK(before == Numbers{0, 0, 0, 0, 0, 1, 2, 3});
  std::vector<std::string> references;
  reader->read_keys(market, [&](const KeyRow& row) {
    CHECK(row.well_typed);
    CHECK(reader->find_key(market, {row.day, std::string{row.bank}, std::string{row.account},
                                    std::string{row.reference}}) == row.seq);
    references.emplace_back(row.reference);
    return true;
  });
  CHECK(references.size() == 12);
  CHECK(std::ranges::is_sorted(references));
  for (const auto& [of_stall, newest] : reader->stall_heads(market)) {
    CHECK(reader->stall_page(market, of_stall, Seq{}, 1).at(0).seq == newest);
  }
  CHECK(reader->stall_heads(market).size() == 5);
}

TEST_CASE("A key is found by all of its parts and by nothing less") {
  const auto place = any_store();
  LogWriter{place->store()}.add(credits(1, 5));
  const auto reader = place->store().reader();
  CHECK(reader->find_key(market, key_of("FT3")) == Seq{3});
  CHECK(reader->key_count(market) == 5);
  CHECK_FALSE(reader->find_key(other_market, key_of("FT3")).has_value());
  for (auto [part, value] :
       {std::pair{&CreditKey::bank, "970415"}, std::pair{&CreditKey::account, "1017595601"},
        std::pair{&CreditKey::reference, "FT33"}}) {
    auto wrong = key_of("FT3");
    wrong.*part = value;
    CHECK_FALSE(reader->find_key(market, wrong).has_value());
  }
  auto yesterday = key_of("FT3");
  yesterday.day = BusinessDay::from_days(day.days() - 1);
  CHECK_FALSE(reader->find_key(market, yesterday).has_value());
}

TEST_CASE("The newest reference is the greatest of its day and bank, byte by byte") {
  const auto place = any_store();
  LogWriter{place->store()}.add(credits(1, 12));
  const auto reader = place->store().reader();
  CHECK(reader->newest_reference(market, day, "970436") == "FT9");
  CHECK_FALSE(reader->newest_reference(market, day, "970415").has_value());
  CHECK_FALSE(reader->newest_reference(other_market, day, "970436").has_value());
  const auto yesterday = BusinessDay::from_days(day.days() - 1);
  CHECK_FALSE(reader->newest_reference(market, yesterday, "970436").has_value());
}

TEST_CASE("The same key in two markets is two keys") {
  const auto place = any_store();
  LogWriter log{place->store()};
  log.add(credits(1, 2));
  log.add(credits(1, 1, "ha-long-2"));
  CHECK(place->store().reader()->find_key(other_market, key_of("FT1")) == Seq{1});
}

TEST_CASE("Totals are the sums of the postings by day and account, with their newest entry") {
  const auto place = any_store();
  LogWriter log{place->store()};
  log.add(credits(1, 10));
  auto late = credits(11, 11);
  late.front().day = BusinessDay::from_days(day.days() + 1);
  log.add(late);
  log.add(credits(12, 12));
  const auto reader = place->store().reader();
  const auto sums = reader->day_totals(market, day);
  CHECK(sums.head == reader->head(market));
  REQUIRE(sums.totals.size() == 6);
  CHECK(sums.totals[0] == DayTotal{day, "bank/970436/1017595600", 11, Dong{11'067}, Seq{12}});
  CHECK(sums.totals[1] == DayTotal{day, "sales/A0", 2, Dong{-2'015}, Seq{10}});
  CHECK(sums.totals[3] == DayTotal{day, "sales/A2", 3, Dong{-3'021}, Seq{12}});
  const auto all = reader->all_totals(market);
  REQUIRE(all.size() == 8);
  CHECK(all[0] == sums.totals[0]);
  CHECK(all[7] == DayTotal{late.front().day, "sales/A1", 1, Dong{-1'011}, Seq{11}});
  CHECK(reader->day_total(market, day, "sales/A2") == sums.totals[3]);
  CHECK_FALSE(reader->day_total(market, day, "sales/A9").has_value());
  CHECK_FALSE(reader->day_total(other_market, day, "sales/A2").has_value());
}

TEST_CASE("Rows of the vault are put, replaced, erased and listed by the start of their name") {
  const auto place = any_store();
  LogWriter log{place->store()};
  const std::string bytes{"\0\xff\n", 3};
  log.add({},
          std::vector<VaultChange>{{"key/2", "b"}, {"key/1", "a"}, {"kez", "z"}, {"key", bytes}});
  log.add({},
          std::vector<VaultChange>{{"key/1", "a2"}, {"key/2", std::nullopt}, {"no", std::nullopt}});
  place->reopen();
  const auto reader = place->store().reader();
  CHECK(reader->vault_get("key/1") == "a2");
  CHECK_FALSE(reader->vault_get("key/2").has_value());
  using Rows = std::vector<std::pair<std::string, std::string>>;
  CHECK(reader->vault_list("key") == Rows{{"key", bytes}, {"key/1", "a2"}});
  CHECK(reader->vault_list("key/") == Rows{{"key/1", "a2"}});
  CHECK(reader->vault_list("").size() == 3);
}

TEST_CASE("The longest entry, private part and name that are allowed come back whole") {
  const auto place = any_store();
  auto draft = credit_draft("ha-long-1", "A1", "FT1", 1);
  draft.data = R"({"x":")" + std::string(15'000, 'x') + "\"}";
  RepeatableRandom random;
  draft.private_part = make_private_part(std::string(100'000, '\xfe'), random);
  const std::string value(500'000, '\0');
  const auto written = LogWriter{place->store()}.add(
      std::vector{draft}, std::vector<VaultChange>{{std::string(200, 'n'), value}});
  const auto reader = place->store().reader();
  reader->read(market, Seq{}, 1, [&](const StoredEntry& entry) {
    CHECK(entry.bytes == written[0].bytes);
    return true;
  });
  CHECK(reader->private_part(market, Seq{1}) == written[0].private_part);
  CHECK(reader->vault_get(std::string(200, 'n')) == value);
}

TEST_CASE("A reader sees nothing of a batch before it is appended, and all of it afterwards") {
  const auto place = any_store();
  auto& store = place->store();
  LogWriter log{store};
  log.add(credits(1, 2));
  const auto reader = store.reader();
  const auto entries = log.seal_all(credits(3, 5));
  store.begin();
  CHECK(number(reader->head(market).seq) == 2);
  CHECK(store.own_reader().find_key(market, key_of("FT2")) == Seq{2});
  store.append(entries, {});
  CHECK(number(reader->head(market).seq) == 5);
  CHECK(number(store.own_reader().head(market).seq) == 5);
}

TEST_CASE("A frozen view keeps its commit for every method while the log grows") {
  const auto place = any_store();
  LogWriter log{place->store()};
  log.add(credits(1, 3), std::vector<VaultChange>{{"a", "old"}});
  const auto reader = place->store().reader();
  {
    const FrozenView outer{*reader};
    { const FrozenView inner{*reader}; }
    log.add(credits(4, 6), std::vector<VaultChange>{{"a", "new"}});
    CHECK(number(reader->heads().at(0).head.seq) == 3);
    CHECK(read_seqs(*reader, Seq{}, 10) == Numbers{1, 2, 3});
    CHECK(reader->day_totals(market, day).totals.at(0).postings == 3);
    CHECK(reader->key_count(market) == 3);
    CHECK(reader->vault_get("a") == "old");
    CHECK_FALSE(verify(*reader).damage.has_value());
  }
  CHECK(number(reader->head(market).seq) == 6);
  CHECK(reader->vault_get("a") == "new");
}

TEST_CASE("A batch that wrote nothing is given up and the next one goes on") {
  const auto place = any_store();
  place->store().begin();
  place->store().abandon();
  LogWriter{place->store()}.add(credits(1, 1));
  CHECK(number(place->store().reader()->head(market).seq) == 1);
}

TEST_CASE("Appending, or giving up, without a batch fails loudly and does nothing") {
  const auto place = any_store();
  auto& store = place->store();
  const auto entries = LogWriter{store}.seal_all(credits(1, 2));
  CHECK_THROWS_AS(store.append(entries, {}), std::logic_error);
  CHECK_THROWS_AS(store.abandon(), std::logic_error);
  CHECK(store.reader()->heads().empty());
  store.begin();
  CHECK_THROWS_AS(store.begin(), std::logic_error);
  store.append(entries, {});
  CHECK_THROWS_AS(store.append(entries, {}), std::logic_error);
  CHECK(number(store.reader()->head(market).seq) == 2);
}

TEST_CASE("A batch that does not follow the head leaves nothing behind and stops the store") {
  const auto place = any_store();
  auto& store = place->store();
  LogWriter log{store};
  log.add(credits(1, 2));
  auto entries = log.seal_all(credits(3, 5));
  SECTION("a gap") {
    entries.erase(entries.begin() + 1);
  }
  SECTION("another past") {
    entries[1].entry.previous = Hash{};
  }
  SECTION("a key that is there") {
    entries[2].entry.key = key_of("FT2");
  }
  SECTION("a key twice in the batch") {
    entries[2].entry.key = entries[1].entry.key;
  }
  store.begin();
  CHECK_THROWS_AS(store.append(entries, std::vector<VaultChange>{{"a", "b"}}), StoreFailure);
  CHECK_THROWS_AS(store.begin(), StoreFailure);
  place->reopen();
  const auto reader = place->store().reader();
  CHECK(number(reader->head(market).seq) == 2);
  CHECK_FALSE(reader->vault_get("a").has_value());
  CHECK_FALSE(verify(*reader).damage.has_value());
}

TEST_CASE("The same entries give the same heads and totals in every kind of store") {
  std::vector<MarketHead> heads;
  std::vector<DayTotal> totals;
  for (const auto& kind : store_kinds()) {
    const auto place = make_store(kind);
    LogWriter log{place->store()};
    for (int first = 1; first < 100; first += 9) log.add(credits(first, first + 8));
    log.add(credits(1, 20, "ha-long-2"));
    const auto reader = place->store().reader();
    CHECK_FALSE(verify(*reader).damage.has_value());
    CHECK(replay(*reader, [](const Entry&) {}).has_value());
    const auto these = reader->heads();
    if (heads.empty()) {
      heads = these;
      totals = reader->all_totals(market);
    }
    REQUIRE(these.size() == heads.size());
    CHECK(these[0].head == heads[0].head);
    CHECK(these[1].head == heads[1].head);
    CHECK(reader->all_totals(market) == totals);
  }
}
