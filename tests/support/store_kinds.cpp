#include "tests/support/store_kinds.hpp"

#include <optional>
#include <stdexcept>

#include "ledger/memory_store.hpp"
#include "ledger/open_store.hpp"
#include "ledger/postgres_store.hpp"
#include "ledger/sealed_store.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/postgres_server.hpp"

namespace chopay::testing {
namespace {

class SqlitePlace final : public StorePlace {
 public:
  SqlitePlace() { reopen(); }
  ledger::Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_.emplace(directory_.path());
  }

 private:
  TemporaryDirectory directory_;
  std::optional<ledger::SqliteStore> store_;
};

/// SQLite behind a key file: what is secret lies sealed.
class SealedPlace final : public StorePlace {
 public:
  SealedPlace() {
    ledger::SystemRandom random;
    ledger::add_vault_key(directory_.path(), random);
    reopen();
  }
  ledger::Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_ = ledger::open_store(directory_.path());
  }

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<ledger::Store> store_;
};

class MemoryPlace final : public StorePlace {
 public:
  MemoryPlace() { reopen(); }
  ledger::Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_.emplace(disk_);
  }

 private:
  std::shared_ptr<ledger::MemoryDisk> disk_ = std::make_shared<ledger::MemoryDisk>();
  std::optional<ledger::MemoryStore> store_;
};

class PostgresPlace final : public StorePlace {
 public:
  PostgresPlace() : url_(PostgresServer::get()->new_ledger()) { reopen(); }
  ledger::Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_.emplace(url_);
  }

 private:
  std::string url_;
  std::optional<ledger::PostgresStore> store_;
};

}  // namespace

std::vector<std::string> store_kinds() {
  std::vector<std::string> kinds{"sqlite", "sealed", "memory"};
  if (PostgresServer::get()) kinds.push_back("postgres");
  return kinds;
}

std::unique_ptr<StorePlace> make_store(const std::string& kind) {
  if (kind == "sqlite") return std::make_unique<SqlitePlace>();
  if (kind == "sealed") return std::make_unique<SealedPlace>();
  if (kind == "memory") return std::make_unique<MemoryPlace>();
  if (kind == "postgres") return std::make_unique<PostgresPlace>();
  throw std::invalid_argument("no store of the kind " + kind);
}

}  // namespace chopay::testing
