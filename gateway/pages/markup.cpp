#include "gateway/pages/markup.hpp"

#include <algorithm>
#include <stdexcept>

namespace chopay::pages {

Markup Markup::text(std::string_view plain) {
  std::string html;
  html.reserve(plain.size());
  for (const char c : plain) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      case '[':
        html += "&#91;";
        break;
      default:
        html += c;
    }
  }
  return Markup{std::move(html)};
}

Markup& Markup::operator+=(const Markup& other) {
  html_ += other.html_;
  return *this;
}

Markup phrase(std::string_view vietnamese) {
  return Markup::trusted("[[" + std::string{vietnamese} + "]]");
}

Markup fill(std::string_view html, std::initializer_list<Slot> slots) {
  std::string out;
  out.reserve(html.size() * 2);
  for (;;) {
    const auto open = html.find("{{");
    out += html.substr(0, open);
    if (open == std::string_view::npos) return Markup::trusted(std::move(out));
    const auto close = html.find("}}", open);
    if (close == std::string_view::npos) throw std::logic_error("a slot is not closed");
    const auto name = html.substr(open + 2, close - open - 2);
    const auto slot = std::find_if(slots.begin(), slots.end(),
                                   [&](const Slot& each) { return each.name == name; });
    if (slot == slots.end()) throw std::logic_error("nothing fills the slot " + std::string{name});
    out += slot->value.html();
    html.remove_prefix(close + 2);
  }
}

}  // namespace chopay::pages
