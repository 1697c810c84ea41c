#include "merchant/statement/amount.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "merchant/statement/line_text.hpp"

namespace chopay::merchant::statement {
namespace {

constexpr std::size_t digits_max = 15;
constexpr std::size_t decimals_max = 5;  // ISO 20022 ActiveOrHistoricCurrencyAndAmount
constexpr std::size_t text_max = 64;

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<ledger::Dong> whole(std::string_view digits, bool negative) {
  if (!all_digits(digits) || digits.size() > digits_max) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return ledger::Dong{negative ? -value : value};
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

/// Takes what says that it is money in đồng off the end.
void drop_currency(std::string_view& text) {
  for (const std::string_view name : {"VND", "VNĐ", "đ", "₫"}) {
    if (take_suffix(text, name)) return;
  }
}

/// Takes a sign off either end; nothing where there are two.
std::optional<bool> take_sign(std::string_view& text) {
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    text = text.substr(1, text.size() - 2);
    return true;
  }
  const bool before = text.starts_with('-') || text.starts_with('+');
  const bool behind = text.ends_with('-') || text.ends_with('+');
  if (before && behind) return std::nullopt;
  if (!before && !behind) return false;
  const char sign = before ? text.front() : text.back();
  if (before) {
    text.remove_prefix(1);
  } else {
    text.remove_suffix(1);
  }
  return sign == '-';
}

/// "1.250.000" without its separators; empty where they do not stand before three digits each.
std::string without_thousands(std::string_view text, char separator) {
  std::string digits;
  bool first = true;
  for (;;) {
    const auto end = std::min(text.find(separator), text.size());
    const auto group = text.substr(0, end);
    const bool good = first ? group.size() >= 1 && group.size() <= 3 : group.size() == 3;
    if (!good || !all_digits(group)) return {};
    digits += group;
    if (end == text.size()) return digits;
    text.remove_prefix(end + 1);
    first = false;
  }
}

/// The digits of an unsigned amount; empty where it is not written as one.
std::string digits_of(std::string_view text) {
  const auto last = text.find_last_of(".,");
  if (last == std::string_view::npos) return std::string{text};
  const char point = text[last];
  const char other = point == '.' ? ',' : '.';
  const auto decimals = text.substr(last + 1);
  const bool is_decimal = decimals.size() <= 2 && std::ranges::count(text, point) == 1;
  if (!is_decimal) {
    return text.find(other) == std::string_view::npos ? without_thousands(text, point)
                                                      : std::string{};
  }
  if (decimals.find_first_not_of('0') != std::string_view::npos || decimals.empty()) return {};
  const auto before = text.substr(0, last);
  return before.find(other) == std::string_view::npos ? std::string{before}
                                                      : without_thousands(before, other);
}

}  // namespace

std::optional<ledger::Dong> read_written_amount(std::string_view text) {
  if (text.size() > text_max) return std::nullopt;
  // Spaces go: they separate thousands, and a cell of a printed statement wraps anywhere.
  std::string squeezed = one_line(text, text_max);
  std::erase(squeezed, ' ');
  std::string_view rest = squeezed;
  drop_currency(rest);
  const auto negative = take_sign(rest);
  if (!negative) return std::nullopt;
  return whole(digits_of(rest), *negative);
}

std::optional<ledger::Dong> read_decimal_amount(std::string_view text, char point) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto end = std::min(text.find(point), text.size());
  const auto decimals = end < text.size() ? text.substr(end + 1) : std::string_view{};
  if (decimals.size() > decimals_max || decimals.find_first_not_of('0') != std::string_view::npos) {
    return std::nullopt;
  }
  return whole(text.substr(0, end), negative);
}

}  // namespace chopay::merchant::statement
