#include "merchant/statement/mt940.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "merchant/statement/amount.hpp"
#include "merchant/statement/day_time.hpp"
#include "merchant/statement/line_text.hpp"
#include "merchant/utf8.hpp"

namespace chopay::merchant::statement {
namespace {

constexpr std::size_t field_bytes_max = 2'000;

/// One ":61:…" with the lines that continue it.
struct SwiftField {
  std::size_t line = 0;
  std::string tag;
  std::vector<std::string_view> lines;
};

struct SwiftBalance {
  BusinessDay day;
  Dong amount;
};

Error bad_mt940(std::size_t line, const std::string& what) {
  return {Errc::bad_statement, "line " + std::to_string(line) + ": " + what};
}

/// ":61:" at the beginning of a line; empty where there is none.
std::string_view tag_of(std::string_view line) {
  if (!line.starts_with(':')) return {};
  const auto end = line.substr(0, 6).find(':', 1);
  if (end == std::string_view::npos || end < 3) return {};
  const auto tag = line.substr(1, end - 1);
  const bool digits = tag[0] >= '0' && tag[0] <= '9' && tag[1] >= '0' && tag[1] <= '9';
  return digits ? tag : std::string_view{};
}

/// Splits the text into fields; what stands in the envelope of a message is no field.
Result<std::vector<SwiftField>> fields_of(std::string_view text) {
  std::vector<SwiftField> fields;
  std::size_t number = 0;
  std::size_t bytes = 0;
  bool open = false;  // whether a line that has no tag continues a field
  while (!text.empty()) {
    ++number;
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line.starts_with('{') || line.starts_with("-}") || line == "-" || line.empty()) {
      open = false;
      const auto block = line.find("{4:");
      if (block == std::string_view::npos || block + 3 == line.size()) continue;
      line.remove_prefix(block + 3);
    }
    const auto tag = tag_of(line);
    if (!tag.empty()) {
      fields.push_back({number, std::string{tag}, {line.substr(tag.size() + 2)}});
      bytes = line.size();
      open = true;
    } else if (open) {
      bytes += line.size();
      if (bytes > field_bytes_max) return bad_mt940(number, "the field is too long");
      fields.back().lines.push_back(line);
    } else {
      return bad_mt940(number, "this is no MT940");
    }
  }
  return fields;
}

/// Takes things off the front of the first line of a field.
std::string_view take(std::string_view& text, std::size_t bytes) {
  const auto taken = text.substr(0, bytes);
  text.remove_prefix(taken.size());
  return taken;
}

std::string_view take_while(std::string_view& text, std::string_view any_of) {
  return take(text, std::min(text.find_first_not_of(any_of), text.size()));
}

/// "C261124VND1250000,00".
std::optional<SwiftBalance> balance_in(std::string_view text) {
  const auto mark = take(text, 1);
  const auto day = read_swift_day(take(text, 6));
  if ((mark != "C" && mark != "D") || !day || take(text, 3) != "VND") return std::nullopt;
  const auto amount = read_decimal_amount(text, ',');
  if (!amount || *amount < Dong{}) return std::nullopt;
  return SwiftBalance{*day, mark == "C" ? *amount : -*amount};
}

/// The entry date "MMDD", in the year in which it is nearest to the value date.
std::optional<BusinessDay> entry_day(std::string_view mmdd, BusinessDay value_day) {
  const std::chrono::year_month_day value{value_day.date()};
  std::optional<BusinessDay> nearest;
  for (int shift = -1; shift <= 1; ++shift) {
    const auto year = static_cast<int>(value.year()) + shift;
    const auto digits = std::to_string(year % 100 + 100).substr(1);
    const auto day = read_swift_day(digits + std::string{mmdd});
    const auto far = [&](BusinessDay one) { return std::abs(one.days() - value_day.days()); };
    if (day && (!nearest || far(*day) < far(*nearest))) nearest = day;
  }
  return nearest;
}

/// The subfields of a structured :86: ("?20text?21text?32name"), by their two digits.
std::string subfields(std::string_view text, std::initializer_list<std::string_view> wanted) {
  std::string joined;
  for (auto at = text.find('?'); at != std::string_view::npos; at = text.find('?', at + 1)) {
    const auto number = text.substr(at + 1, 2);
    if (std::ranges::find(wanted, number) == wanted.end()) continue;
    const auto begin = std::min(at + 3, text.size());
    joined += text.substr(begin, text.find('?', begin) - begin);
  }
  return joined;
}

class Mt940Reader {
 public:
  Result<Statement> read(const std::vector<SwiftField>& fields) {
    statement_.format = "mt940";
    for (const auto& field : fields) {
      if (statement_.problems.size() == problems_max) break;
      read_field(field);
      if (wrong_) return std::move(*wrong_);
    }
    if (opening_ || !closed_) {
      const auto last = fields.empty() ? 1 : fields.back().line;
      return bad_mt940(last, "no closing balance (:62F:) follows; is the file only half there?");
    }
    return std::move(statement_);
  }

 private:
  void read_field(const SwiftField& field) {
    const auto first = field.lines.front();
    if (field.tag == "25" || field.tag == "25P") return read_account(field);
    if (field.tag == "60F" || field.tag == "60M") return open_page(field, first);
    if (field.tag == "61") return read_line(field);
    if (field.tag == "86") return read_information(field);
    if (field.tag == "62F" || field.tag == "62M") return close_page(field, first);
    booking_ = false;
  }

