#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::api {

/// That somebody was shown who paid: who, when and of which payment; never what was shown.
struct PayerView {
  ledger::Instant at{};
  std::string by;  ///< as entries name who acted
  ledger::Seq credit{};
  merchant::StallId stall;
  std::string refund;  ///< for which the payer was needed
};

/// The row of the vault that keeps it. Each has a name of its own, so that none overwrites another.
ledger::VaultChange payer_view_row(const ledger::MarketId& market, const PayerView& view,
                                   ledger::Random& random);

/// The market's newest ones, at most `limit`, newest first; what cannot be read is left out.
std::vector<PayerView> newest_payer_views(ledger::Reader& reader, const ledger::MarketId& market,
                                          std::size_t limit);

/// "NGUYEN V* K*": the first of several words, and how the others begin. Empty stays empty.
std::string masked_name(std::string_view name);
/// "••••6789"; without the digits where that would be most of the account. Empty stays empty.
std::string masked_account(std::string_view account);

}  // namespace chopay::api
