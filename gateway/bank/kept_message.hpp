#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"
#include "ledger/store.hpp"

namespace chopay::bank {

/// An authentic message that did not become a credit although money may stand behind it: nobody of
/// ours has the account, the source may not speak of it, or a person must look first. It is kept
/// before it is acknowledged, so that what a bank was told is taken is never lost.
struct KeptMessage {
  std::string source;
  std::string reason;  ///< a sentence for a person
  ledger::Instant received_at;
  std::string body;  ///< byte for byte

  friend bool operator==(const KeptMessage&, const KeptMessage&) = default;
};

/// What the names of all rows begin with.
inline constexpr std::string_view kept_prefix = "kept/";

/// The vault's row: kept/<source>/<SHA-256 of the body>, so that a repeat takes no second row.
ledger::VaultChange kept_row(const KeptMessage& message);
/// Reads the value of a row; nullopt when it is not one.
std::optional<KeptMessage> read_kept(std::string_view value);

}  // namespace chopay::bank
