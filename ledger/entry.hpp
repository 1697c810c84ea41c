#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/business_day.hpp"
#include "ledger/clock.hpp"
#include "ledger/crypto.hpp"
#include "ledger/dong.hpp"
#include "ledger/ids.hpp"
#include "ledger/result.hpp"

namespace chopay::ledger {

/// What happened. The numbers are stored and frozen (FORMAT.md).
enum class Kind : std::uint8_t {
  market_opened = 1,
  zone_opened = 2,
  stall_opened = 3,
  stall_corrected = 4,
  name_corrected = 5,
  request_opened = 10,
  request_cancelled = 11,
  rest_requested = 12,
  request_expired = 13,
  credit = 20,
  rejection = 21,
  allocation = 22,
  rejection_settled = 23,
  refund_requested = 30,
  refund_paid = 31,
  refund_cancelled = 32,
  payee_change_asked = 40,
  payee_change_approved = 41,
  payee_change_withdrawn = 42,
  payee_changed = 43,
  day_closed = 50,
  consent_granted = 60,
  consent_withdrawn = 61,
  statement_imported = 70,
  alarm_raised = 80,
  cash_noted = 90,
  cash_taken_back = 91,
  tariff_set = 100,
  charges_due = 101,
  charge_paid = 102,
  charge_waived = 103,
  cash_handed_over = 104,
  hand_over_confirmed = 105,
  charges_closed = 106,
  person_invited = 110,
};

/// The name that stands in the bytes of an entry.
std::string_view kind_name(Kind kind);
std::optional<Kind> kind_from_name(std::string_view name);

/// One leg of an entry. Positive is debit (money that arrived).
struct Posting {
  std::string account;
  Dong amount;
  friend bool operator==(const Posting&, const Posting&) = default;
};

/// Natural key of a transfer: the business date by the bank, the bank's BIN, the receiving account
/// and the bank's reference. Date first, so that the index grows at its right edge.
struct CreditKey {
  BusinessDay day;
  std::string bank;
  std::string account;
  std::string reference;
  friend auto operator<=>(const CreditKey&, const CreditKey&) = default;
};

/// What must stay erasable, ready to lie beside an entry that commits to it.
struct PrivatePart {
  std::string bytes;  ///< salt ‖ text, or empty for none
  Hash hash{};        ///< SHA-256(bytes)
};

/// Salts and hashes a text; an empty text is no private part. Done where the text arises, so that
/// the lane need not.
PrivatePart make_private_part(std::string_view text, Random& random);

/// What a decision wants to become an entry; the lane adds seq, previous hash and time.
struct Draft {
  MarketId market;
  Kind kind = Kind::market_opened;
  BusinessDay day;
  StallId stall;  ///< empty where the entry belongs to no stall
  std::optional<CreditKey> key;
  std::vector<Posting> postings;
  PrivatePart private_part;  ///< kept in the vault beside the entry; empty for none
  std::string data = "{}";   ///< a JSON object
};

/// An entry of a market's log, as FORMAT.md describes it.
struct Entry {
  MarketId market;
  Seq seq{};
  Hash previous{};
  Instant at;
  Kind kind = Kind::market_opened;
  BusinessDay day;
  StallId stall;
  std::optional<CreditKey> key;
  std::vector<Posting> postings;
  std::optional<Hash> private_hash;
  std::string data;
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// An entry with the bytes that are stored and hashed, ready for a store.
struct SealedEntry {
  Entry entry;
  std::string bytes;
  Hash hash{};
  std::string private_part;  ///< salt ‖ bytes, or empty
};

/// True when the amounts sum to zero; throws std::overflow_error where the sum does not fit.
bool balanced(const std::vector<Posting>& postings);

/// The bytes of FORMAT.md. REQUIRES: `data` is the text of a JSON object.
std::string encode(const Entry& entry);
/// Reads exactly what encode writes: any other byte is Errc::bad_entry with the offset. Postings
/// that do not sum to zero are Errc::unbalanced. Never throws on bad bytes.
Result<Entry> decode(std::string_view bytes);
/// The same into an entry whose room is used again, for whoever reads millions; after an error it
/// holds nothing of use.
Result<void> decode(std::string_view bytes, Entry& entry);

/// Makes the entry of a draft: its place, chain, time and private commitment. Throws
/// std::logic_error where the postings of the draft do not sum to zero: that is a bug.
SealedEntry seal(Draft draft, Seq seq, const Hash& previous, Instant at);

/// Length of an entry's bytes at most; a longer one is refused before it is written.
inline constexpr std::size_t entry_bytes_max = 16 * 1024;

}  // namespace chopay::ledger
