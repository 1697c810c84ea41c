#include "gateway/api/cosigned.hpp"

#include <algorithm>

namespace chopay::api {

void Cosigned::add(const ledger::MarketId& market, std::uint64_t size,
                   const ledger::Note& checkpoint, const ledger::NoteSignature& signature) {
  const std::lock_guard lock{mutex_};
  auto& newest = newest_[market];
  if (size < newest.size) return;
  if (size > newest.size || newest.note.text != checkpoint.text) newest = {size, checkpoint};
  auto& signatures = newest.note.signatures;
  const auto same = std::find_if(signatures.begin(), signatures.end(), [&](const auto& one) {
    return one.name == signature.name && one.key_id == signature.key_id;
  });
  if (same == signatures.end()) {
    signatures.push_back(signature);
  } else {
    *same = signature;
  }
}

std::optional<ledger::Note> Cosigned::find(const ledger::MarketId& market) const {
  const std::lock_guard lock{mutex_};
  const auto found = newest_.find(market);
  if (found == newest_.end()) return std::nullopt;
  return found->second.note;
}

}  // namespace chopay::api
