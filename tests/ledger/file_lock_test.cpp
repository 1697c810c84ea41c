#include "ledger/file_lock.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "ledger/store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::StartsWith;

namespace {

namespace files = std::filesystem;

std::string content(const std::string& path) {
  std::ifstream in{path};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("A lock that another holds, or whose folder is not there, is not taken") {
  const TemporaryDirectory directory;
  const auto path = directory.path() + "/lock";
  {
    const FileLock held{path};
    CHECK_THROWS_WITH(FileLock{path}, StartsWith("another process has this ledger open"));
  }
  CHECK_NOTHROW(FileLock{path});
  CHECK_THROWS_WITH(FileLock{directory.path() + "/no/lock"}, StartsWith("opening"));
}

TEST_CASE("A folder is made with its parents, whether its name ends in a slash or not") {
  const TemporaryDirectory directory;
  const auto name = directory.path() + GENERATE("/a/b/c", "/a/b/c/");
  make_durable_directory(name);
  CHECK(files::is_directory(name));
  CHECK((files::status(directory.path() + "/a").permissions() & files::perms{0077}) ==
        files::perms::none);
  CHECK_NOTHROW(make_durable_directory(name));
}

TEST_CASE("No folder is made under what is a file") {
  const TemporaryDirectory directory;
  const auto file = directory.path() + "/file";
  std::ofstream{file} << "not a folder";
  CHECK_THROWS_AS(make_durable_directory(file + "/below"), StoreFailure);
  CHECK(content(file) == "not a folder");
}

TEST_CASE("What cannot be created, opened or made durable is said, not passed over") {
  const TemporaryDirectory directory;
  CHECK_THROWS_WITH(make_private_file(directory.path() + "/no/file"), StartsWith("opening"));
  CHECK_THROWS_WITH(sync_file(directory.path() + "/none"), StartsWith("opening"));
  CHECK_THROWS_WITH(sync_file("/dev/null"), StartsWith("syncing"));  // it keeps nothing
}

TEST_CASE("A file is written whole or stays as it was") {
  const TemporaryDirectory directory;
  const auto path = directory.path() + "/file";
  const auto part = path + ".part";
  write_durable_file(path, "old");
  CHECK(content(path) == "old");
  SECTION("on a full disk") {
    files::create_symlink("/dev/full", part);
    CHECK_THROWS_WITH(write_durable_file(path, "new"), StartsWith("writing"));
  }
  SECTION("on one that cannot make it durable") {
    files::create_symlink("/dev/null", part);
    CHECK_THROWS_WITH(write_durable_file(path, "new"), StartsWith("writing"));
  }
  SECTION("where the draft cannot be made") {
    files::create_directory(part);
    CHECK_THROWS_WITH(write_durable_file(path, "new"), StartsWith("creating"));
  }
  CHECK(content(path) == "old");
}

TEST_CASE("A file does not take the place of a folder") {
  const TemporaryDirectory directory;
  files::create_directories(directory.path() + "/folder/full");
  CHECK_THROWS_WITH(write_durable_file(directory.path() + "/folder", "x"), StartsWith("writing"));
  CHECK(files::is_directory(directory.path() + "/folder/full"));
}
