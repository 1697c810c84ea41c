#include "merchant/statement/bookings.hpp"

#include <algorithm>

#include "merchant/entry_data.hpp"
#include "merchant/log_search.hpp"
#include "merchant/money_data.hpp"

namespace chopay::merchant::statement {
namespace {

/// A reader may not hold one view of the log for long.
constexpr std::size_t entries_a_view = 20'000;

/// Whether the entry is of the account: by the bank's own name of it, or by the virtual account.
bool is_of_account(const ledger::Entry& entry, const PayeeAccount& account) {
  if (entry.key->bank == account.bank && entry.key->account == account.number) return true;
  const auto posted = "bank/" + account.bank + '/' + account.number;
  return std::ranges::any_of(entry.postings,
                             [&](const auto& posting) { return posting.account == posted; });
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

std::vector<Booking> bookings_of(ledger::Reader& reader, const MarketId& market,
                                 const PayeeAccount& account, BusinessDay from, BusinessDay to) {
  const auto first = BusinessDay::from_days(from.days() - days_beside);
  const auto last = BusinessDay::from_days(to.days() + days_beside);
  // A bank's clock may be ahead of ours: a notice may be older than its transfer says.
  const Instant begin{first.date() - ledger::vietnam_offset - std::chrono::hours{1}};
  std::vector<Booking> bookings;
  auto after = last_before(reader, market, begin, reader.head(market).seq);
  ledger::Entry entry;
  for (;;) {
    const auto before = after;
    reader.read(market, after, entries_a_view, [&](const ledger::StoredEntry& stored) {
      after = stored.seq;
      ledger::decode(stored.bytes, entry).value();
      const bool money =
          entry.kind == ledger::Kind::credit || entry.kind == ledger::Kind::refund_paid;
      if (!money || !entry.key || entry.key->day < first || entry.key->day > last) return true;
      if (is_of_account(entry, account)) bookings.push_back(booking_of(entry));
      return true;
    });
    if (after == before) return bookings;
  }
}

}  // namespace chopay::merchant::statement
