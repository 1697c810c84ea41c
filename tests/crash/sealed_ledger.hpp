#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "ledger/head_guard.hpp"
#include "ledger/log_key.hpp"
#include "ledger/sealer.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/support/log_writer.hpp"

namespace chopay::testing {

/// Where a ledger and its head guard lie.
struct RunPlace {
  std::string directory;
  std::string guard() const { return directory + "/head"; }
  /// Makes the head guard hold this; nothing: there is none.
  void write_guard(const std::optional<std::string>& bytes) const;
};

/// What is in a ledger, as somebody outside sees it.
struct LedgerContent {
  std::map<ledger::MarketId, ledger::Head> heads;
  std::map<std::string, std::string> vault;
  friend bool operator==(const LedgerContent&, const LedgerContent&) = default;
};
LedgerContent content_of(ledger::Reader& reader);

/// A ledger with its signer, written to as a lane would.
class SealedLedger {
 public:
  SealedLedger(const RunPlace& place, std::optional<ledger::HeadGuard> guard);

  /// One batch: written, signed, and the head guard moved. `end` is what was there, and is then.
  void add(std::span<const ledger::Draft> drafts, std::span<const ledger::VaultChange> vault,
           ledger::Instant now, LedgerContent& end);

  /// What signs every such ledger.
  static ledger::LogKey key() { return {"pay.example.vn", ledger::ed25519::Seed{7}}; }
  /// So small that the WAL is moved, and begun anew, many times in a run.
  static constexpr ledger::CheckpointPages often{40, 80};
  /// So few that rows are written by batches that came after their own.
  static constexpr std::size_t trail_max = 50;

  ledger::SqliteStore store;
  ledger::Sealer sealer;

 private:
  LogWriter log_;
};

}  // namespace chopay::testing
