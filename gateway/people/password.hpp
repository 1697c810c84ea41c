#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/crypto.hpp"

namespace chopay::people {

/// Longer ones are refused before they are hashed.
inline constexpr std::size_t password_bytes_max = 512;

/// The argon2id hash of a password or a PIN with a salt of its own, in the usual text form
/// ("$argon2id$v=19$m=19456,t=2,p=1$…"; RFC 9106, OWASP's second choice of costs). Takes tens of
/// milliseconds and 19 MiB: never on an I/O thread. Composed and decomposed letters are the same.
/// REQUIRES: password.size() ≤ password_bytes_max. Throws std::runtime_error where the memory is
/// not to be had.
std::string hash_password(std::string_view password, ledger::Random& random);

/// True when the hash is of this password; false for a text that is no such hash. As slow, and as
/// slow for a wrong password as for the right one.
bool password_fits(std::string_view password, const std::string& hash);

/// A hash that no password fits, to be checked where there is no account: an unknown name then
/// takes as long as a known one.
const std::string& nobodys_hash();

}  // namespace chopay::people
