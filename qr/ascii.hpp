#pragma once

namespace chopay::qr {

/// Of ASCII alone, whatever the locale: EMVCo's numeric and the letters of its alphanumeric values.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alnum(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace chopay::qr
