#include "tests/crash/sealed_ledger.hpp"

#include <filesystem>
#include <fstream>
#include <memory>

namespace chopay::testing {

using namespace chopay::ledger;

void RunPlace::write_guard(const std::optional<std::string>& bytes) const {
  if (bytes) {
    std::ofstream{guard(), std::ios::binary | std::ios::trunc} << *bytes;
  } else {
    std::filesystem::remove(guard());
  }
}

LedgerContent content_of(Reader& reader) {
  LedgerContent content;
  for (const auto& [market, head] : reader.heads()) content.heads[market] = head;
  for (const auto& [name, value] : reader.vault_list("")) content.vault[name] = value;
  return content;
}

SealedLedger::SealedLedger(const RunPlace& place, std::optional<HeadGuard> guard)
    : store{place.directory, often, trail_max},
      sealer{store.own_reader(), key(),
             guard ? std::make_unique<HeadGuard>(std::move(*guard)) : nullptr},
      log_(store) {}

void SealedLedger::add(std::span<const Draft> drafts, std::span<const VaultChange> vault,
                       Instant now, LedgerContent& end) {
  const auto entries = log_.seal_all(drafts);
  for (const auto& entry : entries) sealer.add(entry);
  const auto sealed = sealer.seal(now);
  store.begin();
  store.append(entries, vault, sealed.seals);
  sealer.committed(sealed);
  for (const auto& entry : entries) {
    end.heads[entry.entry.market] = {entry.entry.seq, entry.hash};
  }
  for (const auto& change : vault) {
    end.vault.erase(change.name);
    if (change.value) end.vault[change.name] = *change.value;
  }
}

}  // namespace chopay::testing
