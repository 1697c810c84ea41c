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

/// In cash: `collector` is who took it; else `source` is who told of the transfer.
struct ChargePaid {
  std::string collector;
  std::string source;
  std::string id;  ///< of cash: the collector's own, so that a tap twice is one payment
};

struct ChargeWaived {
  BusinessDay month;
  std::string why;
  std::string by;
};

struct HandOverConfirmed {
  ledger::Seq hand_over{};
  Dong counted;
  std::string by;
};

struct ChargesClosed {
  BusinessDay month;
  std::string by;
};

std::string to_data(const TariffSet& data);
std::string to_data(const ChargesDue& data);
std::string to_data(const ChargePaid& data);
std::string to_data(const ChargeWaived& data);
std::string to_data(const HandOverConfirmed& data);
std::string to_data(const ChargesClosed& data);
std::string hand_over_data(const std::string& collector);

/// What the entry moves on accounts that begin so; the sum of the amounts.
Dong posted_to(const ledger::Entry& entry, std::string_view prefix);

/// Folds an entry. REQUIRES: its kind is one of charges. Throws BrokenLog.
void apply(ChargeBook& book, const ledger::Entry& entry);

}  // namespace chopay::merchant::charges
