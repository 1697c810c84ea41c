// A market's log from one store into another: entry by entry, checkpoint by checkpoint, or not.
#include "ledger/copy_market.hpp"

#include <catch2/catch.hpp>

#include "ledger/error.hpp"
#include "ledger/log_key.hpp"
#include "ledger/verify.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/passing_store.hpp"
#include "tests/support/tampered_store.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
const LogKey key{"pay.example.vn", {}};

std::vector<Draft> credits(int first, int last) {
  std::vector<Draft> drafts;
  for (int i = first; i <= last; ++i) {
    drafts.push_back(credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1'000 + i));
  }
  return drafts;
}

/// A log that is signed as its days end.
struct SignedLog : TamperedStore {
  LogWriter writer{store};
  CompactTree tree;
  std::vector<TileRoot> filled;
  int last = 0;
  std::int32_t day = 0;

  void add(int count) {
    for (const auto& entry : writer.add(credits(last + 1, last + count))) {
      tree.add(entry.hash, filled);
    }
    last += count;
  }
  void keep(const StoredCheckpoint& checkpoint) {
    const Seal seal{market, std::exchange(filled, {}), checkpoint};
    store.begin();
    store.append({}, {}, {&seal, 1});
  }
  /// Signs what is there for a day of its own.
  void sign() {
    keep({BusinessDay::from_days(++day), tree.size(), key.sign(market, tree.size(), tree.root())});
  }
};

Errc refusal(Reader& from, Store& to) {
  const auto copied = copy_market(from, to, market);
  REQUIRE_FALSE(copied.has_value());
  return static_cast<Errc>(copied.error().code.value());
}

}  // namespace

