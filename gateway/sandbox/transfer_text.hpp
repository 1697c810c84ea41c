#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chopay::sandbox {

/// Which bank's habits change the payer's text on its way (callback facts §7).
enum class NoteStyle {
  plain,  ///< arrives as it was written
  vcb,    ///< sent from Vietcombank's app: its number in front, payer and payee behind
  mb,     ///< the same, received at MB over NAPAS: broken after every 35th character
  bidv,   ///< BIDV: upper case, punctuation gone, cut to 269 with the payer's text cut first
};

/// The name on the command line: "plain", "vcb", "mb", "bidv".
std::optional<NoteStyle> note_style(std::string_view name);

/// What a bank knows of a transfer when it writes its text. All made up but for the payee.
struct TransferDetails {
  std::string_view memo;           ///< what the payer wrote, may be empty
  std::string_view payee_account;  ///< the receiving account
  std::uint64_t number = 0;        ///< gives the digits that differ between transfers
};

/// The transfer text as the receiving bank passes it on; ASCII if the memo is, ≤ 512 bytes for
/// memos of up to 300. The same details give the same text.
std::string transfer_text(NoteStyle style, const TransferDetails& details);

}  // namespace chopay::sandbox
