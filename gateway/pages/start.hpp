#pragma once

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// The page at /: what this address is, and how a vendor and a board open their own pages. It holds
/// no keys and no figures. `sandbox` adds where a trial market's links stand.
http::Response start_page(bool sandbox, Language language = Language::vietnamese);

}  // namespace chopay::pages
