#include "merchant/statement/bookings.hpp"

#include <algorithm>

#include "merchant/entry_data.hpp"
#include "merchant/log_search.hpp"
#include "merchant/money_data.hpp"
#include "merchant/statement/imported.hpp"

namespace chopay::merchant::statement {
namespace {

/// A reader may not hold one view of the log for long.
constexpr std::size_t entries_a_view = 20'000;

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

void collect_bookings(ledger::Reader& reader, const MarketId& market, BusinessDay from,
                      BusinessDay to, BookingsOf& bookings) {
  const auto first = BusinessDay::from_days(from.days() - days_beside);
  const auto last = BusinessDay::from_days(to.days() + days_beside);
  // A bank's clock may be ahead of ours: a notice may be older than its transfer says.
  const Instant begin{first.date() - ledger::vietnam_offset - std::chrono::hours{1}};
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
      if (auto* list = list_of(entry, bookings)) list->push_back(booking_of(entry));
      return true;
    });
    if (after == before) return;
  }
}

std::vector<Booking> bookings_of(ledger::Reader& reader, const MarketId& market,
                                 const PayeeAccount& account, BusinessDay from, BusinessDay to) {
  BookingsOf bookings{{account, {}}};
  collect_bookings(reader, market, from, to, bookings);
  return std::move(bookings.begin()->second);
}

Result<std::vector<Line>> stored_lines(ledger::Reader& reader, const MarketId& market,
                                       ledger::Seq seq) {
  const auto part = reader.private_part(market, seq);
  if (!part || part->size() <= sizeof(ledger::Salt)) return read_lines_text("");
  return read_lines_text(std::string_view{*part}.substr(sizeof(ledger::Salt)));
}

}  // namespace chopay::merchant::statement
