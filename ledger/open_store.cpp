#include "ledger/open_store.hpp"

#include <filesystem>
#include <fstream>

#include "ledger/file_lock.hpp"
#include "ledger/postgres.hpp"
#include "ledger/postgres_setup.hpp"
#include "ledger/postgres_store.hpp"
#include "ledger/sealed_store.hpp"
#include "ledger/sqlite_store.hpp"

namespace chopay::ledger {
namespace {

std::string store_file(const std::string& directory) {
  return directory + '/' + store_file_name;
}

void require_url(const std::string& place, const std::string& url) {
  if (const auto wrong = postgres::check_url(url); !wrong.empty()) {
    throw StoreFailure(place + ": " + wrong);
  }
}

}  // namespace

std::optional<std::string> postgres_url_of(const std::string& directory) {
  const auto path = store_file(directory);
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return std::nullopt;
  std::ifstream file{path};
  std::string url;
  if (!std::getline(file, url)) throw StoreFailure(path + " cannot be read");
  require_url(path, url);
  return url;
}

void set_postgres_url(const std::string& directory, const std::string& url) {
  require_url("the address", url);
  make_durable_directory(directory);
  write_durable_file(store_file(directory), url + '\n');
}

bool has_ledger(const std::string& directory) {
  std::error_code failed;
  return std::filesystem::exists(store_file(directory), failed) ||
         std::filesystem::exists(directory + "/ledger.db", failed);
}

std::unique_ptr<Store> open_store(const std::string& directory) {
  auto store = open_shared_store(directory, {});
  if (!store->try_to_lead()) throw StoreFailure("another gateway adds to this ledger");
  return store;
}

std::unique_ptr<Store> open_shared_store(const std::string& directory, const std::string& address,
                                         std::shared_ptr<LeadTerms> terms) {
  if (const auto url = postgres_url_of(directory)) {
    require_postgres_ledger(*url);
    auto lease = std::make_unique<PostgresLease>(*url, address, std::move(terms));
    return sealed(std::make_unique<PostgresStore>(*url, std::move(lease)),
                  vault_cipher_of(directory));
  }
  return sealed(std::make_unique<SqliteStore>(directory), vault_cipher_of(directory));
}

std::unique_ptr<Reader> open_reader(const std::string& directory) {
  auto url = postgres_url_of(directory);
  return opened(url ? open_postgres_reader(*url) : open_sqlite_reader(directory),
                vault_cipher_of(directory));
}

}  // namespace chopay::ledger
