#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// A sticker that somebody scanned at a stall, and what it was. Who scanned it and where can be
/// erased, so it is a row of the vault and no entry.
struct StickerCheck {
  ledger::Instant at;
  std::string stall;    ///< where; empty where neither the code nor the scanner named one
  std::string verdict;  ///< qr::verdict_name
  std::string code_of;  ///< the stall that the code is of; empty for none of ours
  std::string place;    ///< as the scanner wrote it
  std::string by;
};

/// Checks of a stall that are kept: the newest.
inline constexpr std::size_t sticker_checks_kept = 50;

/// The beginning of the names of all checks of a market, by stall and time.
std::string sticker_checks_of(const MarketId& market);
/// The same of one stall; of none where it is empty.
std::string sticker_checks_of(const MarketId& market, std::string_view stall);
ledger::VaultChange sticker_check_row(const MarketId& market, const StickerCheck& check);
/// Reads the value of a row; nothing where it is none.
std::optional<StickerCheck> read_sticker_check(std::string_view value);
/// All that are kept of the market, oldest first. Rows that cannot be read are passed over.
std::vector<StickerCheck> read_sticker_checks(ledger::Reader& reader, const MarketId& market);
/// {"at","stall","verdict","code_of","place","by"}; stalls that are not known are null.
std::string to_json(const StickerCheck& check);

}  // namespace chopay::merchant
