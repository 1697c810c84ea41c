#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/ids.hpp"
#include "ledger/note.hpp"

namespace chopay::api {

/// The newest checkpoint of each market that witnesses have signed, with their signatures. In
/// memory only: after a start the witnesses are asked anew. Safe from any thread.
class Cosigned {
 public:
  /// Adds a witness's signature to a checkpoint of this size; a newer one replaces the older.
  void add(const ledger::MarketId& market, std::uint64_t size, const ledger::Note& checkpoint,
           const ledger::NoteSignature& signature);
  /// Nothing where no witness has signed yet.
  std::optional<ledger::Note> find(const ledger::MarketId& market) const;

 private:
  struct Signed {
    std::uint64_t size = 0;
    ledger::Note note;
  };
  mutable std::mutex mutex_;
  std::map<ledger::MarketId, Signed> newest_;
};

}  // namespace chopay::api
