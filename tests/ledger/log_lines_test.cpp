#include "ledger/log_lines.hpp"

#include <catch2/catch.hpp>

#include "ledger/error.hpp"
#include "ledger/memory_store.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

const auto lined = MarketId::parse("ha-long-1").value();

std::vector<SealedEntry> one_entry() {
  MemoryStore store;
  return LogWriter{store}.add(std::vector{credit_draft("ha-long-1", "A1", "FT1", 1'000)});
}

}  // namespace

TEST_CASE("An entry's lines are read back, with its private part and without one") {
  MemoryStore store;
  auto without = credit_draft("ha-long-1", "A2", "FT2", 2'000);
  without.private_part = {};
  const auto written =
      LogWriter{store}.add(std::vector{credit_draft("ha-long-1", "A1", "FT1", 1'000), without});
  std::string lines;
  store.own_reader().read(lined, Seq{}, 2, [&](const StoredEntry& stored) {
    lines += print_lines(store.own_reader(), lined, stored);
    return true;
  });
  ChainCheck chain{lined};
  std::vector<SealedEntry> batch;
  for (std::string_view rest{lines}; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
    const auto line = rest.substr(0, rest.find('\n'));
    CHECK((is_private_line(line) ? take_private_line(line, batch)
                                 : take_entry_line(line, chain, batch))
              .has_value());
  }
  REQUIRE(batch.size() == 2);
  CHECK(batch[0].private_part == written[0].private_part);
  CHECK(batch[1].private_part.empty());
  CHECK(batch[1].bytes == written[1].bytes);
}

TEST_CASE("A private line of any other form is refused") {
  for (const char* line :
       {R"({"private_of":)", R"({"private_of":1})", R"({"private_of":x,"hex":"00"})",
        R"({"private_of":1,"hex":"00")", R"({"private_of":1,"hex":"})",
        R"({"private_of":1,"hex":"000"})", R"({"private_of":1,"hex":"zz"})",
        R"({"private_of":1,"hex":"0 "})", R"({"private_of":1,"hexa":"00"})"}) {
    INFO(line);
    auto batch = one_entry();
    const auto taken = take_private_line(line, batch);
    REQUIRE_FALSE(taken.has_value());
    CHECK(taken.error().code == Errc::bad_entry);
  }
}

TEST_CASE("A private line is taken right behind its own entry only") {
  std::vector<SealedEntry> none;
  CHECK(take_private_line(R"({"private_of":1,"hex":""})", none).error().code == Errc::bad_entry);
  auto batch = one_entry();
  CHECK(take_private_line(R"({"private_of":2,"hex":""})", batch).error().code == Errc::bad_entry);
  CHECK(take_private_line(R"({"private_of":1,"hex":"00"})", batch).error().code ==
        Errc::hash_mismatch);
  CHECK(take_private_line(R"({"private_of":1,"hex":""})", batch).has_value());  // erased
  CHECK(batch.back().private_part.empty());
}

TEST_CASE("A line that is no entry, or not the next one, ends the reading") {
  ChainCheck chain{lined};
  std::vector<SealedEntry> batch;
  CHECK(take_entry_line("{}", chain, batch).error().code == Errc::bad_entry);
  const auto entry = one_entry();
  CHECK(take_entry_line(entry[0].bytes, chain, batch).has_value());
  CHECK(take_entry_line(entry[0].bytes, chain, batch).error().code == Errc::gap);
  CHECK(batch.size() == 1);
}
