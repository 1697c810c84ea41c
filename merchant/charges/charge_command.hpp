#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "merchant/charges/charge_data.hpp"
#include "merchant/error.hpp"

namespace chopay::merchant::charges {

// What can be asked of a market's charges; as command.hpp has it for the rest of the book. `by` and
// `collector` are whoever acts, as entries keep it.

/// Sets a price from a month on. unknown_market; unknown_zone; bad_text; bad_amount (price over
/// charge_max); bad_period: a month that was billed already.
struct SetTariff {
  using Answer = Result<void>;
  MarketId market;
  TariffSet set;
};

/// What became of a month's bills.
struct Billed {
  std::size_t stalls = 0;
  Dong sum;
  bool more = false;  ///< there are stalls that this entry had no room for: ask again
};
/// Charges the next stalls of a month that were not yet, as many as an entry holds; a stall without
/// a price in force is left out. unknown_market, unknown_account (the board has no account),
/// not_pending (the month is closed), bad_period (a later one was billed, or an earlier one is
/// open).
struct BillStalls {
  using Answer = Result<Billed>;
  MarketId market;
  BusinessDay month;
  std::string by;
};

/// What a stall owes after it paid or was waived something.
struct ChargeState {
  StallId stall;
  ledger::Seq seq{};  ///< of the entry
  Dong owed;
};
/// Cash that a collector took. The same id from the same collector for the stall again writes
/// nothing. unknown_stall; bad_amount: less than 1 đồng or more than is owed; not_pending: the
/// month is closed; idempotency_conflict; bad_request_id.
struct CollectCharge {
  using Answer = Result<ChargeState>;
  MarketId market;
  StallId stall;
  Dong amount;
  std::string id;  ///< 1 to 40 characters without spaces
  std::string collector;
};

/// As CollectCharge; also bad_text: a waiver says why.
struct WaiveCharge {
  using Answer = Result<ChargeState>;
  MarketId market;
  StallId stall;
  Dong amount;
  std::string why;
  std::string by;
};

/// Hands over what a collector holds, or a part. unknown_market; bad_amount.
struct HandOverCash {
  using Answer = Result<HandOver>;
  MarketId market;
  Dong amount;
  std::string collector;
};

/// Says how much was there. unknown_hand_over; needs_other_party: nobody confirms
/// what he handed over himself; not_pending; bad_amount: below 0, or more than was handed over.
struct ConfirmHandOver {
  using Answer = Result<HandOver>;
  MarketId market;
  ledger::Seq hand_over{};
  Dong counted;
  std::string by;
};

/// Ends a month; what is left is carried on. bad_period: it was not billed.
struct CloseCharges {
  using Answer = Result<void>;
  MarketId market;
  BusinessDay month;
  std::string by;
};

struct Charges {
  std::shared_ptr<const Registry> registry;
  ChargeBook book;
};
/// All of it, for the board's papers. unknown_market.
struct ShowCharges {
  using Answer = Result<Charges>;
  MarketId market;
};

/// What a stall owes now.
struct Owed {
  std::shared_ptr<const Registry> registry;
  Dong owed;
  std::optional<BusinessDay> month;  ///< the newest that was billed
};
/// unknown_market; unknown_stall.
struct ShowOwed {
  using Answer = Result<Owed>;
  MarketId market;
  StallId stall;
};

/// The largest price, and the largest sum of a month's bill: a slip of the finger above it.
inline constexpr Dong charge_max{1'000'000'000};
inline constexpr std::size_t waiver_bytes_max = 200;

}  // namespace chopay::merchant::charges
