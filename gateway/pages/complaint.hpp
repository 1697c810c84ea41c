#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "gateway/pages/markup.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// What was wrong with a form, said where it is read first; nothing for an empty text.
Markup complaint(std::string_view text);
/// "45 giây", "3 phút".
std::string wait_in_words(std::chrono::seconds wait, Language language = Language::vietnamese);

}  // namespace chopay::pages
