#pragma once

#include <string>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/charges/charge_book.hpp"

namespace chopay::merchant::charges {

/// What a stall was let off of a month's charges, and why.
struct Waiver {
  StallId stall;
  BusinessDay day;  ///< on which it was waived
  Dong amount;
  std::string why;
  ledger::Seq entry{};
};

/// The waivers of a month's bills, by stall, the oldest first. Reads the entries of each stall that
/// was let off anything, back to the first of its waivers. Not for an I/O thread.
std::vector<Waiver> read_waivers(ledger::Reader& reader, const MarketId& market,
                                 const ChargeMonth& bills, BusinessDay month);

}  // namespace chopay::merchant::charges
