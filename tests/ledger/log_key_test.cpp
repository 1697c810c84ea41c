#include "ledger/log_key.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "ledger/base64.hpp"
#include "ledger/error.hpp"
#include "ledger/store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;

namespace {

namespace files = std::filesystem;
constexpr ed25519::Seed seed{7};

}  // namespace

TEST_CASE("A private key has one text, and no other text is one") {
  const auto good = print_private_key("pay.example.vn", KeyType::note, seed);
  CHECK(parse_private_key(good, KeyType::note).value().seed == seed);
  const auto base64 = good.rfind('+') + 1;
  const auto id = good.rfind('+', base64 - 2) + 1;
  for (const auto& bad :
       {std::string{}, good.substr(1), std::string{"PRIVATE+KEY+"}, std::string{"PRIVATE+KEY+name"},
        std::string{"PRIVATE+KEY+name+12345678"}, "PRIVATE+KEY+" + good.substr(id - 1),
        "PRIVATE+KEY+two words" + good.substr(id - 1), good.substr(0, base64) + "no base64!",
        good.substr(0, base64) + "AAAA", good + '\n',
        good.substr(0, id) + "00000000" + good.substr(base64 - 1)}) {
    INFO(bad);
    const auto key = parse_private_key(bad, KeyType::note);
    REQUIRE_FALSE(key.has_value());
    CHECK(key.error().code == Errc::bad_key);
  }
  // A key that is made to cosign does not come to sign the log itself.
  CHECK_FALSE(parse_private_key(good, KeyType::cosignature).has_value());
}

TEST_CASE("A key is made once, for its owner alone, and is the same at the next start") {
  const TemporaryDirectory directory;
  RepeatableRandom random;
  CHECK_FALSE(load_log_key(directory.path()).has_value());
  const auto made = load_or_create_log_key(directory.path(), "pay.example.vn", random);
  const auto again = load_or_create_log_key(directory.path(), "other.example.vn", random);
  CHECK(again.identity().key == made.identity().key);
  CHECK(again.identity().host == "pay.example.vn");
  CHECK(files::status(directory.path() + "/log.key").permissions() == files::perms{0600});
}

TEST_CASE("A key that others may read, or a file that is no key, signs nothing") {
  const TemporaryDirectory directory;
  RepeatableRandom random;
  load_or_create_log_key(directory.path(), "pay.example.vn", random);
  const auto path = directory.path() + "/log.key";
  SECTION("readable by its group") {
    files::permissions(path, files::perms{0640});
    CHECK_THROWS_WITH(load_log_key(directory.path()), Contains("chmod 600"));
  }
  SECTION("of another kind") {
    std::ofstream{path} << print_private_key("pay.example.vn", KeyType::cosignature, seed);
    CHECK_THROWS_WITH(load_log_key(directory.path()), Contains("its kind or id does not fit"));
  }
  SECTION("empty") {
    files::resize_file(path, 0);
    CHECK_THROWS_WITH(load_log_key(directory.path()), Contains("not a private key"));
  }
}

TEST_CASE("A name that would not stand in a note makes no key") {
  const TemporaryDirectory directory;
  RepeatableRandom random;
  for (const char* name : {"", "two words", "a+b", "ngân hàng"}) {
    INFO(name);
    CHECK_THROWS_WITH(load_or_create_log_key(directory.path(), name, random),
                      Contains("cannot be the name of a key"));
  }
  CHECK_FALSE(files::exists(directory.path() + "/log.key"));
}
