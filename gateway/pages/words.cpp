#include "gateway/pages/words.hpp"

#include <map>
#include <stdexcept>

#include "gateway/pages/markup.hpp"
#include "gateway/pages/phrases.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

const std::map<std::string_view, std::string_view>& english_phrases() {
  static const auto table = [] {
    std::map<std::string_view, std::string_view> english;
    for (const auto phrases :
         {visitor_phrases(), person_phrases(), board_phrases(), registry_phrases()}) {
      for (const auto& [vietnamese, words] : phrases) english.emplace(vietnamese, words);
    }
    return english;
  }();
  return table;
}

}  // namespace

std::string_view tag_of(Language language) {
  return language == Language::english ? "en" : "vi";
}

std::string_view name_of(Language language) {
  return language == Language::english ? "English" : "Tiếng Việt";
}

std::optional<Language> language_from(std::string_view tag) {
  if (tag == "vi") return Language::vietnamese;
  if (tag == "en") return Language::english;
  return std::nullopt;
}

std::string_view say(std::string_view vietnamese, Language language) {
  if (vietnamese.empty()) return {};
  const auto found = english_phrases().find(vietnamese);
  if (found == english_phrases().end()) {
    throw std::logic_error("no English for: " + std::string{vietnamese});
  }
  return language == Language::english ? found->second : vietnamese;
}

std::string long_day(ledger::BusinessDay day, Language language) {
  if (language == Language::vietnamese) {
    return merchant::capitalised(merchant::format_long_day(day));
  }
  constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
  const auto text = to_string(day);  // 2026-11-24
  return text.substr(8) + ' ' + std::string{months[std::stoul(text.substr(5, 2)) - 1]} + ' ' +
         text.substr(0, 4);
}

std::string worded(std::string_view html, Language language) {
  std::string out;
  out.reserve(html.size());
  for (;;) {
    const auto open = html.find("[[");
    out += html.substr(0, open);
    if (open == std::string_view::npos) return out;
    const auto close = html.find("]]", open);
    if (close == std::string_view::npos) throw std::logic_error("a phrase is not closed");
    out += Markup::text(say(html.substr(open + 2, close - open - 2), language)).html();
    html.remove_prefix(close + 2);
  }
}

}  // namespace chopay::pages
