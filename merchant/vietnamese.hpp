#pragma once

#include <cstdint>
#include <string>

#include "ledger/business_day.hpp"
#include "ledger/clock.hpp"
#include "ledger/dong.hpp"
#include "merchant/amount_words.hpp"  // so that this one header has all forms

namespace chopay::merchant {

/// "1.250.000": for columns under "Đơn vị tính: đồng". Negative: "-1.250.000".
std::string format_number(std::int64_t number);
/// "1.250.000 ₫" with U+00A0 before the sign, as ICU vi-VN writes it. Negative: "-1.250.000 ₫".
std::string format_amount(ledger::Dong amount);
/// "83,5%": part of whole, halves rounded away from zero. "–" when the whole is 0, since then there
/// is no share. REQUIRES whole ≥ 0 and |part| ≤ 10^15.
std::string format_percent(std::int64_t part, std::int64_t whole);

/// "24/11/2026".
std::string format_day(ledger::BusinessDay day);
/// "ngày 24 tháng 11 năm 2026"; as NĐ 30/2020 (annex I) has it, days below 10 and the months 1 and
/// 2 get a zero in front ("ngày 05 tháng 02 năm 2026"), the other months do not.
std::string format_long_day(ledger::BusinessDay day);
/// The month that holds the day: "Tháng 11/2026", "Tháng 03/2026".
std::string format_month(ledger::BusinessDay day);
/// The quarter that holds the day: "Quý IV/2026".
std::string format_quarter(ledger::BusinessDay day);
/// "14:05" on Vietnam's clock; seconds are dropped, not rounded.
std::string format_clock(ledger::Instant instant);
/// "24/11/2026 14:05:09" on Vietnam's clock, for receipts.
std::string format_moment(ledger::Instant instant);

}  // namespace chopay::merchant
