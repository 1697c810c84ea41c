// A ledger that is held against its own checkpoints, and against its head guard, when it is opened.
#include <catch2/catch.hpp>

#include "ledger/error.hpp"
#include "ledger/sealer.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/tampered_store.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
const auto second = MarketId::parse("ha-long-2").value();
const std::string origin = "pay.example.vn/ha-long-1";

LogKey new_key() {
  return {"pay.example.vn", ed25519::Seed{7}};
}

/// Two signed logs of three entries each.
struct SignedLogs : TamperedStore {
  SignedLogs() {
    LogWriter writer{store};
    for (const auto& of : {market, second}) {
      std::vector<Draft> drafts;
      for (const char* reference : {"FT1", "FT2", "FT3"}) {
        drafts.push_back(credit_draft(of.text(), "A1", reference, 1'000));
      }
      writer.add(drafts);
    }
    Sealer sealer{store.own_reader(), new_key()};
    const auto seals = sealer.seal(market_morning()).seals;
    store.begin();
    store.append({}, {}, seals);
  }
  void keep(const StoredCheckpoint& checkpoint) {
    change(market, [&](MemoryImage::Log& log) {
      log.checkpoints = {{checkpoint.day, checkpoint}};
    });
  }
  StoredCheckpoint kept() { return reader().checkpoint(market).value(); }
};

std::optional<Refused> refusal(const Sealer& sealer) {
  return sealer.refused(market_morning(), market_morning());
}

std::optional<Refused> refusal_at_start(SignedLogs& logs) {
  return refusal(Sealer{logs.reader(), new_key()});
}

}  // namespace

TEST_CASE("A ledger whose checkpoints fit is gone on with, with its key and without one") {
  SignedLogs logs;
  CHECK_FALSE(refusal_at_start(logs));
  CHECK_FALSE(Sealer{logs.reader(), new_key()}.has_unsigned());
  Sealer keyless{logs.reader()};
  CHECK_FALSE(refusal(keyless));
  CHECK_FALSE(keyless.has_unsigned());
  CHECK(keyless.seal(market_morning()).seals.empty());
}

TEST_CASE("A checkpoint that is none, or of another size than is kept, is refused as a fork") {
  SignedLogs logs;
  auto checkpoint = logs.kept();
  SECTION("no note") {
    checkpoint.note = "no note";
  }
  SECTION("a note of something else") {
    checkpoint.note.replace(0, origin.size(), "two words");
  }
  SECTION("another size") {
    checkpoint.size = 2;
  }
  logs.keep(checkpoint);
  const auto refused = refusal_at_start(logs);
  REQUIRE(refused);
  CHECK(refused->why == Refusal::forked);
  CHECK_THAT(refused->text, Contains("its stored checkpoint cannot be read"));
  CHECK_FALSE(Sealer{logs.reader(), new_key()}.has_unsigned());  // nor is anything signed
}

TEST_CASE("A checkpoint of more entries than there are, or of others, is refused") {
  SignedLogs logs;
  const auto day = logs.kept().day;
  SECTION("more") {
    logs.keep({day, 9, new_key().sign(market, 9, Hash{})});
    CHECK(refusal_at_start(logs)->why == Refusal::rolled_back);
    CHECK_THAT(refusal_at_start(logs)->text, Contains("covers 9 entries, it has 3"));
  }
  SECTION("others") {
    logs.keep({day, 3, new_key().sign(market, 3, Hash{})});
    CHECK(refusal_at_start(logs)->why == Refusal::forked);
    CHECK_THAT(refusal_at_start(logs)->text, Contains("ha-long-1"));
  }
  SECTION("others, in both markets: the first is named") {
    logs.keep({day, 3, new_key().sign(market, 3, Hash{})});
    logs.change(second, [&](MemoryImage::Log& log) {
      log.checkpoints = {{day, {day, 1, new_key().sign(second, 1, Hash{})}}};
    });
    CHECK_THAT(refusal_at_start(logs)->text, Contains("market ha-long-1"));
  }
}

TEST_CASE("A guard remembers what a ledger was, whichever of its logs is asked") {
  SignedLogs logs;
  const TemporaryDirectory directory;
  const auto path = directory.path() + "/head";
  const auto opened = [&] { return std::make_unique<HeadGuard>(HeadGuard::open(path).value()); };
  SECTION("there is none, and the ledger is signed") {
    CHECK(refusal(Sealer{logs.reader(), new_key(), opened()})->why == Refusal::guard_lost);
  }
  SECTION("it knows of a log that never had an entry") {
    opened()->move("pay.example.vn/ha-long-9", {0, Hash{}});
    CHECK_FALSE(refusal(Sealer{logs.reader(), new_key(), opened()}));
  }
  SECTION("it knows more than there is") {
    opened()->move(origin, {4, Hash{}});
    CHECK(refusal(Sealer{logs.reader(), new_key(), opened()})->why == Refusal::rolled_back);
  }
  SECTION("it knows another history") {
    opened()->move(origin, {2, Hash{}});
    CHECK(refusal(Sealer{logs.reader(), new_key(), opened()})->why == Refusal::forked);
  }
  SECTION("without a key no log of it is there") {
    opened()->move(origin, {2, Hash{}});
    CHECK(refusal(Sealer{logs.reader(), {}, opened()})->why == Refusal::rolled_back);
  }
}

TEST_CASE("A guard that is damaged is refused with what to do, unless something worse is known") {
  SignedLogs logs;
  const Error damage{Errc::guard_damaged, "/guard/head, record 1"};
  Sealer sealer{logs.reader(), new_key()};
  sealer.refuse_guard(damage);
  const auto refused = refusal(sealer).value();
  CHECK(refused.why == Refusal::guard_damaged);
  CHECK_THAT(refused.text, Contains("/guard/head, record 1") && Contains("log trust-head"));
  CHECK_FALSE(sealer.has_unsigned());
  logs.keep({logs.kept().day, 3, new_key().sign(market, 3, Hash{})});
  Sealer forked{logs.reader(), new_key()};
  forked.refuse_guard(damage);
  CHECK(refusal(forked)->why == Refusal::forked);
}

TEST_CASE("Without a key entries are kept with their proofs, unsigned") {
  MemoryStore store;
  Sealer sealer{store.own_reader()};
  const auto entries =
      LogWriter{store}.add(std::vector{credit_draft("ha-long-1", "A1", "FT1", 1'000)});
  sealer.add(entries[0]);
  CHECK(sealer.has_unsigned());
  const auto sealed = sealer.seal(market_morning());
  REQUIRE(sealed.seals.size() == 1);
  CHECK_FALSE(sealed.seals[0].checkpoint.has_value());
  sealer.committed(sealed);
  CHECK_FALSE(sealer.has_unsigned());
}
