#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/store.hpp"

namespace chopay::testing {

/// A reader that is another one, but for what a test overrides. The other one must outlive it.
class PassingReader : public ledger::Reader {
 public:
  using MarketId = ledger::MarketId;
  using Seq = ledger::Seq;

  explicit PassingReader(ledger::Reader& real) : real_(real) {}
  void freeze() override { real_.freeze(); }
  void thaw() noexcept override { real_.thaw(); }
  std::vector<ledger::MarketHead> heads() override { return real_.heads(); }
  ledger::Head head(const MarketId& market) override { return real_.head(market); }
  void read(const MarketId& market, Seq after, std::size_t limit,
            const std::function<bool(const ledger::StoredEntry&)>& take) override {
    real_.read(market, after, limit, take);
  }
  void read_rows(const MarketId& market,
                 const std::function<bool(const ledger::EntryRow&)>& take) override {
    real_.read_rows(market, take);
  }
  void read_keys(const MarketId& market,
                 const std::function<bool(const ledger::KeyRow&)>& take) override {
    real_.read_keys(market, take);
  }
  std::vector<std::pair<ledger::StallId, Seq>> stall_heads(const MarketId& market) override {
    return real_.stall_heads(market);
  }
  std::vector<ledger::StoredEntry> stall_page(const MarketId& market, const ledger::StallId& stall,
                                              Seq before, std::size_t limit) override {
    return real_.stall_page(market, stall, before, limit);
  }
  std::optional<Seq> find_key(const MarketId& market, const ledger::CreditKey& key) override {
    return real_.find_key(market, key);
  }
  std::optional<std::string> newest_reference(const MarketId& market, ledger::BusinessDay day,
                                              const std::string& bank) override {
    return real_.newest_reference(market, day, bank);
  }
  std::uint64_t key_count(const MarketId& market) override { return real_.key_count(market); }
  ledger::DayTotals day_totals(const MarketId& market, ledger::BusinessDay day) override {
    return real_.day_totals(market, day);
  }
  std::optional<ledger::DayTotal> day_total(const MarketId& market, ledger::BusinessDay day,
                                            const std::string& account) override {
    return real_.day_total(market, day, account);
  }
  std::vector<ledger::DayTotal> all_totals(const MarketId& market) override {
    return real_.all_totals(market);
  }
  std::vector<ledger::Hash> tile_roots(const MarketId& market, unsigned level, std::uint64_t first,
                                       std::size_t limit) override {
    return real_.tile_roots(market, level, first, limit);
  }
  std::optional<ledger::StoredCheckpoint> checkpoint(const MarketId& market) override {
    return real_.checkpoint(market);
  }
  std::vector<ledger::StoredCheckpoint> all_checkpoints(const MarketId& market) override {
    return real_.all_checkpoints(market);
  }
  std::optional<std::string> private_part(const MarketId& market, Seq seq) override {
    return real_.private_part(market, seq);
  }
  std::uint64_t private_count(const MarketId& market) override {
    return real_.private_count(market);
  }
  std::optional<std::string> structure_damage() override { return real_.structure_damage(); }
  std::optional<std::string> vault_get(std::string_view name) override {
    return real_.vault_get(name);
  }
  std::vector<std::pair<std::string, std::string>> vault_list(std::string_view prefix) override {
    return real_.vault_list(prefix);
  }

 private:
  ledger::Reader& real_;
};

/// The same of a store.
class PassingStore : public ledger::Store {
 public:
  explicit PassingStore(ledger::Store& real) : real_(real) {}
  std::unique_ptr<ledger::Reader> reader() override { return real_.reader(); }
  ledger::Reader& own_reader() override { return real_.own_reader(); }
  void begin() override { real_.begin(); }
  void abandon() override { real_.abandon(); }
  void append(std::span<const ledger::SealedEntry> entries,
              std::span<const ledger::VaultChange> vault,
              std::span<const ledger::Seal> seals) override {
    real_.append(entries, vault, seals);
  }
  void erase_private(const ledger::MarketId& market, std::span<const ledger::Seq> seqs) override {
    real_.erase_private(market, seqs);
  }
  bool between_batches(bool idle) override { return real_.between_batches(idle); }

 private:
  ledger::Store& real_;
};

}  // namespace chopay::testing
