#include "gateway/people/password_rules.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "gateway/people/known_passwords.hpp"
#include "gateway/people/password.hpp"

namespace chopay::people {
namespace {

/// What is tried first here: words of the place, the office and the program, and what lists from
/// elsewhere do not know. In small letters and without what is put behind it ("matkhau123!").
constexpr std::array<std::string_view, 33> obvious_words{
    "password",  "passw0rd",  "matkhau",  "mat khau",  "matkhaumoi",    "quanly",    "banquanly",
    "quanlycho", "bqlcho",    "quantri",  "admin",     "administrator", "operator",  "chopay",
    "cho",       "chohalong", "halong",   "quangninh", "vietnam",       "vietqr",    "hanoi",
    "iloveyou",  "anhyeuem",  "emyeuanh", "qwerty",    "qwertyuiop",    "qwertyuio", "asdfghjkl",
    "zxcvbnm",   "letmein",   "welcome",  "xinchao",   "abcdefghij"};
constexpr std::size_t different_characters_min = 4;

std::string in_small_letters(std::string_view text) {
  std::string small{text};
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return small;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Code points, not bytes: each has one byte that is no continuation.
std::size_t characters_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

/// Each character one step from the one before, the same way: "123456", "fedcba"; 9 goes on to 0.
bool is_run(std::string_view text, int step) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const int next = text[i - 1] + step;
    const bool wraps =
        step > 0 ? text[i - 1] == '9' && text[i] == '0' : text[i - 1] == '0' && text[i] == '9';
    if (text[i] != next && !wraps) return false;
  }
  return true;
}

bool is_repeated(std::string_view text, std::size_t period) {
  return text.size() % period == 0 && text.substr(period) == text.substr(0, text.size() - period);
}

/// Without the digits and marks at the end.
std::string_view word_of(std::string_view text) {
  while (!text.empty() && (is_digit(text.back()) || std::string_view{"!@#$.*_- "}.find(
                                                        text.back()) != std::string_view::npos)) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

Weakness weakness_of_password(std::string_view password, std::string_view sign_in_name) {
  if (password.size() > password_bytes_max) return Weakness::too_long;
  if (characters_of(password) < password_characters_min) return Weakness::too_short;
  const auto small = in_small_letters(password);
  const auto word = word_of(small);
  if (small == sign_in_name || (!word.empty() && word == sign_in_name)) return Weakness::is_name;
  const bool known = std::ranges::find(obvious_words, word) != obvious_words.end() ||
                     is_known_password(small) || is_known_password(word);
  const bool few = std::set<char>(small.begin(), small.end()).size() < different_characters_min;
  // Behind a word there may be a year; a password of digits alone is a date or a telephone number.
  const bool digits = std::ranges::all_of(small, is_digit);
  if (known || few || digits || is_run(small, 1) || is_run(small, -1)) return Weakness::obvious;
  return Weakness::none;
}

bool is_sign_in_name(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c); };
  return name.size() >= 3 && name.size() <= 32 && plain(name.front()) &&
         std::ranges::all_of(name,
                             [&](char c) { return plain(c) || c == '.' || c == '-' || c == '_'; });
}

std::string as_sign_in_name(std::string_view typed) {
  while (!typed.empty() && typed.front() == ' ') typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == ' ') typed.remove_suffix(1);
  return in_small_letters(typed);
}

bool is_pin(std::string_view pin) {
  return pin.size() >= pin_digits_min && pin.size() <= pin_digits_max &&
         std::ranges::all_of(pin, is_digit);
}

bool is_obvious_pin(std::string_view pin) {
  return is_run(pin, 1) || is_run(pin, -1) || is_repeated(pin, 1) || is_repeated(pin, 2);
}

}  // namespace chopay::people
