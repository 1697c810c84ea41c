#pragma once

#include "gateway/http/message.hpp"

namespace chopay::pages {

/// The walk round the stalls at /board/patrol: a sticker is scanned or photographed, judged against
/// the registry, and noted. Needs its script; holds no figures. Who has signed in
/// names their session in what they change.
http::Response patrol_page(bool signed_in);

}  // namespace chopay::pages
