#include "ledger/sqlite_store.hpp"

#include <stdexcept>
#include <vector>

#include "ledger/disk_room.hpp"
#include "ledger/row_inserter.hpp"
#include "ledger/sqlite_rows.hpp"

namespace chopay::ledger {

std::string_view embedded(std::string_view name);  // schema/sqlite.sql, see CMakeLists.txt

namespace {

std::string prepared_file(const std::string& directory) {
  make_durable_directory(directory);
  return directory + "/ledger.db";
}

void run_script(sqlite::Database& database, std::string_view name) {
  database.run(std::string{embedded(name)}.c_str());
}

/// Makes the tables, or brings those of an earlier version up to this one, in one transaction.
void make_tables(sqlite::Database& database, const std::string& directory) {
  const auto version = database.ask("PRAGMA user_version");
  if (version != "0" && version != "2") return;
  database.run("BEGIN IMMEDIATE");
  if (version == "2") run_script(database, "sqlite_2_to_3.sql");
  run_script(database, "sqlite.sql");
  if (version == "2") run_script(database, "sqlite_2_to_3_copy.sql");
  database.run("COMMIT");
  sync_directory(directory);
}

void create_or_check(sqlite::Database& database, const std::string& directory) {
  make_tables(database, directory);
  if (const auto version = database.ask("PRAGMA user_version"); version != "3") {
    throw StoreFailure("the ledger has schema version " + version.value_or("none") +
                       ", this program knows version 3");
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
  sqlite::Statement new_head{database, "INSERT INTO chain_head VALUES (?1, 0, ?2, 0, ?2)"};
  sqlite::Statement move_head{database,
                              "UPDATE chain_head SET seq = ?, hash = ?, "
                              "derived_seq = ?, derived_hash = ? "
                              "WHERE market_no = ? AND seq = ? AND hash = ?"};
  RowInserter entry{database, "entry (id, stall, stall_before, hash, bytes, private)", 6};
  RowInserter key{database, "credit_key (market_no, day, bank, reference, account, seq)", 6};
  sqlite::Statement private_erase{
      database, "UPDATE entry SET private = x'' WHERE id = ? AND private IS NOT NULL"};
  // Replacing a whole row is one way down the tree; changing it in place would be two.
  sqlite::Statement total{database,
                          "REPLACE INTO day_total "
                          "(market_no, day, account, postings, amount, last_seq) "
                          "VALUES (?, ?, ?, ?, ?, ?)"};
  sqlite::Statement stall_head{database,
                               "REPLACE INTO stall_head (market_no, stall, seq, hash) "
                               "VALUES (?, ?, ?, ?)"};
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

SqliteStore::SqliteStore(const std::string& directory, CheckpointPages checkpoint,
                         std::size_t trail_max, std::size_t kept_max)
    : lock_((make_durable_directory(directory), directory + "/ledger.lock")),
      path_(prepared_file(directory)),
      database_(path_, sqlite::Access::read_write),
      reader_(database_),
      checkpoint_(checkpoint),
      rows_(trail_max, kept_max),
      statements_(nullptr, [](Statements* s) { delete s; }) {
  create_or_check(database_, directory);
  database_.lock_down();
  statements_.reset(new Statements(database_));
  for (const auto& [market, head] : reader_.heads()) {
    logs_[market] = {reader_.market_no(market), head, head};
    take_up_trail(market);
  }
}

/// Rows may lack the last entries that an earlier process wrote.
void SqliteStore::take_up_trail(const MarketId& market) {
  const auto no = logs_.at(market).no;
  const auto take = [&](const StoredEntry& stored) {
    auto entry = decode(stored.bytes);
    if (!entry) throw StoreFailure("an entry that sums still lack is damaged");
    rows_.add(no, {std::move(*entry), {}, stored.hash, {}}, reader_);
    return true;
  };
  reader_.read(market, reader_.derived_to(no).seq, number(last_seq_possible), take);
}

std::unique_ptr<Reader> SqliteStore::reader() {
  return std::make_unique<SqliteReader>(path_, reader_time_max);
}

std::unique_ptr<Reader> SqliteStore::patient_reader() {
  return std::make_unique<SqliteReader>(path_);
}

std::optional<Refused> SqliteStore::refused() {
  const auto room = disk_room(path_);
  return room ? no_room(*room, path_) : std::nullopt;
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
  insert(entries);
  write_derived(rows_.take_due(entries.size()));
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

void SqliteStore::insert(std::span<const SealedEntry> entries) {
  std::vector<Row> rows;
  std::vector<Row> with_key;
  rows.reserve(entries.size());
  with_key.reserve(entries.size());
  for (const auto& sealed : entries) {
    rows.push_back(move_on(log_of(sealed.entry.market), sealed));
    if (sealed.entry.key) with_key.push_back(rows.back());
  }
  statements_->entry.insert<Row>(rows, bind_entry);
  statements_->key.insert<Row>(with_key, bind_key);
}

SqliteStore::Row SqliteStore::move_on(Log& log, const SealedEntry& sealed) {
  const auto& entry = sealed.entry;
  if (entry.seq != next(log.written.seq) || entry.previous != log.written.hash) {
    throw StoreFailure("an entry does not follow the head of its market");
  }
  log.written = {entry.seq, sealed.hash};
  return {log.no, &sealed, rows_.add(log.no, sealed, reader_)};
}

void SqliteStore::bind_entry(sqlite::Statement& statement, const Row& row) {
  const auto& [entry, bytes, hash, private_part] = *row.sealed;
  statement.bind(entry_id(row.market_no, entry.seq));
  if (entry.stall.empty()) {
    statement.bind_null().bind_null();
  } else {
    statement.bind_text(entry.stall.text()).bind(static_cast<std::int64_t>(number(row.before)));
  }
  statement.bind_blob(hash).bind_blob(bytes);
  if (entry.private_hash) {
    statement.bind_blob(private_part);
  } else {
    statement.bind_null();
  }
}

void SqliteStore::bind_key(sqlite::Statement& statement, const Row& row) {
  const auto& [day, bank, account, reference] = *row.sealed->entry.key;
  statement.bind(row.market_no)
      .bind(day.days())
      .bind_text(bank)
      .bind_text(reference)
      .bind_text(account)
      .bind(static_cast<std::int64_t>(number(row.sealed->entry.seq)));
}

void SqliteStore::write_derived(const TrailingRows::Due& due) {
  for (const auto& [market_no, total] : due.sums) {
    statements_->total.bind(market_no)
        .bind(total->day.days())
        .bind_text(total->account)
        .bind(total->postings)
        .bind(total->amount.count())
        .bind(static_cast<std::int64_t>(number(total->last)))
        .run();
  }
  for (const auto& [market_no, stall, head] : due.stalls) {
    statements_->stall_head.bind(market_no)
        .bind_text(stall)
        .bind(static_cast<std::int64_t>(number(head.seq)))
        .bind_blob(head.hash)
        .run();
  }
}

void SqliteStore::move_heads() {
  for (const auto& [market, log] : logs_) {
    if (log.written == log.stored) continue;
    const auto derived = rows_.complete_to(log.no, log.written);
    statements_->move_head.bind(static_cast<std::int64_t>(number(log.written.seq)))
        .bind_blob(log.written.hash)
        .bind(static_cast<std::int64_t>(number(derived.seq)))
        .bind_blob(derived.hash)
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
  if (!database_.checkpoint_truncate()) {
    throw StoreFailure(
        "what was erased still lies in the WAL, because somebody reads the ledger; erase again "
        "when nobody does");
  }
  broken_ = false;
}

bool SqliteStore::between_batches(bool idle) {
  const int due = idle ? checkpoint_.when_idle : checkpoint_.when_forced;
  if (broken_ || database_.wal_pages() < due) return false;
  broken_ = true;
  database_.checkpoint_passive();
  broken_ = false;
  return true;
}

std::unique_ptr<Reader> open_sqlite_reader(const std::string& directory) {
  const auto path = directory + "/ledger.db";
  if (sqlite::Database{path, sqlite::Access::read_only}.ask("PRAGMA user_version") == "2") {
    throw StoreFailure("the ledger has schema version 2: a start of `chopay serve` brings it to 3");
  }
  return std::make_unique<SqliteReader>(path);
}

}  // namespace chopay::ledger
