#include <catch2/catch.hpp>

#include <filesystem>

#include "config/settings.hpp"
#include "gateway/cli/files.hpp"
#include "tests/gateway/cli/running.hpp"

using namespace chopay;
namespace fs = std::filesystem;
using testing::Running;

namespace {

constexpr auto owner_only = fs::perms::owner_read | fs::perms::owner_write;

/// A secret's file as an operator has made it.
struct SecretFile {
  testing::TemporaryDirectory directory;
  std::string path = directory.path() + "/books.secret";
  std::string previous = path + ".previous";
  SecretFile() {
    REQUIRE(cli::write_file(path, "the old one\n").has_value());
    fs::permissions(path, owner_only);
  }
};

}  // namespace

TEST_CASE("A secret is exchanged for a new one, and the one before kept, both for their owner") {
  const SecretFile secret;
  Running run;
  REQUIRE(run({"secrets", "rotate", secret.path}) == 0);
  const auto said = run.take();
  const auto fresh = config::read_secret(secret.path);
  CHECK(fresh.starts_with("whsec_"));
  CHECK(fresh.size() == 6 + 44);
  CHECK(said.starts_with(fresh + '\n'));
  CHECK(config::read_secret(secret.previous) == "the old one");
  for (const auto& path : {secret.path, secret.previous}) {
    CHECK(fs::status(path).permissions() == owner_only);
  }
  CHECK(std::distance(fs::directory_iterator{secret.directory.path()}, {}) == 2);
}

TEST_CASE("Each new secret is another, and the one before moves up") {
  const SecretFile secret;
  Running run;
  REQUIRE(run({"secrets", "rotate", secret.path, "--form", "hex"}) == 0);
  const auto first = config::read_secret(secret.path);
  CHECK(first.size() == 64);
  REQUIRE(run({"secrets", "rotate", secret.path, "--form", "hex"}) == 0);
  CHECK(config::read_secret(secret.path) != first);
  CHECK(config::read_secret(secret.previous) == first);
}

TEST_CASE("A secret that the other side has given is taken from the input and not printed") {
  const SecretFile secret;
  Running run;
  run.in.str("of the bank\n");
  REQUIRE(run({"secrets", "rotate", secret.path, "--form", "given"}) == 0);
  CHECK(config::read_secret(secret.path) == "of the bank");
  CHECK(run.take().find("of the bank") == std::string::npos);
}

TEST_CASE("A secret stays as it is where a new one is missing, the same, or cannot be written") {
  const SecretFile secret;
  Running run;
  CHECK(run({"secrets", "rotate", secret.path, "--form", "given"}) == 2);
  CHECK(run.complaint().starts_with("--form given wants"));
  run.in.clear();
  run.in.str("the old one\n");
  CHECK(run({"secrets", "rotate", secret.path, "--form", "given"}) == 1);
  CHECK(run({"secrets", "rotate", secret.path, "--previous", "/no/such/folder/old"}) == 2);
  CHECK(config::read_secret(secret.path) == "the old one");
  CHECK_FALSE(fs::exists(secret.previous));
  fs::permissions(secret.path, fs::perms::group_read, fs::perm_options::add);
  CHECK(run({"secrets", "rotate", secret.path}) == 2);
}

TEST_CASE("The vault gets a key, then another before it, and nothing of them is printed") {
  const testing::TemporaryDirectory data;
  const auto path = data.path() + "/vault.keys";
  Running run;
  REQUIRE(run({"secrets", "vault-key", "--data", data.path()}) == 0);
  const auto first = config::read_secret(path);
  CHECK(first.size() == 64);
  CHECK(run.take().find(first) == std::string::npos);
  CHECK(fs::status(path).permissions() == owner_only);
  REQUIRE(run({"secrets", "vault-key", "--data", data.path()}) == 0);
  CHECK(config::read_secret(path).ends_with('\n' + first));
}

TEST_CASE("A folder that is not there gets no key") {
  Running run;
  CHECK(run({"secrets", "vault-key", "--data", "/nowhere/at/all"}) != 0);
}
