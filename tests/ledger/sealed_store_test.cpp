// Who steals the disk or a backup, but not the key file, reads nothing of the vault.
#include "ledger/sealed_store.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "ledger/backup.hpp"
#include "ledger/open_store.hpp"
#include "ledger/verify.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
namespace fs = std::filesystem;

namespace {

const auto sealed_market = MarketId::parse("ha-long-1").value();
const std::string payer = "NGUYEN VAN AN 0912345678";

Draft credit_of_payer(int number) {
  RepeatableRandom random;
  auto draft = credit_draft("ha-long-1", "A1", "FT" + std::to_string(number), 1'000 + number);
  draft.private_part = make_private_part(payer, random);
  return draft;
}

std::string bytes_on_disk(const std::string& directory) {
  std::string all;
  for (const auto* name : {"/ledger.db", "/ledger.db-wal"}) {
    std::ifstream in{directory + name, std::ios::binary};
    all.append(std::istreambuf_iterator<char>{in}, {});
  }
  return all;
}

void write(Store& store, int number) {
  LogWriter{store}.add(std::vector{credit_of_payer(number)},
                       std::vector<VaultChange>{{"key/" + std::to_string(number), payer}});
}

std::string payer_read(const std::string& directory, std::uint64_t seq) {
  const auto part = open_reader(directory)->private_part(sealed_market, Seq{seq});
  return part.value().substr(Salt{}.size());
}

}  // namespace

TEST_CASE("What is secret is not in the files of a ledger with a key, and comes back whole") {
  const TemporaryDirectory data;
  SystemRandom random;
  CHECK(add_vault_key(data.path(), random) == 1);
  write(*open_store(data.path()), 1);
  CHECK(bytes_on_disk(data.path()).find("NGUYEN") == std::string::npos);
  CHECK(bytes_on_disk(data.path()).find("sales/A1") != std::string::npos);
  CHECK(payer_read(data.path(), 1) == payer);
  CHECK(open_reader(data.path())->vault_get("key/1") == payer);
  CHECK_FALSE(verify(*open_reader(data.path())).damage.has_value());
}

TEST_CASE("A new key seals what comes, and what was written before stays readable") {
  const TemporaryDirectory data;
  SystemRandom random;
  write(*open_store(data.path()), 1);
  add_vault_key(data.path(), random);
  write(*open_store(data.path()), 2);
  CHECK(add_vault_key(data.path(), random) == 2);
  write(*open_store(data.path()), 3);
  for (const std::uint64_t seq : {1, 2, 3}) CHECK(payer_read(data.path(), seq) == payer);
  CHECK(open_reader(data.path())->vault_list("key/").size() == 3);
  CHECK_FALSE(verify(*open_reader(data.path())).damage.has_value());
}

TEST_CASE("A backup needs the key too, and says so where it is missing") {
  const TemporaryDirectory data;
  const TemporaryDirectory copy;
  const TemporaryDirectory again;
  SystemRandom random;
  add_vault_key(data.path(), random);
  write(*open_store(data.path()), 1);
  REQUIRE(copy_ledger(data.path(), copy.path()).has_value());
  CHECK_FALSE(fs::exists(copy.path() + "/vault.keys"));
  CHECK_THROWS_WITH(open_reader(copy.path())->private_part(sealed_market, Seq{1}),
                    Catch::Contains("vault.keys"));
  CHECK_THROWS_WITH(open_store(copy.path())->own_reader().vault_get("key/1"),
                    Catch::Contains("vault.keys"));
  CHECK_THROWS_AS(copy_ledger(copy.path(), again.path()), StoreFailure);
  CHECK_FALSE(fs::exists(again.path() + "/ledger.db"));
  fs::copy(data.path() + "/vault.keys", again.path());
  CHECK(copy_ledger(copy.path(), again.path()).has_value());
  CHECK(payer_read(again.path(), 1) == payer);
}

TEST_CASE("An erased private part is empty, sealed or not") {
  const TemporaryDirectory data;
  SystemRandom random;
  add_vault_key(data.path(), random);
  const auto store = open_store(data.path());
  write(*store, 1);
  store->erase_private(sealed_market, std::vector{Seq{1}});
  CHECK(store->reader()->private_part(sealed_market, Seq{1}) == "");
  CHECK_FALSE(verify(*store->reader()).damage.has_value());
}

TEST_CASE("A key file that others may read, that is damaged or leads nowhere opens nothing") {
  const TemporaryDirectory data;
  const auto path = data.path() + "/vault.keys";
  SystemRandom random;
  add_vault_key(data.path(), random);
  SECTION("read by others") {
    fs::permissions(path, fs::perms::group_read, fs::perm_options::add);
    CHECK_THROWS_WITH(open_store(data.path()), Catch::Contains("chmod 600"));
  }
  SECTION("a line that is no key") {
    std::ofstream{path, std::ios::app} << "0123\n";
    CHECK_THROWS_WITH(open_store(data.path()), Catch::Contains("64 hexadecimal digits"));
  }
  SECTION("empty") {
    fs::resize_file(path, 0);
    CHECK_THROWS_WITH(open_store(data.path()), Catch::Contains("no key"));
  }
  SECTION("a link to nothing") {
    fs::remove(path);
    fs::create_symlink("/nowhere/vault.keys", path);
    CHECK_THROWS_WITH(open_store(data.path()), Catch::Contains("cannot be read"));
  }
}

TEST_CASE("A key file that is a link stays one when a key is added") {
  const TemporaryDirectory data;
  const TemporaryDirectory elsewhere;
  SystemRandom random;
  add_vault_key(elsewhere.path(), random);
  fs::create_symlink(elsewhere.path() + "/vault.keys", data.path() + "/vault.keys");
  CHECK(add_vault_key(data.path(), random) == 2);
  CHECK(fs::is_symlink(data.path() + "/vault.keys"));
  CHECK(vault_cipher_of(elsewhere.path())->seals());
}

TEST_CASE("A vault has at most sixteen keys, and a file with more opens nothing") {
  TemporaryDirectory directory;
  SystemRandom random;
  for (std::size_t count = 1; count <= 16; ++count) {
    CHECK(add_vault_key(directory.path(), random) == count);
  }
  CHECK_THROWS_AS(add_vault_key(directory.path(), random), StoreFailure);
  CHECK_NOTHROW(vault_cipher_of(directory.path()));
  const auto path = directory.path() + '/' + vault_keys_name;
  std::ofstream{path, std::ios::app} << std::string(64, 'a') << '\n';
  CHECK_THROWS_AS(vault_cipher_of(directory.path()), StoreFailure);
}
