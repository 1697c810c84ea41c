#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"

namespace chopay::bank {

/// How long a token that we issue is good for.
inline constexpr std::chrono::seconds bearer_lifetime{300};

/// A JSON Web Token (RFC 7519) for the user: HS512 with the key, claims user, iat and exp.
std::string issue_bearer(std::string_view key, std::string_view user, ledger::Instant now);

/// Whether the token is HS512 with this key and not yet expired. The header must say HS512: "none"
/// and everything else is refused, signed or not. A token without `exp` is refused.
bool is_valid_bearer(std::string_view key, std::string_view token, ledger::Instant now);

}  // namespace chopay::bank
