#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/business_day.hpp"

namespace chopay::pages {

/// What a page speaks.
enum class Language { vietnamese, english };

/// "vi", "en".
std::string_view tag_of(Language language);
/// As it calls itself: "Tiếng Việt", "English".
std::string_view name_of(Language language);
std::optional<Language> language_from(std::string_view tag);

/// A phrase of a page in the language. Phrases are written in Vietnamese, where they stand; the
/// table of words.cpp has the English ones. Throws std::logic_error for one that is not there.
std::string_view say(std::string_view vietnamese, Language language);

/// "Ngày 24 tháng 11 năm 2026", "24 November 2026".
std::string long_day(ledger::BusinessDay day, Language language);

/// A template whose phrases stand in [[ ]], with them in the language.
std::string worded(std::string_view html, Language language);

}  // namespace chopay::pages
