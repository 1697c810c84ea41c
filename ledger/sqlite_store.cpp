#include "ledger/sqlite_store.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace chopay::ledger {

std::string_view embedded(std::string_view name);  // schema/sqlite.sql, see CMakeLists.txt

namespace {

std::string prepared_file(const std::string& directory) {
  make_durable_directory(directory);
  return directory + "/ledger.db";
}

void create_or_check(sqlite::Database& database, const std::string& directory) {
  if (database.ask("PRAGMA user_version") == "0") {
    database.run("BEGIN IMMEDIATE");
    database.run(std::string{embedded("sqlite.sql")}.c_str());
    database.run("COMMIT");
    sync_directory(directory);
  }
  if (const auto version = database.ask("PRAGMA user_version"); version != "2") {
    throw StoreFailure("the ledger has schema version " + version.value_or("none") +
                       ", this program knows version 2");
  }
  const auto journal = database.ask("PRAGMA journal_mode");
  const auto synchronous = database.ask("PRAGMA synchronous");
  const auto triggers = database.ask("PRAGMA recursive_triggers");
  if (journal != "wal" || synchronous != "2" || triggers != "1") {
    throw StoreFailure(
        "the file does not keep journal_mode=wal, synchronous=full and "
        "recursive_triggers=on (is it on a network file system?)");
  }
}

}  // namespace

struct SqliteStore::Statements {
  explicit Statements(sqlite::Database& db) : database(db) {}
  sqlite::Database& database;
  sqlite::Statement begin{database, "BEGIN IMMEDIATE"};
  sqlite::Statement commit{database, "COMMIT"};
  sqlite::Statement rollback{database, "ROLLBACK"};
  sqlite::Statement market{database, "INSERT INTO market (id) VALUES (?)"};
  sqlite::Statement new_head{database,
                             "INSERT INTO chain_head (market_no, seq, hash) VALUES (?, 0, ?)"};
  sqlite::Statement move_head{database,
                              "UPDATE chain_head SET seq = ?, hash = ? "
                              "WHERE market_no = ? AND seq = ? AND hash = ?"};
  sqlite::Statement entry{database,
                          "INSERT INTO entry (id, stall, stall_before, hash, bytes) "
                          "VALUES (?, ?, ?, ?, ?)"};
  sqlite::Statement private_part{database, "INSERT INTO entry_private (id, bytes) VALUES (?, ?)"};
  sqlite::Statement private_erase{database, "UPDATE entry_private SET bytes = x'' WHERE id = ?"};
  sqlite::Statement key{database,
                        "INSERT INTO credit_key (market_no, day, bank, reference, account, seq) "
                        "VALUES (?, ?, ?, ?, ?, ?)"};
  // Replacing a whole row is one way down the tree; changing it in place would be two.
  sqlite::Statement total{database,
                          "REPLACE INTO day_total "
                          "(market_no, day, account, postings, amount, last_seq) "
                          "VALUES (?, ?, ?, ?, ?, ?)"};
  sqlite::Statement stall_head{database,
                               "REPLACE INTO stall_head (market_no, stall, seq) VALUES (?, ?, ?)"};
  sqlite::Statement tile{database,
                         "INSERT INTO tile (market_no, level, n, hash) VALUES (?, ?, ?, ?)"};
  sqlite::Statement checkpoint{database,
                               "INSERT INTO checkpoint (market_no, day, size, note) "
                               "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
                               "size = ?3, note = ?4"};
  sqlite::Statement vault_put{database,
                              "INSERT INTO vault (name, value) VALUES (?1, ?2) "
                              "ON CONFLICT DO UPDATE SET value = ?2"};
  sqlite::Statement vault_erase{database, "DELETE FROM vault WHERE name = ?"};
};

SqliteStore::SqliteStore(const std::string& directory, CheckpointPages checkpoint)
    : lock_((make_durable_directory(directory), directory + "/ledger.lock")),
      path_(prepared_file(directory)),
      database_(path_, sqlite::Access::read_write),
      reader_(database_),
      checkpoint_(checkpoint),
      statements_(nullptr, [](Statements* s) { delete s; }) {
  create_or_check(database_, directory);
  database_.lock_down();
  statements_.reset(new Statements(database_));
  for (const auto& [market, head] : reader_.heads()) {
    logs_[market] = {reader_.market_no(market), head, head};
  }
}

std::unique_ptr<Reader> SqliteStore::reader() {
  return std::make_unique<SqliteReader>(path_, reader_time_max);
}

// Until each of these has returned, anything may have happened: broken_ stays set when it throws,
// and nothing is ever tried again (a failed fsync is not undone by a second one).

void SqliteStore::begin() {
  if (broken_) throw StoreFailure("the store has failed before; restart the process");
  if (batch_open_) throw std::logic_error("begin() while a batch is open");
  broken_ = true;
  statements_->begin.run();
  batch_open_ = true;
  broken_ = false;
}

/// Marks the store broken and the batch as ended; a bug of the caller is told first.
void SqliteStore::end_batch() {
  if (!batch_open_) throw std::logic_error("a batch is ended that was not begun");
  batch_open_ = false;
  broken_ = true;
}

void SqliteStore::abandon() {
  end_batch();
  statements_->rollback.run();
  broken_ = false;
}

void SqliteStore::append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
                         std::span<const Seal> seals) {
  end_batch();
  write(entries, vault, seals);
  for (auto& [market, log] : logs_) log.stored = log.written;
  broken_ = false;
}

