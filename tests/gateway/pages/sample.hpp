#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/audit.hpp"
#include "gateway/pages/pay.hpp"
#include "gateway/pages/sources.hpp"
#include "merchant/command.hpp"
#include "merchant/settlement.hpp"

namespace chopay::pages::sample {

/// A market of two stalls whose every free text tries to break out of the page.
std::shared_ptr<const merchant::Registry> hostile_market();
/// What hostile texts hold; no page may show it as it is.
inline constexpr std::string_view attack = "\"'><script>alert(1)</script><b style=\"x\">&";

/// A request of 85.000 ₫ of stall A12, created 2026-11-24 14:05 in Vietnam, for 15 minutes.
merchant::RequestView request(merchant::RequestStatus status, std::int64_t received = 0);
PayLook look(bool sandbox = false);
/// A day with one sale of 1.250.000 ₫ at stall A12 and 5.000 ₫ that nobody claims.
merchant::Settlement settlement();

/// A log of three entries that tell hostile texts, the newest hidden, signed and witnessed.
AuditLook audit_look();
/// Three sources: one heard, one silent, one never heard; a hostile text in each.
SourcesLook sources_look();
/// Asked for at 14:05 in Vietnam on that day by the household of stall A12; it waits.
merchant::PayeeChange payee_change();

/// The pages of people who sign in and of a device that is locked, in all their states.
std::vector<http::Response> pages_of_people();
/// One of each page, in all its states.
std::vector<http::Response> all_pages();

bool contains(std::string_view text, std::string_view part);

}  // namespace chopay::pages::sample
