#include "merchant/statement/compare.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace chopay::merchant::statement {
namespace {

/// A reference of so many letters and digits names a transfer by itself for some days; shorter ones
/// are counters that begin anew each day.
constexpr std::size_t long_reference = 10;
constexpr std::chrono::minutes same_moment{2};
/// Two times of one transfer, by the notice and by the statement, are never farther apart.
constexpr std::chrono::minutes same_transfer_max{30};

/// Letters and digits, in upper case; what core banking systems write behind a backslash is no
/// part.
std::string plain_reference(std::string_view reference) {
  std::string plain;
  for (const char c : reference.substr(0, reference.find('\\'))) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) plain += static_cast<char>(std::toupper(byte));
  }
  return plain;
}

/// Whether two different references are of one series, so that they must be different transfers:
/// "FT26328…7" and "FT26328…9", but not a number of the bank and one of the aggregator.
bool of_one_series(const std::string& a, const std::string& b) {
  const auto digits_at = [](const std::string& text) {
    return std::min(text.find_first_of("0123456789"), text.size());
  };
  const auto is_number = [](std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const auto at = digits_at(a);
  if (at != digits_at(b) || a.substr(0, at) != b.substr(0, at)) return false;
  const auto longer = std::max(a.size(), b.size());
  const auto shorter = std::min(a.size(), b.size());
  return longer - shorter <= 1 && is_number(std::string_view{a}.substr(at)) &&
         is_number(std::string_view{b}.substr(at));
}

class Comparer {
 public:
  Comparer(std::span<const Line> lines, std::span<const Booking> bookings)
      : lines_(lines),
        bookings_(bookings),
        line_of_(bookings.size(), no_booking),
        doubtful_(bookings.size(), false) {
    result_.lines.resize(lines.size());
    for (const auto& line : lines) line_references_.push_back(plain_reference(line.reference));
    for (std::size_t i = 0; i < bookings.size(); ++i) {
      references_.push_back(plain_reference(bookings[i].reference));
      by_reference_[references_[i]].push_back(i);
      by_amount_[{bookings[i].direction, bookings[i].amount}].push_back(i);
    }
  }

  Comparison run(BusinessDay from, BusinessDay to) {
    mark_duplicates();
    match_by_reference();
    mark_other_amounts();
    match_by_time();
    match_by_day();
    mark_the_rest();
    judge_bookings(from, to);
    return std::move(result_);
  }

 private:
  bool open(std::size_t line) const { return !decided_.contains(line); }
  void decide(std::size_t line, LineVerdict verdict) {
    result_.lines[line] = verdict;
    decided_.insert(line);
  }
  void match(std::size_t line, std::size_t booking, Evidence by) {
    decide(line, {Verdict::matched, by, booking});
    line_of_[booking] = line;
  }

  void mark_duplicates() {
    std::map<std::tuple<BusinessDay, Direction, Dong, std::string>, std::size_t> seen;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto& line = lines_[i];
      if (line.reversal) {
        decide(i, {Verdict::reversal});
      } else if (!line_references_[i].empty()) {
        const auto [first, is_new] =
            seen.try_emplace({line.day, line.direction, line.amount, line_references_[i]}, i);
        if (!is_new) {
          decide(i, {Verdict::duplicate, Evidence::none, no_booking, lines_[first->second].row});
        }
      }
    }
  }

  /// Whether the bank may have booked this transfer on the line's day.
  bool day_fits(const Line& line, const Booking& booking) const {
    const auto apart = std::abs(line.day.days() - booking.day.days());
    const bool night =
        is_night(booking.occurred_at) || (line.occurred_at && is_night(*line.occurred_at));
    return apart == 0 || (apart == 1 && night);
  }
  bool reference_fits(std::size_t line, std::size_t booking) const {
    if (lines_[line].direction != bookings_[booking].direction) return false;
    const auto apart = std::abs(lines_[line].day.days() - bookings_[booking].day.days());
    return day_fits(lines_[line], bookings_[booking]) ||
           (apart <= days_beside && references_[booking].size() >= long_reference);
  }
  /// The bookings with the line's reference, those of its own day first.
  std::vector<std::size_t> with_reference(std::size_t line) const {
    std::vector<std::size_t> found;
    const auto list = by_reference_.find(line_references_[line]);
    if (line_references_[line].empty() || list == by_reference_.end()) return found;
    for (const auto booking : list->second) {
      if (reference_fits(line, booking)) found.push_back(booking);
    }
    std::ranges::stable_sort(found, {}, [&](std::size_t booking) {
      return std::abs(lines_[line].day.days() - bookings_[booking].day.days());
    });
    return found;
  }

  void match_by_reference() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!open(i)) continue;
      for (const auto booking : with_reference(i)) {
        if (line_of_[booking] != no_booking || bookings_[booking].amount != lines_[i].amount)
          continue;
        match(i, booking, Evidence::reference);
        references_agree_ = true;
        break;
      }
    }
  }

  /// A reference that the ledger, or an earlier line, has with another amount.
  void mark_other_amounts() {
    std::map<std::pair<BusinessDay, std::string>, std::size_t> first;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].direction != Direction::in || line_references_[i].empty()) continue;
      const auto [earlier, is_new] = first.try_emplace({lines_[i].day, line_references_[i]}, i);
      if (!open(i)) continue;
      const auto found = with_reference(i);
      if (found.empty() && is_new) continue;
      const auto booking = found.empty() ? no_booking : found.front();
      decide(i, {Verdict::amount_differs, Evidence::reference, booking,
                 is_new ? 0 : lines_[earlier->second].row});
      if (booking != no_booking && line_of_[booking] == no_booking) line_of_[booking] = i;
    }
  }

  /// Bookings that may be the line's transfer although no reference says so.
  std::vector<std::size_t> candidates(std::size_t line) const {
    std::vector<std::size_t> found;
    const auto list = by_amount_.find({lines_[line].direction, lines_[line].amount});
    if (list == by_amount_.end()) return found;
    for (const auto booking : list->second) {
      if (line_of_[booking] == no_booking && may_be(line, booking)) found.push_back(booking);
    }
    return found;
  }
  bool may_be(std::size_t line, std::size_t booking) const {
    if (!day_fits(lines_[line], bookings_[booking])) return false;
    // Where the two sides' references do agree, different ones of one series are two transfers.
    if (references_agree_ && of_one_series(line_references_[line], references_[booking])) {
      return false;
    }
    const auto& at = lines_[line].occurred_at;
    return !at || std::chrono::abs(*at - bookings_[booking].occurred_at) <= same_transfer_max;
  }

  void match_by_time() {
    const auto near = [&](std::size_t line) {
      auto found = candidates(line);
      const auto& at = lines_[line].occurred_at;
      std::erase_if(found, [&](std::size_t booking) {
        return !at || std::chrono::abs(*at - bookings_[booking].occurred_at) > same_moment;
      });
      return found;
    };
    match_pairs(near, Evidence::time);
  }

  void match_by_day() {
    match_pairs([&](std::size_t line) { return candidates(line); }, Evidence::amount_and_day);
  }

  /// Joins the lines and bookings that fit each other and nothing else.
  template <class Fits>
  void match_pairs(Fits fits, Evidence by) {
    std::map<std::size_t, std::size_t> lines_for;  // how many lines a booking fits
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!open(i)) continue;
      const auto found = fits(i);
      for (const auto booking : found) ++lines_for[booking];
      if (found.size() == 1) pairs.emplace_back(i, found.front());
    }
    for (const auto& [line, booking] : pairs) {
      if (lines_for[booking] == 1) match(line, booking, by);
    }
  }

  void mark_the_rest() {
    std::vector<std::pair<std::size_t, bool>> rest;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!open(i)) continue;
      const auto found = candidates(i);
      for (const auto booking : found) doubtful_[booking] = true;
      rest.emplace_back(i, !found.empty());
    }
    for (const auto& [line, doubtful] : rest) {
      const auto verdict = doubtful                                  ? Verdict::undecided
                           : lines_[line].direction == Direction::in ? Verdict::missing_in_ledger
                                                                     : Verdict::outgoing;
      decide(line, {verdict});
    }
  }

  void judge_bookings(BusinessDay from, BusinessDay to) {
    for (std::size_t i = 0; i < bookings_.size(); ++i) {
      const auto& booking = bookings_[i];
      const bool covered = booking.day >= from && booking.day <= to;
      const bool at_an_end =
          is_night(booking.occurred_at) && (booking.day == from || booking.day == to);
      result_.unmatched.push_back(line_of_[i] != no_booking ? Unmatched::no
                                  : doubtful_[i]            ? Unmatched::undecided
                                  : covered && !at_an_end   ? Unmatched::missing_in_statement
                                                            : Unmatched::other_statement);
    }
  }

  std::span<const Line> lines_;
  std::span<const Booking> bookings_;
  std::vector<std::string> line_references_;
  std::vector<std::string> references_;
  std::map<std::string, std::vector<std::size_t>> by_reference_;
  std::map<std::pair<Direction, Dong>, std::vector<std::size_t>> by_amount_;
  std::vector<std::size_t> line_of_;  ///< by booking
  std::vector<bool> doubtful_;        ///< by booking
  std::set<std::size_t> decided_;
  bool references_agree_ = false;
  Comparison result_;
};

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::matched:
      return "matched";
    case Verdict::missing_in_ledger:
      return "missing_in_ledger";
    case Verdict::amount_differs:
      return "amount_differs";
    case Verdict::duplicate:
      return "duplicate";
    case Verdict::undecided:
      return "undecided";
    case Verdict::reversal:
      return "reversal";
    case Verdict::outgoing:
      return "outgoing";
  }
  return "undecided";
}

std::string_view evidence_name(Evidence evidence) {
  switch (evidence) {
    case Evidence::none:
      return "none";
    case Evidence::reference:
      return "reference";
    case Evidence::time:
      return "time";
    case Evidence::amount_and_day:
      return "amount_and_day";
  }
  return "none";
}

bool is_night(Instant at) {
  const auto hour = std::chrono::floor<std::chrono::hours>(at + ledger::vietnam_offset)
                        .time_since_epoch()
                        .count() %
                    24;
  return hour >= 22 || hour < 5;
}

Comparison compare(std::span<const Line> lines, std::span<const Booking> bookings, BusinessDay from,
                   BusinessDay to) {
  return Comparer{lines, bookings}.run(from, to);
}

}  // namespace chopay::merchant::statement
