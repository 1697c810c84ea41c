#include "ledger/business_day.hpp"

#include "ledger/error.hpp"

namespace chopay::ledger {

BusinessDay business_day_of(Instant instant) {
  return BusinessDay{std::chrono::floor<std::chrono::days>(instant + vietnam_offset)};
}

std::string to_string(BusinessDay day) {
  const std::chrono::year_month_day ymd{day.date()};
  std::string text = "0000-00-00";
  write_digits(&text[0], 4, static_cast<unsigned>(static_cast<int>(ymd.year())));
  write_digits(&text[5], 2, static_cast<unsigned>(ymd.month()));
  write_digits(&text[8], 2, static_cast<unsigned>(ymd.day()));
  return text;
}

Result<BusinessDay> parse_business_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return Error{Errc::bad_day};
  const int year = read_digits<4>(&text[0]);
  const int month = read_digits<2>(&text[5]);
  const int day = read_digits<2>(&text[8]);
  if (year < 0 || month < 0 || day < 0) return Error{Errc::bad_day};
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return Error{Errc::bad_day};
  return BusinessDay{std::chrono::sys_days{ymd}};
}

}  // namespace chopay::ledger
