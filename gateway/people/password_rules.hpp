#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chopay::people {

inline constexpr std::size_t password_characters_min = 10;

/// What is wrong with a secret that somebody chooses.
enum class Weakness {
  none,
  too_short,  ///< fewer characters than asked for
  too_long,   ///< more than password_bytes_max bytes
  is_name,    ///< the sign-in name is all there is to it
  obvious,    ///< among those that everybody tries first, or that breaches have made known
};

/// Judges a password for the account of that sign-in name. `password` is UTF-8; nothing is asked of
/// its kinds of characters (NIST SP 800-63B §3.1.1.2).
Weakness weakness_of_password(std::string_view password, std::string_view sign_in_name);

/// True for a sign-in name: 3 to 32 of a–z, 0–9, '.', '-', '_', a letter or digit first.
bool is_sign_in_name(std::string_view name);
/// The name as it is looked up: without spaces around it, in small letters.
std::string as_sign_in_name(std::string_view typed);

/// A PIN has 4 to 8 digits.
inline constexpr std::size_t pin_digits_min = 4;
inline constexpr std::size_t pin_digits_max = 8;
bool is_pin(std::string_view pin);
/// True for PINs such as 0000, 1234, 4321, 1212.
bool is_obvious_pin(std::string_view pin);

}  // namespace chopay::people
