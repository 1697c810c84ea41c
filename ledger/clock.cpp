#include "ledger/clock.hpp"

#include "ledger/error.hpp"

namespace chopay::ledger {

void write_digits(char* at, int digits, unsigned value) {
  for (int i = digits - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void append_instant(std::string& out, Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day ymd{day};
  const std::chrono::hh_mm_ss time{instant - day};
  char text[] = "0000-00-00T00:00:00.000Z";
  write_digits(&text[0], 4, static_cast<unsigned>(static_cast<int>(ymd.year())));
  write_digits(&text[5], 2, static_cast<unsigned>(ymd.month()));
  write_digits(&text[8], 2, static_cast<unsigned>(ymd.day()));
  write_digits(&text[11], 2, static_cast<unsigned>(time.hours().count()));
  write_digits(&text[14], 2, static_cast<unsigned>(time.minutes().count()));
  write_digits(&text[17], 2, static_cast<unsigned>(time.seconds().count()));
  write_digits(&text[20], 3, static_cast<unsigned>(time.subseconds().count()));
  out.append(text, sizeof text - 1);
}

std::string format_instant(Instant instant) {
  std::string text;
  append_instant(text, instant);
  return text;
}

Result<Instant> parse_instant(std::string_view text) {
  static constexpr std::string_view form = "0000-00-00T00:00:00.000Z";
  if (text.size() != form.size()) return Error{Errc::bad_instant};
  for (const std::size_t i : {4, 7, 10, 13, 16, 19, 23}) {
    if (text[i] != form[i]) return Error{Errc::bad_instant};
  }
  const int year = read_digits<4>(&text[0]);
  const int month = read_digits<2>(&text[5]);
  const int day = read_digits<2>(&text[8]);
  const int hour = read_digits<2>(&text[11]);
  const int minute = read_digits<2>(&text[14]);
  const int second = read_digits<2>(&text[17]);
  const int millisecond = read_digits<3>(&text[20]);
  const bool all_digits = (year | month | day | hour | minute | second | millisecond) >= 0;
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!all_digits || !ymd.ok() || hour > 23 || minute > 59 || second > 59) {
    return Error{Errc::bad_instant};
  }
  return Instant{std::chrono::sys_days{ymd}} + std::chrono::hours{hour} +
         std::chrono::minutes{minute} + std::chrono::seconds{second} +
         std::chrono::milliseconds{millisecond};
}

}  // namespace chopay::ledger
