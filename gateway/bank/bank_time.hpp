#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"

/// The times that banks write. All readers are strict, accept the years 2000–2099 only (anything
/// else is a fault of the sender, and would land in a day that nobody looks at) and give nullopt
/// for everything else.
namespace chopay::bank {

/// "yyyy-MM-dd HH:mm:ss" or "yyyy-MM-dd" (midnight), Vietnam's clock.
std::optional<ledger::Instant> read_local_time(std::string_view text);
/// "yyyyMMddHHmmss", Vietnam's clock. Exactly 14 digits: some banks sign it joined to other digits.
std::optional<ledger::Instant> read_compact_time(std::string_view text);
/// "yyyyMMddHHmmssSSS", Vietnam's clock.
std::optional<ledger::Instant> read_compact_time_ms(std::string_view text);
/// RFC 3339, e.g. "2026-11-24T06:50:55.1+07:00" or "…Z"; without an offset it is Vietnam's clock
/// (ISO 20022 allows that).
std::optional<ledger::Instant> read_rfc3339_time(std::string_view text);
/// Seconds or milliseconds since 1970, decimal digits.
std::optional<ledger::Instant> read_unix_seconds(std::string_view text);
std::optional<ledger::Instant> read_unix_milliseconds(std::string_view text);

/// "2026-11-24T06:50:55+07:00".
std::string format_vietnam_time(ledger::Instant instant);

/// Whether a signed time is within the tolerance, both ways and the limits included; always when
/// there is no tolerance.
bool is_fresh(ledger::Instant signed_at, std::optional<std::chrono::seconds> tolerance,
              ledger::Instant now);

}  // namespace chopay::bank
