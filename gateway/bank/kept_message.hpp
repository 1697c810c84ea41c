#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/store.hpp"
#include "merchant/notice.hpp"
#include "merchant/report/incidents.hpp"

namespace chopay::bank {

/// An authentic message that did not become a credit although money may stand behind it: nobody of
/// ours has the account, the source may not speak of it, or a person must look first. It is kept
/// before it is acknowledged, so that what a bank was told is taken is never lost.
struct KeptMessage {
  std::string source;
  std::string reason;  ///< a sentence for a person
  ledger::Instant received_at;
  std::string body;  ///< byte for byte
  /// What notices_text() made of what it tells of; empty where nothing of it is to be posted later.
  std::string notices = {};

  friend bool operator==(const KeptMessage&, const KeptMessage&) = default;
};

/// What the names of all rows begin with.
inline constexpr std::string_view kept_prefix = "kept/";
/// What the rows of the delivery log begin with; a source and a slash follow.
inline constexpr std::string_view delivery_prefix = "delivery/";

/// The vault's row: kept/<source>/<SHA-256 of the body>, so that a repeat takes no second row.
ledger::VaultChange kept_row(const KeptMessage& message);
/// The name of the row of a message, by the SHA-256 of its body in hexadecimal.
std::string kept_name(std::string_view source, std::string_view body_hash);

/// Notices as text, to be posted later: a JSON array. Empty for none.
std::string notices_text(const std::vector<merchant::BankNotice>& notices);
/// Reads that form; none where it is another.
std::vector<merchant::BankNotice> read_notices(std::string_view text);
/// Reads the value of a row; nullopt when it is not one.
std::optional<KeptMessage> read_kept(std::string_view value);

/// When which source sent what is kept, for the incident log: nothing of what it says. They name no
/// market, so of a ledger with several there are none.
std::vector<merchant::report::KeptAside> kept_aside(ledger::Reader& reader);

}  // namespace chopay::bank