void SqliteStore::write(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
                        std::span<const Seal> seals) {
  for (const auto& sealed : entries) insert(log_of(sealed.entry.market), sealed);
  write_totals(entries);
  write_stall_heads();
  move_heads();
  for (const auto& seal : seals) write_seal(seal);
  change_vault(vault);
  statements_->commit.run();
}

SqliteStore::Log& SqliteStore::log_of(const MarketId& market) {
  if (const auto known = logs_.find(market); known != logs_.end()) return known->second;
  statements_->market.bind_text(market.text()).run();
  const auto no = reader_.market_no(market);
  statements_->new_head.bind(no).bind_blob(Hash{}).run();
  return logs_[market] = {no, {}, {}};
}

Seq SqliteStore::stall_before(const Log& log, const Entry& entry) {
  const StallKey key{log.no, entry.stall.text()};
  auto [place, is_new] = stall_heads_.try_emplace(key);
  if (is_new) place->second = reader_.stall_head(log.no, entry.stall);
  moved_stalls_.push_back(key);
  return std::exchange(place->second, entry.seq);
}

void SqliteStore::insert(Log& log, const SealedEntry& sealed) {
  const auto& entry = sealed.entry;
  if (entry.seq != next(log.written.seq) || entry.previous != log.written.hash) {
    throw StoreFailure("an entry does not follow the head of its market");
  }
  auto& statement = statements_->entry.bind(entry_id(log.no, entry.seq));
  if (entry.stall.empty()) {
    statement.bind_null().bind_null();
  } else {
    const auto before = number(stall_before(log, entry));
    statement.bind_text(entry.stall.text()).bind(static_cast<std::int64_t>(before));
  }
  statement.bind_blob(sealed.hash).bind_blob(sealed.bytes).run();
  if (entry.private_hash) {
    statements_->private_part.bind(entry_id(log.no, entry.seq))
        .bind_blob(sealed.private_part)
        .run();
  }
  if (entry.key) insert_key(log, entry);
  log.written = {entry.seq, sealed.hash};
}

void SqliteStore::insert_key(const Log& log, const Entry& entry) {
  statements_->key.bind(log.no)
      .bind(entry.key->day.days())
      .bind_text(entry.key->bank)
      .bind_text(entry.key->reference)
      .bind_text(entry.key->account)
      .bind(static_cast<std::int64_t>(number(entry.seq)))
      .run();
}

void SqliteStore::write_totals(std::span<const SealedEntry> entries) {
  for (const auto& sealed : entries) {
    totals_.add(logs_.at(sealed.entry.market).no, sealed.entry, reader_);
  }
  for (const auto& [place, total] : totals_.take_moved()) {
    statements_->total.bind(place.market_no)
        .bind(place.day.days())
        .bind_text(place.account)
        .bind(total->postings)
        .bind(total->amount.count())
        .bind(static_cast<std::int64_t>(number(total->last)))
        .run();
  }
}

void SqliteStore::write_stall_heads() {
  std::sort(moved_stalls_.begin(), moved_stalls_.end());
  moved_stalls_.erase(std::unique(moved_stalls_.begin(), moved_stalls_.end()), moved_stalls_.end());
  for (const auto& key : moved_stalls_) {
    const auto seq = static_cast<std::int64_t>(number(stall_heads_.at(key)));
    statements_->stall_head.bind(key.first).bind_text(key.second).bind(seq).run();
  }
  moved_stalls_.clear();
}

void SqliteStore::move_heads() {
  for (const auto& [market, log] : logs_) {
    if (log.written == log.stored) continue;
    statements_->move_head.bind(static_cast<std::int64_t>(number(log.written.seq)))
        .bind_blob(log.written.hash)
        .bind(log.no)
        .bind(static_cast<std::int64_t>(number(log.stored.seq)))
        .bind_blob(log.stored.hash)
        .run();
    if (database_.changes() != 1) throw StoreFailure("the head of a market has moved");
  }
}

void SqliteStore::write_seal(const Seal& seal) {
  const auto no = logs_.at(seal.market).no;
  for (const auto& tile : seal.filled) {
    statements_->tile.bind(no)
        .bind(tile.level)
        .bind(static_cast<std::int64_t>(tile.index))
        .bind_blob(tile.hash)
        .run();
  }
  if (!seal.checkpoint) return;
  statements_->checkpoint.bind(no)
      .bind(seal.checkpoint->day.days())
      .bind(static_cast<std::int64_t>(seal.checkpoint->size))
      .bind_text(seal.checkpoint->note)
      .run();
}

void SqliteStore::change_vault(std::span<const VaultChange> vault) {
  for (const auto& change : vault) {
    if (change.value) {
      statements_->vault_put.bind_text(change.name).bind_blob(*change.value).run();
    } else {
      statements_->vault_erase.bind_text(change.name).run();
    }
  }
}

void SqliteStore::erase_private(const MarketId& market, std::span<const Seq> seqs) {
  begin();
  end_batch();
  const auto no = reader_.market_no(market);
  for (const auto seq : seqs) statements_->private_erase.bind(entry_id(no, seq)).run();
  statements_->commit.run();
  // The WAL still has the pages as they were.
  database_.checkpoint_truncate();
  broken_ = false;
}

void SqliteStore::between_batches(bool idle) {
  const int due = idle ? checkpoint_.when_idle : checkpoint_.when_forced;
  if (broken_ || database_.wal_pages() < due) return;
  broken_ = true;
  database_.checkpoint_passive();
  broken_ = false;
}

std::unique_ptr<Reader> open_sqlite_reader(const std::string& directory) {
  return std::make_unique<SqliteReader>(directory + "/ledger.db");
}

}  // namespace chopay::ledger
