#pragma once

#include <string>
#include <string_view>

namespace chopay::merchant {

/// Finds what names a person (a name, a number of a phone or account) in what others sent: however
/// its letters are marked, in capitals or not (fold_for_search), and also where JSON writes them as
/// escapes (\u1ea1), even in a JSON text that lies within another. A bank's notice has a name plain
/// where its owner writes it with marks: who is to be forgotten is to be found under either.
class PersonSearch {
 public:
  explicit PersonSearch(std::string_view wanted);

  /// True where nothing of what is wanted can be looked for; then it would be found in every text.
  bool is_empty() const { return wanted_.empty(); }
  bool is_found_in(std::string_view text) const;

 private:
  std::string wanted_;  ///< folded
};

/// The text with the escapes of JSON strings (RFC 8259 §7) read once, whatever is around them. A
/// backslash that begins none stays, and so does half of a surrogate pair.
std::string read_json_escapes(std::string_view text);

}  // namespace chopay::merchant
