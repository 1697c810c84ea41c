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
  static constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (text.size() != form.size()) return Error{Errc::bad_instant};
  int fields[7] = {};
  std::size_t field = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : text[i] != form[i]) return Error{Errc::bad_instant};
    if (digit) {
      fields[field] = fields[field] * 10 + (text[i] - '0');
    } else {
      ++field;
    }
  }
  const std::chrono::year_month_day ymd{std::chrono::year{fields[0]},
                                        std::chrono::month{static_cast<unsigned>(fields[1])},
                                        std::chrono::day{static_cast<unsigned>(fields[2])}};
  if (!ymd.ok() || fields[3] > 23 || fields[4] > 59 || fields[5] > 59) {
    return Error{Errc::bad_instant};
  }
  return Instant{std::chrono::sys_days{ymd}} + std::chrono::hours{fields[3]} +
         std::chrono::minutes{fields[4]} + std::chrono::seconds{fields[5]} +
         std::chrono::milliseconds{fields[6]};
}

}  // namespace chopay::ledger
