#pragma once

#include <string_view>

#include "gateway/bank/adapter.hpp"

namespace chopay::bank {

/// The credentials behind an authentication scheme, e.g. ("Apikey", "Apikey abc") → "abc". The
/// scheme compares without case (RFC 9110 §11.1); empty when it is another one.
std::string_view credentials(std::string_view scheme, std::string_view authorization);

/// Whether the presented key is one of the source's active secrets; an empty key never is.
bool is_active_key(std::string_view presented, const Source& source, ledger::Instant now);

}  // namespace chopay::bank
