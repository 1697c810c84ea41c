#pragma once

#include "gateway/pages/markup.hpp"

namespace chopay::pages {

/// The dialog in which deeds.js asks for password and code where the API wants them again; nothing
/// where nobody is asked.
Markup proof_dialog(bool asked);

}  // namespace chopay::pages
