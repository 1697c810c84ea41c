#include "merchant/vietnamese.hpp"

#include <array>
#include <chrono>
#include <string_view>

namespace chopay::merchant {
namespace {

/// Without its sign; also right for the smallest int64, which has no positive twin.
constexpr std::uint64_t magnitude(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return number < 0 ? ~bits + 1 : bits;
}

/// The number in decimal with zeros in front up to `width` digits.
std::string padded(unsigned number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

struct Date {
  unsigned day, month, year;
};

Date date_of(ledger::BusinessDay day) {
  const std::chrono::year_month_day date{day.date()};
  return {static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
          static_cast<unsigned>(static_cast<int>(date.year()))};
}

std::string year_text(const Date& date) {
  return padded(date.year, 4);
}

std::chrono::hh_mm_ss<std::chrono::seconds> vietnam_clock(ledger::Instant instant) {
  const auto local = std::chrono::floor<std::chrono::seconds>(instant) + ledger::vietnam_offset;
  return std::chrono::hh_mm_ss{local - std::chrono::floor<std::chrono::days>(local)};
}

std::string two(std::chrono::seconds::rep number) {
  return padded(static_cast<unsigned>(number), 2);
}

}  // namespace

std::string format_number(std::int64_t number) {
  std::string text = std::to_string(magnitude(number));
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, '.');
  return number < 0 ? '-' + text : text;
}

std::string format_amount(ledger::Dong amount) {
  return format_number(amount.count()) + "\u00A0₫";
}

std::string format_percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "–";
  const std::uint64_t tenths = (magnitude(part) * 1000 + static_cast<std::uint64_t>(whole) / 2) /
                               static_cast<std::uint64_t>(whole);
  const std::string sign = part < 0 && tenths > 0 ? "-" : "";
  return sign + std::to_string(tenths / 10) + ',' + std::to_string(tenths % 10) + '%';
}

std::string format_day(ledger::BusinessDay day) {
  const Date date = date_of(day);
  return padded(date.day, 2) + '/' + padded(date.month, 2) + '/' + year_text(date);
}

std::string format_long_day(ledger::BusinessDay day) {
  const Date date = date_of(day);
  return "ngày " + padded(date.day, 2) + " tháng " + padded(date.month, date.month < 3 ? 2 : 1) +
         " năm " + year_text(date);
}

std::string format_month(ledger::BusinessDay day) {
  const Date date = date_of(day);
  return "Tháng " + padded(date.month, 2) + '/' + year_text(date);
}

std::string format_quarter(ledger::BusinessDay day) {
  constexpr std::array<std::string_view, 4> quarters{"I", "II", "III", "IV"};
  const Date date = date_of(day);
  return "Quý " + std::string{quarters[(date.month - 1) / 3]} + '/' + year_text(date);
}

std::string format_clock(ledger::Instant instant) {
  const auto clock = vietnam_clock(instant);
  return two(clock.hours().count()) + ':' + two(clock.minutes().count());
}

std::string format_moment(ledger::Instant instant) {
  return format_day(ledger::business_day_of(instant)) + ' ' + format_clock(instant) + ':' +
         two(vietnam_clock(instant).seconds().count());
}

}  // namespace chopay::merchant
