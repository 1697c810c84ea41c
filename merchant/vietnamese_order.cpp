#include "merchant/vietnamese_order.hpp"

#include <unicode/coll.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include "merchant/latin_fold.hpp"

namespace chopay::merchant {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t';
}

/// Takes the digits at the front off the text, without zeros in front: their value in a form that
/// compares by length, then by bytes.
std::string_view take_number(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  std::string_view number{text.begin(), end};
  text = {end, text.end()};
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  if (const auto by_length = a.size() <=> b.size(); by_length != 0) return by_length;
  return a <=> b;
}

std::strong_ordering compare_folded(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    std::strong_ordering order = std::strong_ordering::equal;
    if (is_digit(a.front()) && is_digit(b.front())) {
      order = compare_numbers(take_number(a), take_number(b));
    } else {
      order = static_cast<unsigned char>(a.front()) <=> static_cast<unsigned char>(b.front());
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
    if (order != 0) return order;
  }
  return a.size() <=> b.size();
}

std::unique_ptr<const icu::Collator> make_collator() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Collator> collator{icu::Collator::createInstance(icu::Locale{"vi"}, status)};
  if (U_FAILURE(status) != 0 || !collator) {
    throw std::runtime_error(std::string{"ICU has no Vietnamese collation: "} +
                             u_errorName(status));
  }
  collator->setStrength(icu::Collator::SECONDARY);  // marks count, case does not
  collator->setAttribute(UCOL_NORMALIZATION_MODE, UCOL_ON, status);
  return collator;
}

/// Shared by all threads: reading a collator that is no longer changed is safe.
const icu::Collator& collator() {
  static const std::unique_ptr<const icu::Collator> shared = make_collator();
  return *shared;
}

}  // namespace

std::strong_ordering compare_stall_codes(std::string_view a, std::string_view b) {
  if (const auto order = compare_folded(fold_for_search(a), fold_for_search(b)); order != 0) {
    return order;
  }
  return a <=> b;
}

std::string vietnamese_key(std::string_view text) {
  const auto unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
  const std::int32_t length = collator().getSortKey(unicode, nullptr, 0);
  std::string key(static_cast<std::size_t>(length), '\0');
  collator().getSortKey(unicode, reinterpret_cast<std::uint8_t*>(key.data()), length);
  return key;  // ends with a zero byte and has no other, so keys can stand behind one another
}

std::string person_name_key(std::string_view name) {
  while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
  while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
  const std::size_t first_space = std::min(name.find_first_of(" \t"), name.size());
  const std::size_t last_space = name.find_last_of(" \t");
  if (last_space == std::string_view::npos) {
    return vietnamese_key(name) + vietnamese_key("") + vietnamese_key("") + std::string{name};
  }
  const std::string_view between = name.substr(first_space, last_space - first_space);
  return vietnamese_key(name.substr(last_space + 1)) + vietnamese_key(name.substr(0, first_space)) +
         vietnamese_key(between) + std::string{name};
}

}  // namespace chopay::merchant
