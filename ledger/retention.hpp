#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "ledger/store.hpp"

namespace chopay::ledger {

/// Chooses private parts: the entry, and its part without the salt.
using PrivateChoice = std::function<bool(const Entry& entry, std::string_view part)>;

/// Erases the private parts of a market's entries that are chosen, by age or by person; the log
/// itself is not touched, stays valid and shows them as erased. Durable on return; how many were
/// erased. Copies in backups are erased only when those are. Throws StoreFailure, also where
/// somebody reads a ledger in SQLite and so keeps what was erased in its files: the next call
/// finishes it.
std::uint64_t erase_private_parts(Store& store, const MarketId& market,
                                  const PrivateChoice& chosen);

/// Chooses rows of the vault: a row's name and value.
using VaultRowChoice = std::function<bool(std::string_view name, std::string_view value)>;

/// Erases the chosen rows of the vault among those whose names begin with the prefix, also from the
/// room that they took. Durable on return; how many were erased. Throws StoreFailure as
/// erase_private_parts() does.
std::uint64_t erase_vault_rows(Store& store, std::string_view prefix, const VaultRowChoice& chosen);

}  // namespace chopay::ledger
