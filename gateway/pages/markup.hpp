#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace chopay::pages {

/// HTML that may stand in a page as it is. Plain text becomes Markup only by being escaped, so text
/// of vendors and banks can never turn into elements.
class Markup {
 public:
  Markup() = default;
  /// The text with & < > " ' [ as entities: safe between tags and in a quoted attribute, and never
  /// taken for a [[phrase]].
  static Markup text(std::string_view plain);
  /// Takes the HTML as it is. REQUIRES that this house wrote it.
  static Markup trusted(std::string html) { return Markup{std::move(html)}; }

  const std::string& html() const { return html_; }
  Markup& operator+=(const Markup& other);

 private:
  explicit Markup(std::string html) : html_(std::move(html)) {}
  std::string html_;
};

/// A phrase of words.hpp that the page's frame puts into its language.
Markup phrase(std::string_view vietnamese);

/// What goes into one {{name}} of a template: text, which is escaped, or markup.
struct Slot {
  Slot(std::string_view name_, std::string_view text) : name(name_), value(Markup::text(text)) {}
  Slot(std::string_view name_, const char* text) : Slot(name_, std::string_view{text}) {}
  Slot(std::string_view name_, const std::string& text) : Slot(name_, std::string_view{text}) {}
  Slot(std::string_view name_, Markup markup) : name(name_), value(std::move(markup)) {}

  std::string_view name;
  Markup value;
};

/// The template with every {{name}} replaced by its slot; a slot may be used often or not at all.
/// Throws std::logic_error for a {{name}} without a slot or without its closing braces.
Markup fill(std::string_view html, std::initializer_list<Slot> slots);

}  // namespace chopay::pages
