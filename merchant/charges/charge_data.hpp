#pragma once

#include <string>
#include <utility>
#include <vector>

#include "merchant/charges/charge_book.hpp"

namespace chopay::merchant::charges {

// What stands in the "data" of the entries of charges, as entry_data.hpp has it for other kinds.

struct TariffSet {
  Tariff tariff;
  std::string by;
};

/// What one stall is charged for a month.
struct Bill {
  StallId stall;
  Dong due;
  std::int64_t area_dm2 = 0;
};
/// So many fit in an entry with room to spare.
inline constexpr std::size_t bills_of_entry_max = 100;
struct ChargesDue {
  BusinessDay month;
  std::vector<Bill> bills;
  std::string by;
};

/// In cash: who took it, and their own id, so that a tap twice is one payment.
struct ChargeCollected {
  Person collector;
  std::string id;
};

/// By transfer: who told of it, and when the bank had it.
struct ChargeReceived {
  std::string source;
  ledger::Instant occurred_at;
};

/// Of unnamed money: which, and where a naming is taken back, the entry that named it.
struct MoneyNamed {
  ledger::Seq money{};
  ledger::Seq undoes{};  ///< 0: this names it
  std::string by;
};

struct ChargeWaived {
  BusinessDay month;
  std::string why;
  std::string by;
};

struct HandOverConfirmed {
  ledger::Seq hand_over{};
  Dong counted;
  Person by;
};

struct ChargesClosed {
  BusinessDay month;
  std::string by;
};

std::string to_data(const TariffSet& data);
std::string to_data(const ChargesDue& data);
std::string to_data(const ChargeCollected& data);
std::string to_data(const ChargeReceived& data);
std::string to_data(const MoneyNamed& data);
std::string to_data(const ChargeWaived& data);
std::string to_data(const HandOverConfirmed& data);
std::string to_data(const ChargesClosed& data);
std::string hand_over_data(const Person& collector);

/// Who told of a transfer of charges, and when the bank had it: the epoch in entries of before it
/// was kept.
ChargeReceived read_charge_received(const ledger::Entry& entry);

/// REQUIRES: a charge_waived. Throws BrokenLog.
ChargeWaived read_charge_waived(const ledger::Entry& entry);

/// The account of what a stall owes.
std::string due_account(const StallId& stall);

/// What the entry moves on accounts that begin so; the sum of the amounts.
Dong posted_to(const ledger::Entry& entry, std::string_view prefix);

/// Folds an entry. REQUIRES: its kind is one of charges. Throws BrokenLog.
void apply(ChargeBook& book, const ledger::Entry& entry);

}  // namespace chopay::merchant::charges
