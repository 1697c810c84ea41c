#include "gateway/app/log_key.hpp"

#include <catch2/catch.hpp>

#include "ledger/memory_store.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay;

namespace {

struct Folder {
  testing::TemporaryDirectory folder;
  testing::RepeatableRandom random;
  ledger::MemoryStore store;

  ledger::LogIdentity open(const std::string& host) {
    return app::open_log_key(store.own_reader(), folder.path(), host, random).identity();
  }
};

}  // namespace

TEST_CASE("A key of nobody's address gives way to the market's before it has signed") {
  Folder folder;
  const auto first = folder.open("localhost");
  CHECK(first.host == "localhost");
  CHECK(folder.open("localhost").key == first.key);
  const auto named = folder.open("pay.example.vn");
  CHECK(named.host == "pay.example.vn");
  CHECK(named.key != first.key);
}

TEST_CASE("A key that was made for an address stays, whatever the settings say later") {
  Folder folder;
  const auto named = folder.open("pay.example.vn");
  for (const auto* host : {"pay2.example.vn", "localhost"}) {
    CHECK(folder.open(host).host == "pay.example.vn");
    CHECK(folder.open(host).key == named.key);
  }
}

TEST_CASE("So it does for a market that nothing of was signed yet") {
  Folder folder;
  folder.open("localhost");
  testing::LogWriter{folder.store}.add(
      std::vector{testing::credit_draft("ha-long-1", "A12", "FT1", 85'000)});
  CHECK(folder.open("pay.example.vn").host == "pay.example.vn");
}
