#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "ledger/sqlite.hpp"
#include "ledger/store.hpp"
#include "ledger/trail.hpp"

namespace chopay::ledger {

/// How long a reader of the process may hold one view: what the WAL may grow for it is bounded.
inline constexpr std::chrono::milliseconds reader_time_max{10'000};

/// Reads a ledger through one SQLite connection.
class SqliteReader final : public Reader {
 public:
  /// Opens the file read-only with a connection of its own. A method, or a frozen view, that takes
  /// longer than `time_max` is broken off with ReadTooLong; 0: never.
  explicit SqliteReader(const std::string& path, std::chrono::milliseconds time_max = {});
  /// Reads through a connection that somebody else owns and keeps alive.
  explicit SqliteReader(sqlite::Database& database);

  void freeze() override;
  void thaw() noexcept override;
  std::vector<MarketHead> heads() override;
  Head head(const MarketId& market) override;
  void read(const MarketId& market, Seq after, std::size_t limit,
            const std::function<bool(const StoredEntry&)>& take) override;
  void read_rows(const MarketId& market, const std::function<bool(const EntryRow&)>& take) override;
  void read_keys(const MarketId& market, const std::function<bool(const KeyRow&)>& take) override;
  std::vector<std::pair<StallId, Seq>> stall_heads(const MarketId& market) override;
  std::vector<StoredEntry> stall_page(const MarketId& market, const StallId& stall, Seq before,
                                      std::size_t limit) override;
  std::optional<Seq> find_key(const MarketId& market, const CreditKey& key) override;
  std::optional<std::string> newest_reference(const MarketId& market, BusinessDay day,
                                              const std::string& bank) override;
  std::uint64_t key_count(const MarketId& market) override;
  DayTotals day_totals(const MarketId& market, BusinessDay day) override;
  std::optional<DayTotal> day_total(const MarketId& market, BusinessDay day,
                                    const std::string& account) override;
  std::vector<DayTotal> all_totals(const MarketId& market) override;
  StoredTotals stored_totals(const MarketId& market) override;
  std::vector<Hash> tile_roots(const MarketId& market, unsigned level, std::uint64_t first,
                               std::size_t limit) override;
  std::optional<StoredCheckpoint> checkpoint(const MarketId& market) override;
  std::vector<StoredCheckpoint> all_checkpoints(const MarketId& market) override;
  std::optional<std::string> private_part(const MarketId& market, Seq seq) override;
  std::uint64_t private_count(const MarketId& market) override;
  bool keeps_parts_in_rows() const override { return true; }
  std::optional<std::string> structure_damage() override;
  std::optional<std::string> vault_get(std::string_view name) override;
  std::vector<std::pair<std::string, std::string>> vault_list(std::string_view prefix) override;

  /// The number of the market in this file; 0 where the market is not in it.
  std::int64_t market_no(const MarketId& market);
  /// Up to which entry no derived row of the market lacks anything (FORMAT.md).
  Head derived_to(std::int64_t market_no);
  /// As day_total(), but the row as it is stored: right as of its own newest entry.
  std::optional<DayTotal> stored_total(const MarketId& market, BusinessDay day,
                                       const std::string& account);
  /// The newest entry of the stall that its row knows; 0 where it has no row.
  Head stored_stall_head(std::int64_t market_no, const StallId& stall);

 private:
  /// The statement of this text, prepared when it is first used.
  sqlite::Statement& prepared(std::string_view sql);
  std::vector<DayTotal> totals(sqlite::Statement& statement);
  /// The newest entry of the stall; 0 where it has none.
  Seq stall_head(std::int64_t market_no, const StallId& stall);
  /// What the market's derived rows lack in the view of now.
  const Trail& trail(std::int64_t market_no);

  /// Starts the clock of a method; within a frozen view looks at the view's.
  void begin_timed();

  std::unique_ptr<sqlite::Database> own_;
  sqlite::Database& database_;
  std::chrono::milliseconds time_max_{};
  std::chrono::steady_clock::time_point until_{};  ///< of the method or the frozen view
  int frozen_ = 0;                                 ///< how many freeze() wait for their thaw()
  std::map<std::string, std::unique_ptr<sqlite::Statement>, std::less<>> statements_;
  std::map<MarketId, std::int64_t> market_numbers_;
  std::map<std::int64_t, Trail> trails_;  ///< by market number
  std::size_t trail_entries_ = 0;         ///< read into them since they were last forgotten
};

}  // namespace chopay::ledger
