#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"
#include "ledger/crypto.hpp"

namespace chopay::people {

/// What an authenticator app and the server share: 160 bits, as RFC 4226 §4 recommends.
using CodeSecret = std::array<std::uint8_t, 20>;

CodeSecret new_code_secret(ledger::Random& random);
/// 32 characters of A–Z and 2–7 (RFC 4648 §6), as the apps take it.
std::string to_base32(const CodeSecret& secret);
/// Reads exactly what to_base32 writes.
std::optional<CodeSecret> code_secret_from(std::string_view base32);

/// The half minutes since 1970 (RFC 6238 §4.2).
std::uint64_t step_of(ledger::Instant now);
/// The code of six digits of that step.
std::string code_at(const CodeSecret& secret, std::uint64_t step);

/// The step whose code this is: the present one or the one before, and none up to `last_step`,
/// so that a code that was accepted opens nothing twice. Spaces in the code are passed
/// over. Takes as long for a wrong code as for a right one.
std::optional<std::uint64_t> step_of_code(const CodeSecret& secret, std::string_view typed,
                                          ledger::Instant now, std::uint64_t last_step);

/// The otpauth:// address that an app scans: whose codes they are, and for whom.
std::string enrolment_address(const CodeSecret& secret, std::string_view issuer,
                              std::string_view whose);

}  // namespace chopay::people