  /// "VCBVVNVX/1017595600", "1017595600VND", "1017595600".
  void read_account(const SwiftField& field) {
    auto text = field.lines.front();
    text.remove_prefix(text.rfind('/') + 1);
    if (text.ends_with("VND") && text.size() > 3) text.remove_suffix(3);
    const auto account = one_line(text, account_bytes_max);
    if (account.empty() || account != text) return refuse_field(field, "no account");
    if (!statement_.account.empty() && statement_.account != account) {
      return refuse_field(field,
                          "another account than on the page before; give one account a file");
    }
    statement_.account = account;
  }

  void open_page(const SwiftField& field, std::string_view text) {
    const auto balance = balance_in(text);
    if (!balance) return refuse_field(field, "no opening balance in whole VND");
    if (opening_) return refuse_field(field, "the page before has no closing balance");
    if (closing_ && *closing_ != balance->amount) {
      return refuse_field(field,
                          "it does not begin where the page before ends; is a page missing?");
    }
    if (!closing_) statement_.from = statement_.to = balance->day;
    opening_ = balance->amount;
    sum_ = {};
    closed_ = false;
    booking_ = false;
  }

  void close_page(const SwiftField& field, std::string_view text) {
    const auto balance = balance_in(text);
    if (!balance) return refuse_field(field, "no closing balance in whole VND");
    if (!opening_) return refuse_field(field, "a closing balance without an opening one");
    // With a booking that cannot be read the sums say nothing.
    if (statement_.problems.empty() && *opening_ + sum_ != balance->amount) {
      return refuse_field(field, "the bookings do not lead to this balance; is one missing?");
    }
    closing_ = balance->amount;
    opening_.reset();
    closed_ = field.tag == "62F";
    cover(balance->day);
    booking_ = false;
  }

  /// YYMMDD [MMDD] (C|D|RC|RD) [letter] amount type reference [//reference]
  void read_line(const SwiftField& field) {
    booking_ = false;
    if (!opening_) return refuse_field(field, "a booking before the opening balance");
    if (statement_.lines.size() == lines_max)
      return refuse_field(field, "more than 20000 bookings");
    auto text = field.lines.front();
    Line line;
    line.row = field.line;
    const auto value_day = read_swift_day(take(text, 6));
    if (!value_day) return problem(field, "it does not begin with a day");
    line.day = *value_day;
    if (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      const auto day = entry_day(take(text, 4), *value_day);
      if (!day) return problem(field, "its entry date is none");
      line.day = *day;
    }
    line.reversal = text.starts_with('R');
    if (line.reversal) take(text, 1);
    const auto mark = take(text, 1);
    if (mark != "C" && mark != "D") return problem(field, "it is neither a credit nor a debit");
    line.direction = (mark == "C") != line.reversal ? Direction::in : Direction::out;
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') take(text, 1);
    const auto amount = read_decimal_amount(take_while(text, "0123456789,"), ',');
    if (!amount || *amount <= Dong{} || *amount > notice_amount_max) {
      return problem(field, "it is no amount above 0 in whole đồng");
    }
    if (text.size() < 4) return problem(field, "its kind is missing");
    take(text, 4);
    line.amount = *amount;
    line.reference = reference_in(text);
    sum_ += line.direction == Direction::in ? line.amount : -line.amount;
    cover(line.day);
    statement_.lines.push_back(std::move(line));
    booking_ = true;
  }

  static std::string reference_in(std::string_view text) {
    const auto slashes = text.find("//");
    const auto bank =
        slashes == std::string_view::npos ? std::string_view{} : text.substr(slashes + 2);
    auto own = text.substr(0, slashes);
    if (own == "NONREF") own = {};
    return one_line(bank.empty() ? own : bank, reference_bytes_max);
  }

  /// What belongs to the booking before it: its text, and who is on the other side.
  void read_information(const SwiftField& field) {
    if (!booking_) return;
    booking_ = false;
    std::string text;
    for (const auto part : field.lines) text += part;
    auto& line = statement_.lines.back();
    const bool structured = text.size() > 4 && text[3] == '?';
    if (!structured) {
      line.text = one_line(text, text_bytes_max);
      return;
    }
    line.text = one_line(subfields(text, {"20", "21", "22", "23", "24", "25", "26", "27", "28",
                                          "29", "60", "61", "62", "63"}),
                         text_bytes_max);
    line.counter_account = one_line(subfields(text, {"31"}), account_bytes_max);
    line.counter_name = one_line(subfields(text, {"32", "33"}), name_bytes_max);
  }

  void cover(BusinessDay day) {
    statement_.from = std::min(statement_.from, day);
    statement_.to = std::max(statement_.to, day);
  }
  void problem(const SwiftField& field, std::string what) {
    note(statement_, field.line, ':' + field.tag + ':', std::move(what));
  }
  void refuse_field(const SwiftField& field, const std::string& what) {
    wrong_ = bad_mt940(field.line, ':' + field.tag + ": " + what);
  }

  Statement statement_;
  std::optional<Dong> opening_;  ///< of the page that is open
  std::optional<Dong> closing_;  ///< of the page before
  Dong sum_;
  bool closed_ = false;
  bool booking_ = false;  ///< a :86: would belong to the last line
  std::optional<Error> wrong_;
};

}  // namespace

Result<Statement> read_mt940(std::string_view text) {
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
    return bad_mt940(1, "it is not UTF-8");
  }
  const auto fields = fields_of(text);
  if (!fields) return fields.error();
  return Mt940Reader{}.read(*fields);
}

}  // namespace chopay::merchant::statement
