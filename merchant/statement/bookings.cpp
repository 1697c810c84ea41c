#include "merchant/statement/bookings.hpp"

#include <algorithm>
#include <limits>

#include "merchant/entry_data.hpp"
#include "merchant/log_search.hpp"
#include "merchant/money_data.hpp"
#include "merchant/statement/imported.hpp"

namespace chopay::merchant::statement {
namespace {

using BookingsOf = std::map<PayeeAccount, std::vector<Booking>>;

/// The account's list where the entry is of it: by the bank's own name of the account, or by the
/// virtual account that it was posted to. nullptr for another's.
std::vector<Booking>* list_of(const ledger::Entry& entry, BookingsOf& bookings) {
  constexpr std::string_view bank_prefix = "bank/";
  const auto by_key = bookings.find({entry.key->bank, entry.key->account});
  if (by_key != bookings.end()) return &by_key->second;
  for (const auto& posting : entry.postings) {
    if (!posting.account.starts_with(bank_prefix)) continue;
    const auto path = posting.account.substr(bank_prefix.size());
    const auto slash = std::min(path.find('/'), path.size() - 1);
    const auto found = bookings.find({path.substr(0, slash), path.substr(slash + 1)});
    if (found != bookings.end()) return &found->second;
  }
  return nullptr;
}

Booking booking_of(const ledger::Entry& entry) {
  Booking booking;
  booking.seq = entry.seq;
  booking.day = entry.key->day;
  booking.reference = entry.key->reference;
  booking.counted = entry.day;
  if (entry.kind == ledger::Kind::credit) {
    booking.amount = received_at_bank(entry);
    booking.occurred_at = read_credit(entry).occurred_at;
  } else {
    const auto paid = read_refund_paid(entry);
    booking.direction = Direction::out;
    booking.amount = paid.amount;
    booking.occurred_at = paid.occurred_at;
  }
  return booking;
}

}  // namespace

bool BookingWindow::needs(BusinessDay day) const {
  return day.days() >= from.days() - days_beside && day.days() <= to.days() + days_beside;
}

void BookingWindow::shorten() {
  to = BusinessDay::from_days(from.days() + (to.days() - from.days()) / 2);
  count = 0;
  for (auto& [account, list] : bookings) {
    std::erase_if(list, [&](const Booking& one) { return !needs(one.day); });
    list.shrink_to_fit();
    count += list.size();
  }
}

void collect_bookings(ledger::Reader& reader, const MarketId& market, ledger::Seq last,
                      std::size_t count_max, BookingWindow& window) {
  const auto first = BusinessDay::from_days(window.from.days() - days_beside);
  // A bank's clock may be ahead of ours: a notice may be older than its transfer says.
  const Instant begin{first.date() - ledger::vietnam_offset - std::chrono::hours{1}};
  const auto after = last_before(reader, market, begin, last);
  read_entries(reader, market, after, last, [&](const ledger::Entry& entry) {
    const bool money =
        entry.kind == ledger::Kind::credit || entry.kind == ledger::Kind::refund_paid;
    if (!money || !entry.key || !window.needs(entry.key->day)) return true;
    if (auto* list = list_of(entry, window.bookings)) {
      list->push_back(booking_of(entry));
      ++window.count;
      while (window.count > count_max && !window.is_one_day()) window.shorten();
    }
    return true;
  });
}

std::vector<Booking> bookings_of(ledger::Reader& reader, const MarketId& market,
                                 const PayeeAccount& account, BusinessDay from, BusinessDay to) {
  BookingWindow window{from, to, {{account, {}}}};
  constexpr auto all = std::numeric_limits<std::size_t>::max();
  collect_bookings(reader, market, reader.head(market).seq, all, window);
  return std::move(window.bookings.begin()->second);
}

Result<std::vector<Line>> stored_lines(ledger::Reader& reader, const MarketId& market,
                                       ledger::Seq seq) {
  const auto part = reader.private_part(market, seq);
  if (!part || part->size() <= sizeof(ledger::Salt)) return read_lines_text("");
  return read_lines_text(std::string_view{*part}.substr(sizeof(ledger::Salt)));
}

}  // namespace chopay::merchant::statement
