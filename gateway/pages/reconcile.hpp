#pragma once

#include "gateway/http/message.hpp"
#include "gateway/pages/payee_changes.hpp"
#include "ledger/business_day.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// What a board does until the day's money is explained, at /board/reconcile: says whose the
/// credits are that name no stall, compares a bank's statement and then posts what it alone has,
/// and closes the day. Filled by its script; the API decides whether something is done.
http::Response reconcile_page(const merchant::Registry& registry, ledger::BusinessDay today,
                              const RegistryLook& look);

}  // namespace chopay::pages
