#include "gateway/bank/bank_time.hpp"

#include <charconv>
#include <cstdint>

#include "ledger/business_day.hpp"

namespace chopay::bank {
namespace {

using ledger::Instant;
using std::chrono::milliseconds;

/// "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyyMMddHHmmss" and the last with milliseconds.
constexpr std::size_t date_length = 10;
constexpr std::size_t local_time_length = 19;
constexpr std::size_t compact_time_length = 14;
constexpr std::size_t compact_time_ms_length = 17;
/// Digits of a Unix time: milliseconds have 13 until 2286. Fewer than int64 holds, so that none is
/// cut.
constexpr std::size_t unix_digits_max = 15;
/// More seconds than that have eleven digits: milliseconds sent by mistake, which must not pass as
/// a day far away.
constexpr std::int64_t unix_seconds_max = 9'999'999'999;
/// The zone furthest ahead of UTC, of the Line Islands.
constexpr int offset_hours_max = 14;
/// Nanoseconds: no clock writes finer.
constexpr std::size_t fraction_digits_max = 9;
constexpr std::size_t millisecond_digits = 3;

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The value of the `count` digits at `at`; -1 when they are not digits.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<Instant> in_range(Instant instant) {
  using namespace std::chrono;
  constexpr Instant first = sys_days{year{2000} / 1 / 1};
  constexpr Instant last = sys_days{year{2100} / 1 / 1};
  if (instant < first || instant >= last) return std::nullopt;
  return instant;
}

/// The instant of a clock reading in Vietnam.
std::optional<Instant> vietnam(int year, int month, int day, int hour, int minute, int second) {
  namespace chrono = std::chrono;
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  const chrono::year_month_day date{chrono::year{year}, chrono::month{static_cast<unsigned>(month)},
                                    chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return in_range(Instant{chrono::sys_days{date}} + chrono::hours{hour} + chrono::minutes{minute} +
                  chrono::seconds{second} - ledger::vietnam_offset);
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  if (!is_digits(text) || text.size() > unix_digits_max) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// "Z", "+07:00" or nothing: how far the clock is ahead of UTC.
std::optional<std::chrono::minutes> read_offset(std::string_view text) {
  if (text.empty()) return ledger::vietnam_offset;
  if (text == "Z" || text == "z") return std::chrono::minutes{0};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hours = digits_at(text, 1, 2);
  const int minutes = digits_at(text, 4, 2);
  if (hours < 0 || hours > offset_hours_max || minutes < 0 || minutes > 59) return std::nullopt;
  const std::chrono::minutes offset{hours * 60 + minutes};
  return text[0] == '-' ? -offset : offset;
}

/// Takes ".123456" off the front; what is finer than a millisecond is cut.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) return milliseconds{0};
  text.remove_prefix(1);
  const std::size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
  if (length == 0 || length > fraction_digits_max) return std::nullopt;
  std::string first(text.substr(0, std::min(length, millisecond_digits)));
  first.resize(millisecond_digits, '0');
  text.remove_prefix(length);
  return milliseconds{digits_at(first, 0, millisecond_digits)};
}

}  // namespace

std::optional<Instant> read_local_time(std::string_view text) {
  if (text.size() < date_length || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  const int day = digits_at(text, 8, 2);
  if (text.size() == date_length) return vietnam(year, month, day, 0, 0, 0);
  if (text.size() != local_time_length || text[10] != ' ' || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  return vietnam(year, month, day, digits_at(text, 11, 2), digits_at(text, 14, 2),
                 digits_at(text, 17, 2));
}

std::optional<Instant> read_compact_time(std::string_view text) {
  if (text.size() != compact_time_length) return std::nullopt;
  return vietnam(digits_at(text, 0, 4), digits_at(text, 4, 2), digits_at(text, 6, 2),
                 digits_at(text, 8, 2), digits_at(text, 10, 2), digits_at(text, 12, 2));
}

std::optional<Instant> read_compact_time_ms(std::string_view text) {
  const int fraction = digits_at(text, compact_time_length, millisecond_digits);
  if (text.size() != compact_time_ms_length || fraction < 0) return std::nullopt;
  const auto second = read_compact_time(text.substr(0, compact_time_length));
  if (!second) return std::nullopt;
  return *second + milliseconds{fraction};
}

std::optional<Instant> read_rfc3339_time(std::string_view text) {
  if (text.size() < local_time_length || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  std::string clock(text.substr(0, local_time_length));
  clock[10] = ' ';
  const auto local = read_local_time(clock);
  text.remove_prefix(local_time_length);
  const auto fraction = take_fraction(text);
  const auto offset = read_offset(text);
  if (!local || !fraction || !offset) return std::nullopt;
  return in_range(*local + *fraction + ledger::vietnam_offset - *offset);
}

std::optional<Instant> read_unix_seconds(std::string_view text) {
  const auto seconds = read_integer(text);
  if (!seconds || *seconds > unix_seconds_max) return std::nullopt;
  return in_range(Instant{std::chrono::seconds{*seconds}});
}

std::optional<Instant> read_unix_milliseconds(std::string_view text) {
  const auto count = read_integer(text);
  if (!count) return std::nullopt;
  return in_range(Instant{milliseconds{*count}});
}

std::string format_vietnam_time(Instant instant) {
  std::string text = ledger::format_instant(instant + ledger::vietnam_offset);
  text.resize(local_time_length);
  return text + "+07:00";
}

bool is_fresh(Instant signed_at, std::optional<std::chrono::seconds> tolerance, Instant now) {
  if (!tolerance) return true;
  const auto distance = signed_at > now ? signed_at - now : now - signed_at;
  return distance <= *tolerance;
}

}  // namespace chopay::bank
