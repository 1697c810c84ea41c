#pragma once

#include <string_view>

namespace chopay::qr {

/// Whose payment scheme a merchant-presented EMVCo payload belongs to. Recognised by the globally
/// unique identifier (sub-object 00) of its merchant templates, never by the template's ID: ID 38
/// is NAPAS in Vietnam and Lao QR across the border.
enum class Scheme { vietqr, vnpay, promptpay, qris, duitnow, khqr, paynow, sgqr, lao_qr, other };

/// The name as printed: "VietQR", "VNPAY", "PromptPay", "QRIS", "DuitNow", "KHQR", "PayNow",
/// "PayNow/SGQR", "LAO QR", "EMV-other".
std::string_view scheme_name(Scheme scheme) noexcept;

/// NAPAS' identifier: the only one that makes a payload a VietQR.
inline constexpr std::string_view napas_guid = "A000000727";
inline constexpr std::string_view vnpay_guid = "A000000775";

/// The scheme of one template by its identifier. `country` is object 58: KHQR has no registered
/// identifier but `name@bank`, so it needs the country beside it.
Scheme scheme_of_guid(std::string_view guid, std::string_view country) noexcept;

/// Which of two schemes named in one payload is the one to show: VietQR before all, then SGQR
/// (which wraps PayNow), then any known one.
Scheme stronger(Scheme a, Scheme b) noexcept;

}  // namespace chopay::qr
