#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/postgres.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// Reads a ledger in PostgreSQL through one connection, which it opens anew where it was lost
/// outside a frozen view. What is longer than a page is read page by page, so that a log never lies
/// in memory whole.
class PostgresReader final : public Reader {
 public:
  /// Throws StoreFailure where the server cannot be reached. A statement, or a frozen view, that
  /// takes longer than `time_max` is broken off with ReadTooLong; 0: never.
  /// `answer_max`: how long the server may be silent; verify counts whole tables.
  explicit PostgresReader(std::string url, std::chrono::milliseconds time_max = {},
                          std::chrono::milliseconds answer_max = std::chrono::minutes{30});

  /// How long a server that is away is waited for; from now on. 0: it is looked for once.
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

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
  std::vector<Hash> tile_roots(const MarketId& market, unsigned level, std::uint64_t first,
                               std::size_t limit) override;
  std::optional<StoredCheckpoint> checkpoint(const MarketId& market) override;
  std::vector<StoredCheckpoint> all_checkpoints(const MarketId& market) override;
  std::optional<std::string> private_part(const MarketId& market, Seq seq) override;
  std::uint64_t private_count(const MarketId& market) override;
  std::optional<std::string> structure_damage() override;
  std::optional<std::string> vault_get(std::string_view name) override;
  std::vector<std::pair<std::string, std::string>> vault_list(std::string_view prefix) override;

  /// The rows that a statement gives, as of the newest commit or the frozen view; for what the
  /// store asks beside the ledger's own words.
  postgres::Rows ask(std::string_view sql, const postgres::Parameters& parameters = {});

 private:
  void connect();
  void begin_timed();
  std::uint64_t count(std::string_view sql, const MarketId& market);

  std::string url_;
  std::chrono::milliseconds time_max_;
  std::chrono::milliseconds answer_max_;
  std::chrono::milliseconds patience_{0};
  std::unique_ptr<postgres::Connection> connection_;
  std::chrono::steady_clock::time_point until_{};  ///< of the frozen view
  int frozen_ = 0;                                 ///< how many freeze() wait for their thaw()
};

}  // namespace chopay::ledger
