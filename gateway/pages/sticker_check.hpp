#pragma once

#include <optional>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// What is registered for a stall, for whoever doubts its sticker: no more than is printed on it.
/// `issue` is the number of the sticker that the address was read from, where it told one: of an
/// earlier issue, and of one that was never made, the page warns.
http::Response sticker_check_page(const merchant::Registry& registry, const merchant::Stall& stall,
                                  std::optional<int> issue = {},
                                  Language language = Language::vietnamese);

}  // namespace chopay::pages
