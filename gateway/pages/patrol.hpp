#pragma once

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// The walk round the stalls at /board/patrol: a sticker is scanned or photographed, judged against
/// the registry, and noted. Needs its script; holds no figures. Who has signed in
/// names their session in what they change.
http::Response patrol_page(bool signed_in, Language language = Language::vietnamese);

}  // namespace chopay::pages
