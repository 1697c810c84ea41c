#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "merchant/charges/charge_data.hpp"
#include "merchant/error.hpp"

namespace chopay::merchant::charges {

// What can be asked of a market's charges; as command.hpp has it for the rest of the book. `by` and
// `collector` are whoever acts, as entries keep it; `name` is what people call them, kept in the
// entry beside it: papers of the year before must say who took the money, also when the person has
// gone.

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
  std::string name = {};
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

/// Hands over what a collector holds, or a part. unknown_market; bad_amount; nameless_person: a key
/// without a name could be anybody's second one.
struct HandOverCash {
  using Answer = Result<HandOver>;
  MarketId market;
  Dong amount;
  std::string collector;
  std::string name = {};
};

/// Says how much was there. unknown_hand_over; needs_other_party: nobody confirms what he handed
/// over himself, not with another of his keys either; nameless_person; not_pending; bad_amount:
/// below 0, or more than was handed over.
struct ConfirmHandOver {
  using Answer = Result<HandOver>;
  MarketId market;
  ledger::Seq hand_over{};
  Dong counted;
  std::string by;
  std::string name = {};
};

/// Says that a part of unnamed money on the board's account pays a stall's charges. unknown_credit;
/// unknown_stall; bad_amount: less than 1 đồng or more than is left of it; too_many_allocations.
struct NameMoney {
  using Answer = Result<ChargeState>;
  MarketId market;
  ledger::Seq money{};  ///< the entry that received it
  StallId stall;
  Dong amount;
  std::string by;
};

/// Takes a NameMoney back. unknown_credit; unknown_allocation.
struct TakeBackName {
  using Answer = Result<ChargeState>;
  MarketId market;
  ledger::Seq money{};
  ledger::Seq named{};  ///< the entry of the NameMoney
  std::string by;
};

/// Ends a month; what is left is carried on. bad_period: it was not billed.
struct CloseCharges {
  using Answer = Result<void>;
  MarketId market;
  BusinessDay month;
  std::string by;
};

/// The sums of a month that was billed.
struct MonthSums {
  BusinessDay month;
  StallCharge sum;
  bool closed = false;
};

/// Parts of the book, whichever were asked for.
struct Charges {
  std::shared_ptr<const Registry> registry;
  ledger::Seq last{};       ///< ChargeBook::last
  ledger::Instant last_at;  ///< ChargeBook::last_at
  std::optional<BusinessDay> newest;
  std::vector<Tariff> tariffs;
  ChargeMonth bills;                    ///< of the month
  std::map<StallId, Dong> area_prices;  ///< of the month: where just one price is for each m²
  std::vector<HandOver> hand_overs;     ///< of the month; of an overview those that wait
  std::map<StallId, AgedDebt> debts;    ///< of who owes
  std::vector<MonthSums> months;        ///< oldest first, the newest 24
  std::map<std::string, CollectorCash> cash;  ///< of who holds any
  std::vector<UnnamedMoney> unnamed;          ///< what waits, and of the rest the newest 50
};

enum class ChargesPart {
  bills,       ///< bills, area_prices; unknown_charge_month
  hand_overs,  ///< of the month
  debts,
  overview,  ///< months, tariffs, cash, hand_overs, unnamed
};

/// What one paper or page needs: the lane must not copy years of bills for it. unknown_market.
struct ShowCharges {
  using Answer = Result<Charges>;
  MarketId market;
  ChargesPart part = ChargesPart::overview;
  BusinessDay month = {};
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
/// Of one transfer that named no stall.
inline constexpr std::size_t named_parts_max = 20;

}  // namespace chopay::merchant::charges
