#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/error.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

// What is asked of the vault's rows, as command.hpp takes it.

/// Notes that somebody is invited to sign in: who may let people in for a board is in the log.
/// The rows of the vault that do it are kept with the entry, or neither is. unknown_market,
/// bad_text.
struct NoteInvitation {
  using Answer = Result<void>;
  MarketId market;
  std::string role;
  std::string by;  ///< who invites, as entries keep it; a line of 1 to 64 bytes
  /// Whose account ends with it, by account_hash(): they get another authenticator app. Empty for
  /// nobody's.
  std::string instead_of = {};
  std::vector<ledger::VaultChange> rows = {};
};
inline constexpr std::size_t inviter_bytes_max = 64;

/// Puts or erases rows of the vault, all or none; durable like an entry, but not part of any log.
/// Where `only_if` is told, only if that row has that value still, or is still not there: who has
/// decided by what they read must not overwrite what another has decided since. changed_meanwhile.
struct ChangeVault {
  using Answer = Result<void>;
  ledger::VaultChange change;
  std::vector<ledger::VaultChange> further = {};
  std::optional<ledger::VaultChange> only_if = {};
};

}  // namespace chopay::merchant
