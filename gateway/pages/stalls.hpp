#pragma once

#include "gateway/http/message.hpp"
#include "gateway/pages/payee_changes.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// Every stall as it is registered, by zone, at /board/stalls; for who acts, the correction of the
/// market's and the zones' names.
http::Response stall_list_page(const merchant::Registry& registry, const RegistryLook& look);

/// One stall at /board/stalls/{stall}: what is registered of it, whether its household lets the
/// board see its figures, and for who acts its devices and the correction of its wording.
http::Response stall_card_page(const merchant::Registry& registry, const merchant::Stall& stall,
                               const RegistryLook& look);

/// Who may come in for the board, at /board/people. Filled by its script.
http::Response board_people_page(const merchant::Registry& registry, bool signed_in,
                                 Language language = Language::vietnamese);

}  // namespace chopay::pages
