#pragma once

#include "gateway/http/message.hpp"
#include "gateway/pages/payee_changes.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// A market's table on trial, and then entered, at /board/import. Filled by its script; the API
/// says what is wrong in the table and what it would change.
http::Response market_import_page(const merchant::Registry& registry, const RegistryLook& look);

}  // namespace chopay::pages
