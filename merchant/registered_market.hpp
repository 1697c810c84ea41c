#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// A market with what lies beside its entries: the board's contact, the households' tax codes and
/// phones. What was erased is empty.
struct RegisteredMarket {
  std::shared_ptr<const Registry> registry;
  std::string contact;
  std::map<StallId, HouseholdDetails> households;  ///< of every stall
};

/// The private part of the entry that opens or corrects a market, or a stall; empty where nothing
/// was told.
std::string private_text(std::string_view contact);
std::string private_text(const HouseholdDetails& details);

/// Reads what lies beside the entries of the registry. Throws ledger::StoreFailure.
RegisteredMarket read_registered(ledger::Reader& reader, std::shared_ptr<const Registry> registry);

/// Who a board is reached by: a line of at most 200 characters, or nothing.
bool is_contact(std::string_view text);

/// The board's contact as it was told last. Throws ledger::StoreFailure.
std::string read_contact(ledger::Reader& reader, const Registry& registry);

/// What lies beside one stall's entries. Throws ledger::StoreFailure.
HouseholdDetails read_details(ledger::Reader& reader, const MarketId& market, const Stall& stall);

}  // namespace chopay::merchant
