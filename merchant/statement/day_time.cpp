#include "merchant/statement/day_time.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace chopay::merchant::statement {
namespace {

using ledger::BusinessDay;
using ledger::Instant;
using std::chrono::milliseconds;

/// Takes things off the front of a text; once something was missing, everything is.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// A number of min to max digits.
  int number(std::size_t min, std::size_t max) {
    const auto end = std::min(text_.find_first_not_of("0123456789"), text_.size());
    if (end < min || end > max) bad_ = true;
    int value = 0;
    if (!bad_) std::from_chars(text_.data(), text_.data() + end, value);
    if (!bad_) text_.remove_prefix(end);
    return value;
  }
  bool take(std::string_view any_of) {
    if (text_.empty() || any_of.find(text_.front()) == std::string_view::npos) return false;
    last_ = text_.front();
    text_.remove_prefix(1);
    return true;
  }
  void need(std::string_view any_of) { bad_ = !take(any_of) || bad_; }
  bool good() const { return !bad_; }
  char last() const { return last_; }
  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
  bool bad_ = false;
  char last_ = '\0';
};

std::optional<BusinessDay> day_of(int year, int month, int day) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year{year},
                            std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  if (year < 2000 || year > 2099 || !date.ok()) return std::nullopt;
  return BusinessDay{sys_days{date}};
}

/// "24/11/2026" or "2026-11-24"; the separators must be the same.
std::optional<BusinessDay> scan_day(Scanner& scan) {
  const auto digits = std::min(scan.rest().find_first_not_of("0123456789"), scan.rest().size());
  const bool year_first = digits == 4;
  const int first = scan.number(1, 4);
  scan.need("/-.");
  const char separator = scan.last();
  const int month = scan.number(1, 2);
  scan.need({&separator, 1});
  const int last = year_first ? scan.number(1, 2) : scan.number(4, 4);
  if (!scan.good()) return std::nullopt;
  return year_first ? day_of(first, month, last) : day_of(last, month, first);
}

/// "14:05", "14:05:09", "14:05:09.123" as the time since midnight.
std::optional<milliseconds> scan_clock(Scanner& scan) {
  const int hour = scan.number(1, 2);
  scan.need(":");
  const int minute = scan.number(2, 2);
  const int second = scan.take(":") ? scan.number(2, 2) : 0;
  if (!scan.good() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  milliseconds clock{((hour * 60 + minute) * 60 + second) * 1000};
  if (scan.take(".")) {
    const auto digits = scan.rest().substr(0, 3);
    scan.number(1, 9);
    if (!scan.good()) return std::nullopt;
    int unit = 100;
    for (const char c : digits.substr(0, digits.find_first_not_of("0123456789"))) {
      clock += milliseconds{(c - '0') * unit};
      unit /= 10;
    }
  }
  return clock;
}

DayTime vietnam(BusinessDay day, milliseconds clock) {
  if (clock == milliseconds{}) return {day, std::nullopt};
  return {day, Instant{day.date()} + clock - ledger::vietnam_offset};
}

std::optional<DayTime> scan_day_time(Scanner& scan) {
  const auto day = scan_day(scan);
  if (!day) return std::nullopt;
  Scanner ahead = scan;
  if (!ahead.take(" T\n")) return vietnam(*day, {});
  while (ahead.take(" \n")) {
  }
  // What follows may be something else, such as the number of a voucher.
  const auto clock = scan_clock(ahead);
  if (!clock) return vietnam(*day, {});
  scan = ahead;
  return vietnam(*day, *clock);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

}  // namespace

std::optional<DayTime> read_day_time(std::string_view text) {
  Scanner scan{trimmed(text)};
  const auto read = scan_day_time(scan);
  return read && scan.rest().empty() ? read : std::nullopt;
}

std::optional<DayTime> take_day_time(std::string_view& text) {
  Scanner scan{trimmed(text)};
  const auto read = scan_day_time(scan);
  if (!read || (!scan.rest().empty() && !scan.take(" \r\n/"))) return std::nullopt;
  text = trimmed(scan.rest());
  return read;
}

std::optional<DayTime> read_serial_day(std::string_view number) {
  constexpr int year_2000 = 36'526;
  constexpr int year_2100 = 73'051;
  constexpr int unix_start = 25'569;
  double serial = 0;
  const auto* end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, serial);
  if (error != std::errc{} || stop != end || !(serial >= year_2000) || !(serial < year_2100)) {
    return std::nullopt;
  }
  const auto days = static_cast<int>(serial);
  const auto seconds = std::lround((serial - days) * 86'400);
  const auto day = BusinessDay::from_days(days - unix_start);
  return vietnam(day, std::chrono::seconds{std::min(seconds, 86'399L)});
}

std::optional<DayTime> read_iso_time(std::string_view text) {
  Scanner scan{text};
  const int year = scan.number(4, 4);
  scan.need("-");
  const int month = scan.number(2, 2);
  scan.need("-");
  const int date = scan.number(2, 2);
  const auto day = scan.good() ? day_of(year, month, date) : std::nullopt;
  if (!day) return std::nullopt;
  if (scan.rest().empty()) return DayTime{*day, std::nullopt};
  scan.need("T ");
  const auto clock = scan_clock(scan);
  if (!clock) return std::nullopt;
  if (scan.rest().empty()) return vietnam(*day, *clock);
  std::chrono::minutes offset{};
  if (!scan.take("Z")) {
    scan.need("+-");
    const int sign = scan.last() == '-' ? -1 : 1;
    const int hours = scan.number(2, 2);
    scan.need(":");
    offset = std::chrono::minutes{sign * (hours * 60 + scan.number(2, 2))};
  }
  if (!scan.good() || !scan.rest().empty()) return std::nullopt;
  const Instant at = Instant{day->date()} + *clock - offset;
  return DayTime{ledger::business_day_of(at), at};
}

std::optional<BusinessDay> read_swift_day(std::string_view text) {
  if (text.size() != 6) return std::nullopt;
  Scanner year{text.substr(0, 2)};
  Scanner month{text.substr(2, 2)};
  Scanner day{text.substr(4, 2)};
  const int y = year.number(2, 2);
  const int m = month.number(2, 2);
  const int d = day.number(2, 2);
  if (!year.good() || !month.good() || !day.good()) return std::nullopt;
  return day_of(2000 + y, m, d);
}

}  // namespace chopay::merchant::statement
