#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/business_day.hpp"
#include "merchant/registry.hpp"
#include "qr/sticker.hpp"
#include "qr/verdict.hpp"

namespace chopay::merchant {

/// The payload of a stall's static code: its account, no amount, and as the memo its own reference
/// code with its number behind it where both fit.
std::string static_payload(const Stall& stall);
/// The memo of that payload.
std::string static_memo(const Stall& stall);

/// What names one issue of a stall's sticker, in the address that is printed on it: the stall's own
/// code and the issue, "JXF0000000A-2".
struct StickerName {
  ReferenceCode memo;
  int issue = 1;

  /// Reads text() in either case. Nothing for another form.
  static std::optional<StickerName> parse(std::string_view text);
  std::string text() const;
};

/// The codes that the market has issued, for qr::judge(). What was printed for an account that a
/// stall gave up is not kept; that it is outdated is known by the account. Keeps the registry.
qr::IssuedCodes issued_codes(std::shared_ptr<const Registry> registry);

/// What stands on every sticker of a print run.
struct PrintRun {
  ledger::BusinessDay day;     ///< printed as "Tem số 3, 24/11/2026"
  std::string verify_address;  ///< "cho.vn/s"; the sticker's own name is put behind it
};

/// What is printed for one stall: its market, zone, number, the account's holder and bank.
qr::Sticker sticker_of(const Registry& registry, const Stall& stall, const PrintRun& run);

/// The stickers of all stalls, or of one zone: zones in the market's order, stalls by number
/// (A2 before A12). `zone` empty: all.
std::vector<qr::Sticker> stickers_of(const Registry& registry, std::string_view zone,
                                     const PrintRun& run);

}  // namespace chopay::merchant
