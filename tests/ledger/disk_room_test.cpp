#include "ledger/disk_room.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

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
  CHECK_FALSE(disk_room("/proc"));  // no disk: it counts no blocks
}

TEST_CASE("Whether a folder takes writes is tried, and nothing of the trial stays") {
  const TemporaryDirectory directory;
  CHECK(takes_writes(directory.path()));
  CHECK(std::filesystem::is_empty(directory.path()));
  CHECK_FALSE(takes_writes(directory.path() + "/nowhere"));
  CHECK_FALSE(takes_writes("/proc"));
}

TEST_CASE("A folder that is still to be made has the room of the one that it will lie in") {
  const TemporaryDirectory directory;
  const auto there = disk_refusal(directory.path());
  const auto to_be_made = disk_refusal(directory.path() + "/market/data");
  CHECK(to_be_made.has_value() == there.has_value());
  CHECK_FALSE(disk_refusal("/proc/nowhere"));
  CHECK_FALSE(disk_refusal(""));
}
