#pragma once

#include <span>
#include <string_view>

namespace chopay::pages {

/// What is said in both languages. The Vietnamese words are also the phrase's name.
struct Phrase {
  std::string_view vietnamese;
  std::string_view english;
};

/// Of the shopper's pages, the vendor's lock, and whoever opens a link.
std::span<const Phrase> visitor_phrases();
/// Of who signs in, is invited, or sets a gateway up.
std::span<const Phrase> person_phrases();
/// Of the board's day, log, alarms and sources.
std::span<const Phrase> board_phrases();
/// Of the registry, the stickers and the charges.
std::span<const Phrase> registry_phrases();

}  // namespace chopay::pages
