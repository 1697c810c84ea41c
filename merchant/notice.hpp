#pragma once

#include <string>

#include "ledger/business_day.hpp"
#include "ledger/clock.hpp"
#include "ledger/dong.hpp"

namespace chopay::merchant {

/// Which way the money of a notice went, seen from the account of the notice.
enum class Direction { in, out };

/// What a bank says of one transfer, in our own words. Nothing past gateway/bank knows which
/// provider's format it came in.
struct BankNotice {
  std::string source;           ///< id of the configured source that delivered it
  std::string provider_id;      ///< the provider's own id of the transaction; for logs only
  std::string bank;             ///< BIN of the receiving bank, 6 digits; empty when it is not named
  std::string account;          ///< receiving account as the provider writes it, ≤ 32 characters
  std::string virtual_account;  ///< the virtual account that was paid into, may be empty
  std::string bank_ref;         ///< the bank's reference of the transfer, 1–64 characters
  ledger::BusinessDay day;      ///< by the bank's own clock
  ledger::Dong amount;          ///< 1 … notice_amount_max, whichever the direction
  Direction direction = Direction::in;
  bool reversal = false;        ///< takes back an earlier transfer of the other direction
  std::string content;          ///< the transfer text as delivered, ≤ 512 bytes of UTF-8
  ledger::Instant occurred_at;  ///< the bank's time of the transfer
  std::string payer_name;       ///< as the bank gave it, may be empty; never logged
  std::string payer_account;    ///< as the bank gave it, may be empty; never logged
  std::string payer_bank;       ///< as the bank gave it, may be empty
};

/// No single transfer is near this; more is a broken message, and sums stay far from overflowing.
inline constexpr ledger::Dong notice_amount_max{10'000'000'000'000};

}  // namespace chopay::merchant