TEST_CASE("A copy has every entry and every checkpoint, over several batches") {
  SignedLog from;
  from.add(100);
  from.sign();
  from.add(3'000);
  from.sign();
  from.sign();  // a day without an entry
  auto bare = credit_draft("ha-long-1", "A1", "bare", 1);
  bare.private_part = {};
  from.writer.add(std::vector{bare});
  MemoryStore to;
  const auto copied = copy_market(from.reader(), to, market);
  REQUIRE(copied.has_value());
  CHECK(copied->head == from.reader().head(market));
  CHECK(to.own_reader().all_checkpoints(market) == from.reader().all_checkpoints(market));
  CHECK(to.own_reader().private_part(market, Seq{7}) == from.reader().private_part(market, Seq{7}));
  CHECK_FALSE(to.own_reader().private_part(market, Seq{3'101}).has_value());
  CHECK_FALSE(verify(to.own_reader()).damage.has_value());
  CHECK(copy_market(from.reader(), to, market).has_value());  // with nothing left to do
}

TEST_CASE("A copy that was broken off at a checkpoint, before it or between two goes on") {
  SignedLog from;
  from.add(10);
  from.sign();
  from.add(10);
  from.sign();
  from.sign();
  const auto sizes = GENERATE(5, 10, 15, 20);
  const auto kept = GENERATE(0, 1);  // checkpoints of the last entry that it has
  MemoryStore to;
  std::vector<SealedEntry> entries;
  from.reader().read(market, Seq{}, static_cast<std::size_t>(sizes), [&](const StoredEntry& one) {
    entries.push_back({decode(one.bytes).value(), one.bytes, one.hash,
                       from.reader().private_part(market, one.seq).value_or("")});
    return true;
  });
  Seal seal{market, {}, {}};
  for (const auto& checkpoint : from.reader().all_checkpoints(market)) {
    if (kept == 1 && checkpoint.size == static_cast<std::uint64_t>(sizes) && !seal.checkpoint) {
      seal.checkpoint = checkpoint;
    }
  }
  to.begin();
  to.append(entries, {}, {&seal, 1});
  INFO(sizes << " entries, " << kept);
  REQUIRE(copy_market(from.reader(), to, market).has_value());
  CHECK(to.own_reader().head(market) == from.reader().head(market));
  CHECK(to.own_reader().checkpoint(market) == from.reader().checkpoint(market));
}

TEST_CASE("A market that lives in the other store is not gone on with") {
  SignedLog from;
  from.add(3);
  MemoryStore to;
  REQUIRE(copy_market(from.reader(), to, market).has_value());
  to.begin();
  to.append({}, std::vector<VaultChange>{{"key/1", "somebody's"}});
  CHECK(copy_market(from.reader(), to, market).has_value());  // there is nothing to add
  from.add(1);
  CHECK(refusal(from.reader(), to) == Errc::already_there);
  from.add(2'100);
  CHECK(refusal(from.reader(), to) == Errc::already_there);
  CHECK(number(to.own_reader().head(market).seq) == 3);
}

TEST_CASE("What is longer over there, damaged here or signed otherwise is not copied") {
  SignedLog from;
  from.add(4);
  MemoryStore to;
  SECTION("more entries than there are here") {
    SignedLog longer;
    longer.add(5);
    REQUIRE(copy_market(longer.reader(), to, market).has_value());
    CHECK(refusal(from.reader(), to) == Errc::chain_broken);
  }
  SECTION("an entry that is none") {
    from.put(market, Seq{3}, "{}");
    CHECK(refusal(from.reader(), to) == Errc::bad_entry);
  }
  SECTION("a checkpoint of more entries than there are") {
    from.keep({BusinessDay{}, 9, key.sign(market, 9, Hash{})});
    CHECK(refusal(from.reader(), to) == Errc::tree_mismatch);
  }
  SECTION("one that is no note") {
    from.keep({BusinessDay{}, 4, "no note"});
    CHECK(refusal(from.reader(), to) == Errc::tree_mismatch);
  }
  SECTION("one whose note is of another size") {
    from.keep({BusinessDay{}, 4, key.sign(market, 3, from.tree.root())});
    CHECK(refusal(from.reader(), to) == Errc::tree_mismatch);
  }
  SECTION("one of entries that an earlier copy wrote") {
    REQUIRE(copy_market(from.reader(), to, market).has_value());
    from.keep({BusinessDay{}, 4, key.sign(market, 4, Hash{})});
    CHECK(refusal(from.reader(), to) == Errc::tree_mismatch);
  }
  SECTION("no market") {
    CHECK(refusal(to.own_reader(), to) == Errc::not_found);
  }
}

TEST_CASE("A copy that does not read back is a failure of the other store") {
  struct Forgetful final : PassingReader {
    using PassingReader::PassingReader;
    void read(const MarketId& of, Seq after, std::size_t limit,
              const std::function<bool(const StoredEntry&)>& take) override {
      PassingReader::read(of, after, limit, [&](const StoredEntry& stored) {
        if (lost == stored.seq) return false;
        auto other = stored;
        if (changed == stored.seq) other.bytes.back() = ' ';
        return take(other);
      });
    }
    Seq lost{};
    Seq changed{};
  };
  struct Failing final : PassingStore {
    explicit Failing(Store& real) : PassingStore(real), reader(real.own_reader()) {}
    Reader& own_reader() override { return reader; }
    Forgetful reader;
  };
  SignedLog from;
  from.add(4);
  MemoryStore real;
  Failing to{real};
  SECTION("an entry that is gone") {
    to.reader.lost = Seq{4};
    CHECK_THROWS_WITH(copy_market(from.reader(), to, market), Contains("does not read back"));
  }
  SECTION("a byte that is another") {
    to.reader.changed = Seq{2};
    CHECK_THROWS_WITH(copy_market(from.reader(), to, market), Contains("does not read back"));
  }
}

TEST_CASE("A vault is copied whole into an empty one, and into no other") {
  MemoryStore from;
  from.begin();
  from.append({}, std::vector<VaultChange>{{"key/1", "a"}, {"key/2", "b"}});
  MemoryStore to;
  CHECK(copy_vault(from.own_reader(), to));
  CHECK(to.own_reader().vault_list("") == from.own_reader().vault_list(""));
  to.begin();
  to.append({}, std::vector<VaultChange>{{"key/2", "changed since"}});
  CHECK_FALSE(copy_vault(from.own_reader(), to));
  CHECK(to.own_reader().vault_get("key/2") == "changed since");
}
