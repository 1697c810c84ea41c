#include "merchant/report/period.hpp"

#include <chrono>

#include "merchant/vietnamese.hpp"

namespace chopay::merchant::report {
namespace {

using ledger::BusinessDay;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr std::size_t month_letters = 7;  // "2026-11"
constexpr std::string_view between = "..";
constexpr int first_year = 1;

Period month_of(year_month month) {
  return {Period::Kind::month, BusinessDay{std::chrono::sys_days{month / std::chrono::day{1}}},
          BusinessDay{std::chrono::sys_days{month / std::chrono::last}}};
}

Period quarter_of(year_month first) {
  return {Period::Kind::quarter, BusinessDay{std::chrono::sys_days{first / std::chrono::day{1}}},
          BusinessDay{std::chrono::sys_days{(first + std::chrono::months{2}) / std::chrono::last}}};
}

unsigned quarter_number(BusinessDay day) {
  return (static_cast<unsigned>(year_month_day{day.date()}.month()) - 1) / 3 + 1;
}

year_month month_from(BusinessDay day) {
  const year_month_day date{day.date()};
  return {date.year(), date.month()};
}

/// "2026-Q4".
Result<Period> parse_quarter(std::string_view text) {
  const auto year = ledger::parse_business_day(std::string{text.substr(0, 4)} + "-01-01");
  const char number = text[6];
  if (!year || text[4] != '-' || number < '1' || number > '4') {
    return Error{Errc::bad_period, std::string{text}};
  }
  return quarter_of(month_from(*year) + std::chrono::months{3 * (number - '1')});
}

Result<Period> parse_month(std::string_view text) {
  if (text[5] == 'Q') return parse_quarter(text);
  const auto first = ledger::parse_business_day(std::string{text} + "-01");
  if (!first) return Error{Errc::bad_period, std::string{text}};
  return month_of(month_from(*first));
}

/// The same day of the year before, or the last one of its month.
BusinessDay a_year_earlier(BusinessDay day) {
  const year_month_day date{day.date()};
  const auto earlier = date - std::chrono::years{1};
  if (earlier.ok()) return BusinessDay{std::chrono::sys_days{earlier}};
  return BusinessDay{std::chrono::sys_days{earlier.year() / earlier.month() / std::chrono::last}};
}

}  // namespace

Result<Period> parse_period(std::string_view text) {
  if (text.size() == month_letters) return parse_month(text);
  const auto middle = text.find(between);
  const auto from = ledger::parse_business_day(text.substr(0, middle));
  if (!from) return Error{Errc::bad_period, std::string{text.substr(0, 32)}};
  if (middle == std::string_view::npos) return Period{Period::Kind::day, *from, *from};
  const auto to = ledger::parse_business_day(text.substr(middle + between.size()));
  if (!to || *to < *from) return Error{Errc::bad_period, std::string{text.substr(0, 32)}};
  const Period period{Period::Kind::range, *from, *to};
  if (period.days() > period_days_max) return Error{Errc::bad_period, std::string{text}};
  return period;
}

Result<Period> period_before(const Period& period) {
  const year_month_day date{period.from.date()};
  if (static_cast<int>(date.year()) <= first_year) return Error{Errc::bad_period};
  if (period.kind == Period::Kind::month) {
    return month_of(month_from(period.from) - std::chrono::months{1});
  }
  if (period.kind == Period::Kind::quarter) {
    return quarter_of(month_from(period.from) - std::chrono::months{3});
  }
  return Period{period.kind, BusinessDay::from_days(period.from.days() - period.days()),
                BusinessDay::from_days(period.from.days() - 1)};
}

Result<Period> year_before(const Period& period) {
  const year_month_day date{period.from.date()};
  if (static_cast<int>(date.year()) <= first_year) return Error{Errc::bad_period};
  if (period.kind == Period::Kind::month) {
    return month_of(month_from(period.from) - std::chrono::years{1});
  }
  if (period.kind == Period::Kind::quarter) {
    return quarter_of(month_from(period.from) - std::chrono::years{1});
  }
  return Period{period.kind, a_year_earlier(period.from), a_year_earlier(period.to)};
}

std::string to_string(const Period& period) {
  auto from = to_string(period.from);
  switch (period.kind) {
    case Period::Kind::day:
      return from;
    case Period::Kind::month:
      return from.substr(0, month_letters);
    case Period::Kind::quarter:
      return from.substr(0, 5) + "Q" + std::to_string(quarter_number(period.from));
    case Period::Kind::range:
      break;
  }
  return from + std::string{between} + to_string(period.to);
}

std::string format_period(const Period& period) {
  switch (period.kind) {
    case Period::Kind::day:
      return "Ngày " + format_day(period.from);
    case Period::Kind::month:
      return format_month(period.from);
    case Period::Kind::quarter:
      return format_quarter(period.from);
    case Period::Kind::range:
      break;
  }
  return "Từ " + format_day(period.from) + " đến " + format_day(period.to);
}

}  // namespace chopay::merchant::report
