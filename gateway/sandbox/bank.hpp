#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/sandbox/error.hpp"
#include "gateway/sandbox/transfer_text.hpp"
#include "gateway/sandbox/wire_format.hpp"
#include "ledger/clock.hpp"
#include "ledger/dong.hpp"
#include "qr/bank_directory.hpp"
#include "qr/decoded.hpp"

/// The simulated bank: the shopper's bank and the aggregator that tells of it, in one. It moves no
/// money; what it makes is the message that a real payment would cause.
namespace chopay::sandbox {

/// What can go wrong when somebody pays, on purpose.
enum class Trouble {
  exact,   ///< nothing
  short_,  ///< 1 000 đồng too little, half where there is not that much
  over,    ///< 1 000 đồng too much
  twice,   ///< the aggregator sends the identical notice two times
};

/// The name in forms and on the command line: "exact", "short", "over", "twice".
std::optional<Trouble> trouble_of(std::string_view name);

/// Numbers of payments: 1 … 2^53 − 1, what a JSON reader in any language keeps exactly.
inline constexpr std::uint64_t payment_number_max = (std::uint64_t{1} << 53U) - 1;

/// A shopper scans a code and pays.
struct SimulatedPayment {
  const qr::Decoded& code;  ///< as read from the picture
  ledger::Dong amount;      ///< what the payer is asked for
  Trouble trouble = Trouble::exact;
  NoteStyle note_as = NoteStyle::plain;
  ledger::Instant now;  ///< when it is paid and told of
  /// 1 … payment_number_max, never used before at this sandbox: id and reference come from it.
  std::uint64_t number = 0;
  std::string_view provider = "sepay";  ///< one of wire_kinds()
  std::string_view path = "/";          ///< of the callback, where the provider signs it
};

/// The amount of a code, or the one given, which wins: a payer may type over it. no_amount where
/// there is neither.
Result<ledger::Dong> amount_to_pay(const qr::Decoded& code, std::optional<ledger::Dong> given);

/// Pays a code and makes the notices that arrive for it, in order, in the provider's format.
/// Errors: not_vietqr, unknown_bank, amount_out_of_range (also when the trouble leaves no amount).
Result<std::vector<SignedNotice>> pay(
    const SimulatedPayment& payment, std::string_view secret,
    const qr::BankDirectory& banks = qr::BankDirectory::standard());

}  // namespace chopay::sandbox
