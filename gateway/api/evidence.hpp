#pragma once

#include <string>

#include "ledger/store.hpp"
#include "merchant/notice.hpp"

namespace chopay::api {

/// What is kept in the vault beside a credit or a rejection: erasable, and never in the log.
struct Evidence {
  std::string content;  ///< the transfer text
  std::string payer_name;
  std::string payer_account;
  std::string payer_bank;
  std::string provider_id;
  std::string raw;     ///< the message, byte for byte; empty where it came in no callback
  bool there = false;  ///< false where it was erased
};

/// The private part of the entry that a notice becomes.
std::string evidence_of(const merchant::BankNotice& notice, std::string_view raw_body);
/// What the vault still has of an entry's private part; all empty where it was erased.
Evidence read_evidence(ledger::Reader& reader, const ledger::MarketId& market, ledger::Seq seq);

}  // namespace chopay::api
