#include "ledger/head_guard.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "ledger/error.hpp"
#include "ledger/store.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::StartsWith;

namespace {

constexpr std::size_t record_bytes = 512;
const std::string origin = "pay.example.vn/ha-long-1";

/// A guard's file with marks of two logs.
struct GuardFile {
  TemporaryDirectory directory;
  std::string path = directory.path() + "/head";

  GuardFile() {
    auto guard = HeadGuard::open(path).value();
    guard.move(origin, {3, Hash{1}});
    guard.move("pay.example.vn/ha-long-2", {5, Hash{2}});
  }
  std::string read() const {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void write(const std::string& bytes) const {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
  }
};

/// The text as a record with its right hash, as whoever forges a mark would write it.
std::string forged(const std::string& text) {
  auto record = text + ' ' + to_hex(sha256({text}));
  record.resize(record_bytes - 1, ' ');
  return record + '\n';
}

}  // namespace

TEST_CASE("Marks are there again after a restart, each log's newest") {
  const GuardFile file;
  {
    auto guard = HeadGuard::open(file.path).value();
    CHECK_FALSE(guard.is_new());
    guard.move(origin, {4, Hash{3}});
    guard.sync();
    guard.sync();  // with nothing left to be done
  }
  const auto guard = HeadGuard::open(file.path).value();
  REQUIRE(guard.marks().size() == 2);
  CHECK(guard.marks().at(origin) == HeadMark{4, Hash{3}});
  CHECK(guard.marks().at("pay.example.vn/ha-long-2") == HeadMark{5, Hash{2}});
}

TEST_CASE("A head guard that was damaged is no guard, whichever record it is") {
  const GuardFile file;
  const auto good = file.read();
  REQUIRE(good.size() == 3 * record_bytes);
  auto bad = good;
  std::string place;
  SECTION("its header") {
    bad[0] = 'C';
  }
  SECTION("a record of one word") {
    bad.replace(record_bytes, record_bytes, std::string(record_bytes, 'x'));
    place = ", record 1";
  }
  SECTION("a record of two words") {
    bad.replace(record_bytes, record_bytes, std::string(record_bytes - 2, 'x') + " x");
    place = ", record 1";
  }
  SECTION("a size that is none") {
    bad.replace(record_bytes, record_bytes, forged(origin + " 03 AAAA"));
    place = ", record 1";
  }
  SECTION("a size without its hash") {
    bad[record_bytes + origin.size() + 1] = '4';
    place = ", record 1";
  }
  SECTION("two marks of one log") {
    bad.replace(2 * record_bytes, record_bytes, good.substr(record_bytes, record_bytes));
    place = ", record 2";
  }
  SECTION("a record that was cut") {
    bad.resize(2 * record_bytes + 100);
    place = ", record 2";
  }
  file.write(bad);
  const auto guard = HeadGuard::open(file.path);
  REQUIRE_FALSE(guard.has_value());
  CHECK(guard.error().code == Errc::guard_damaged);
  CHECK(guard.error().detail == file.path + place);
}

TEST_CASE("Of two processes one has the head guard") {
  const GuardFile file;
  const auto held = HeadGuard::open(file.path);
  REQUIRE(held.has_value());
  CHECK_THROWS_WITH(HeadGuard::open(file.path), StartsWith("locking the head guard"));
}

TEST_CASE("A head guard that cannot be read is not taken for one that was never made") {
  const TemporaryDirectory directory;
  CHECK_THROWS_WITH(HeadGuard::open(directory.path()), StartsWith("opening the head guard"));
  const auto pipe = directory.path() + "/pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THROWS_WITH(HeadGuard::open(pipe), StartsWith("reading the head guard"));
}

TEST_CASE("A first mark does not take the place of a guard that somebody else made meanwhile") {
  const TemporaryDirectory directory;
  const auto path = directory.path() + "/head";
  auto first = HeadGuard::open(path).value();
  auto second = HeadGuard::open(path).value();
  REQUIRE(second.is_new());
  first.move(origin, {1, Hash{1}});
  CHECK_THROWS_WITH(second.move(origin, {9, Hash{9}}), StartsWith("naming the head guard"));
  CHECK(first.marks().at(origin).size == 1);
}

TEST_CASE(
    "A head guard is there whole or not at all, and what a power cut left of one is in no way") {
  const TemporaryDirectory directory;
  const auto path = directory.path() + "/head";
  std::ofstream{path + ".new"} << "half of a rec";
  auto guard = HeadGuard::open(path).value();
  {
    const FileSizeLimit full{10};
    CHECK_THROWS_WITH(guard.make(), StartsWith("writing the head guard"));
  }
  CHECK(guard.is_new());
  CHECK_FALSE(std::filesystem::exists(path));
  guard.make();
  CHECK_FALSE(guard.is_new());
  CHECK(std::filesystem::file_size(path) == record_bytes);
  CHECK_FALSE(std::filesystem::exists(path + ".new"));
}

TEST_CASE("A mark that does not fit on the disk or into a record is not taken for kept") {
  const GuardFile file;
  auto guard = HeadGuard::open(file.path).value();
  CHECK_THROWS_WITH(guard.move("pay.example.vn/" + std::string(600, 'x'), {1, Hash{}}),
                    StartsWith("too long for the head guard"));
  {
    const FileSizeLimit full{3 * record_bytes};
    CHECK_THROWS_WITH(guard.move("pay.example.vn/ha-long-3", {1, Hash{}}),
                      StartsWith("writing the head guard"));
    auto anew = HeadGuard::open(file.directory.path() + "/new").value();
    const FileSizeLimit fuller{10};
    CHECK_THROWS_WITH(anew.move(origin, {1, Hash{}}), StartsWith("writing the head guard"));
  }
  CHECK(guard.marks().size() == 2);
  CHECK(file.read().size() == 3 * record_bytes);
}
