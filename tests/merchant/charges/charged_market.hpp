#pragma once

#include <string>

#include "merchant/charges/charge_report.hpp"
#include "tests/support/market_fixture.hpp"

namespace chopay::testing {

/// A market whose board has an account, with three stalls: A01 of 4.5 m², A02 of 3 m², A10 of no
/// area, and two prices from 2026-11 on: 100,000 ₫ a m², 20,000 ₫ a stall for cleaning.
class ChargedMarket {
 public:
  ChargedMarket();

  merchant::charges::Billed bill(const char* month);
  merchant::Result<merchant::charges::ChargeState> collect(const char* stall, std::int64_t dong,
                                                           std::string id,
                                                           std::string collector = "board:a",
                                                           std::string name = {});
  /// A transfer to the board's account.
  merchant::TakeNotice::Answer transfer(std::int64_t dong, std::string content);
  merchant::charges::Charges charges(merchant::charges::ChargesPart part,
                                     const char* month = "2026-11");
  ledger::Dong owed(const char* stall);
  /// The code by which the stall pays what it owes.
  std::string payload(const char* stall);
  std::string memo(const char* stall);

  MarketDesk desk;

 private:
  int references_ = 0;
};

ledger::BusinessDay month_of(const char* text);
ledger::StallId stall_id(const char* code);

}  // namespace chopay::testing
