#include "ledger/disk_room.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

TEST_CASE("A disk with less than the reserve, or one that is read-only, takes nothing more") {
  CHECK_FALSE(no_room({disk_reserve_bytes, false}, "data"));
  const auto full = no_room({disk_reserve_bytes - 1, false}, "data");
  REQUIRE(full);
  CHECK(full->why == Refusal::disk_full);
  CHECK(full->text.find("data has 63 MiB left") != std::string::npos);
  const auto read_only = no_room({disk_reserve_bytes, true}, "data");
  REQUIRE(read_only);
  CHECK(read_only->why == Refusal::disk_read_only);
}

TEST_CASE(
    "The room of a folder is asked of its own disk, and a folder that is not there has none") {
  const TemporaryDirectory directory;
  const auto room = disk_room(directory.path());
  REQUIRE(room);
  CHECK(room->free_bytes > 0);
  CHECK_FALSE(room->read_only);
  CHECK_FALSE(disk_room(directory.path() + "/nowhere"));
}
