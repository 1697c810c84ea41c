#include "ledger/open_batches.hpp"

#include <catch2/catch.hpp>

#include <thread>

#include "ledger/memory_store.hpp"
#include "tests/ledger/gated_store.hpp"
#include "tests/ledger/lane_doubles.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;

namespace {

struct Nobody final : BatchWriter::Owner {
  void writer_is_free() override {}
  void writer_failed(Commands, const std::string&) override {}
  std::size_t waiting() override { return 0; }
};

/// What is open of two markets, of which each has a writer.
struct Open {
  using MakeReader = std::unique_ptr<Reader> (*)(Store&);
  explicit Open(MakeReader make = [](Store& of) { return of.reader(); }) : reader(make(store)) {
    for (Store* one : {static_cast<Store*>(&store), further.get()}) {
      batches.add_way(
          std::make_unique<BatchWriter>(*one, reports, sealer, nobody, BatchWriter::Thread::own));
    }
    batches.begin(market_morning());
  }
  OpenBatches::Way& way_of(const MarketId& market) { return batches.way_of(market); }
  void add_command(const MarketId& market) {
    batches.add(way_of(market),
                std::make_unique<Payment>(credit_draft(market.text(), "A1", "", 1)));
  }
  CreditKey pay(const MarketId& market, const std::string& reference,
                const std::string& bank = "970436") {
    auto draft = credit_draft(market.text(), "A1", reference, 1'000);
    draft.key->bank = bank;
    auto& head = heads[market];
    const auto& sealed =
        batches.add(way_of(market), seal(draft, next(head.seq), head.hash, market_morning()));
    head = {sealed.entry.seq, sealed.hash};
    add_command(market);
    return *draft.key;
  }
  void set_row(const MarketId& market, std::optional<std::string> value) {
    batches.add(way_of(market), std::vector<VaultChange>{{"row", std::move(value)}});
    add_command(market);
  }
  /// Returns when the writer stands before the gate.
  void hand_over_behind_gate(const MarketId& market, const std::string& name) {
    gate.hold(name);
    batches.hand_over(way_of(market));
    gate.wait_for(name);
  }
  std::optional<std::string> durable_row() { return store.reader()->vault_get("row"); }

  Gate gate;
  GatedStore store{std::make_unique<MemoryStore>(), gate};
  std::unique_ptr<Store> further = store.further_writer();
  std::unique_ptr<Reader> reader;
  Sealer sealer{store.own_reader()};
  Reports reports;
  Nobody nobody;
  OpenBatches batches{*reader, sealer};
  std::map<MarketId, Head> heads;
  MarketId market = MarketId::parse(markets_apart(2).first).value();
  MarketId other = MarketId::parse(markets_apart(2).second).value();
};

}  // namespace

TEST_CASE("A row that one writer is to change is changed by another only once that is durable") {
  const bool handed = GENERATE(false, true);
  Open open;
  open.set_row(open.market, "first");
  if (handed) open.hand_over_behind_gate(open.market, "vault");
  std::thread releasing{[&] { open.gate.release("vault"); }};
  open.set_row(open.other, "second");
  releasing.join();
  CHECK(open.durable_row() == "first");
  CHECK(open.batches.vault_row("row") == "second");
  open.batches.settle();
  CHECK(open.durable_row() == "second");
}

TEST_CASE("A row is what it was changed to last, in the batch that is open as well") {
  Open open;
  open.set_row(open.market, "first");
  open.set_row(open.market, "second");
  CHECK(open.batches.vault_row("row") == "second");
  open.batches.settle();
  CHECK(open.batches.vault_row("row") == "second");
  open.set_row(open.market, std::nullopt);
  CHECK_FALSE(open.batches.vault_row("row").has_value());
  CHECK(open.durable_row() == "second");
}

TEST_CASE("The same reference of the same account at two banks is two keys") {
  Open open;
  auto key = open.pay(open.market, "FT1", "970436");
  CHECK(open.batches.find(open.market, key).has_value());
  key.bank = "970418";
  CHECK_FALSE(open.batches.find(open.market, key).has_value());
  CHECK_FALSE(open.batches.find(open.other, key).has_value());
  open.pay(open.market, "FT1", "970418");
  const auto found = open.batches.find(open.market, key);
  REQUIRE(found.has_value());
  CHECK(number(found->seq) == 2);
}

TEST_CASE("What is durable is read without waiting for what is being written behind it") {
  Open open;
  open.pay(open.market, "FT1");
  open.batches.settle();
  open.pay(open.market, "FT2");
  open.hand_over_behind_gate(open.market, open.market.text());
  const auto first = open.batches.at(open.market, first_seq);  // would wait for ever
  open.gate.release(open.market.text());
  REQUIRE(first.has_value());
  CHECK(first->key->reference == "FT1");
  CHECK(open.batches.at(open.market, Seq{2}).value().key->reference == "FT2");
}

TEST_CASE("When notices of too many days and banks have come, what is open is written first") {
  Open open;
  const auto key = open.pay(open.market, "FT1");
  open.batches.begin(market_morning());
  CHECK(open.store.reader()->heads().empty());
  auto others = key;
  for (int bank = 0; bank < 4'096; ++bank) {
    others.bank = std::to_string(bank);
    CHECK_FALSE(open.batches.find(open.market, others).has_value());
  }
  open.batches.begin(market_morning());
  CHECK(number(open.store.reader()->head(open.market).seq) == 1);
  CHECK(open.batches.find(open.market, key).has_value());
}

TEST_CASE("Where the index names an entry and another one lies there, nothing is told of it") {
  struct Misled final : PassingReader {
    explicit Misled(std::unique_ptr<Reader> of) : PassingReader(*of), real(std::move(of)) {}
    std::optional<Seq> find_key(const MarketId&, const CreditKey&) override { return Seq{2}; }
    void read(const MarketId& market, Seq, std::size_t limit,
              const std::function<bool(const StoredEntry&)>& take) override {
      PassingReader::read(market, Seq{0}, limit, take);
    }
    std::unique_ptr<Reader> real;
  };
  Open open{
      [](Store& of) -> std::unique_ptr<Reader> { return std::make_unique<Misled>(of.reader()); }};
  const auto key = open.pay(open.market, "FT1");
  open.batches.settle();
  CHECK_THROWS_WITH(open.batches.find(open.market, key), Contains("an entry that is not there"));
  CHECK_FALSE(open.batches.at(open.market, Seq{2}).has_value());
}

TEST_CASE("Where a writer has failed, what waits for it fails, too") {
  Open open;
  const auto key = open.pay(open.market, "FT1");
  open.gate.release(open.market.text(), true);
  open.batches.hand_over(open.way_of(open.market));
  CHECK_THROWS_WITH(open.batches.find(open.market, key), Contains("disk I/O error"));
  CHECK_THROWS_WITH(open.batches.settle(), Contains("disk I/O error"));
}
