#pragma once

#include <string_view>

namespace chopay::people {

/// Every one of the list, one a line, sorted: the passwords of published breaches that were used
/// most and have at least password_characters_min characters (gateway/web/known_passwords.mjs).
std::string_view known_passwords();

/// True for one of the list. `small` is the password in small letters of A–Z.
bool is_known_password(std::string_view small);

}  // namespace chopay::people
