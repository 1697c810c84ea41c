#include "ledger/entry.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace chopay::ledger {
namespace {

constexpr std::array kinds{
    std::pair{Kind::market_opened, std::string_view{"market_opened"}},
    std::pair{Kind::zone_opened, std::string_view{"zone_opened"}},
    std::pair{Kind::stall_opened, std::string_view{"stall_opened"}},
    std::pair{Kind::stall_corrected, std::string_view{"stall_corrected"}},
    std::pair{Kind::name_corrected, std::string_view{"name_corrected"}},
    std::pair{Kind::request_opened, std::string_view{"request_opened"}},
    std::pair{Kind::request_cancelled, std::string_view{"request_cancelled"}},
    std::pair{Kind::rest_requested, std::string_view{"rest_requested"}},
    std::pair{Kind::request_expired, std::string_view{"request_expired"}},
    std::pair{Kind::credit, std::string_view{"credit"}},
    std::pair{Kind::rejection, std::string_view{"rejection"}},
    std::pair{Kind::allocation, std::string_view{"allocation"}},
    std::pair{Kind::rejection_settled, std::string_view{"rejection_settled"}},
    std::pair{Kind::refund_requested, std::string_view{"refund_requested"}},
    std::pair{Kind::refund_paid, std::string_view{"refund_paid"}},
    std::pair{Kind::refund_cancelled, std::string_view{"refund_cancelled"}},
    std::pair{Kind::payee_change_asked, std::string_view{"payee_change_asked"}},
    std::pair{Kind::payee_change_approved, std::string_view{"payee_change_approved"}},
    std::pair{Kind::payee_change_withdrawn, std::string_view{"payee_change_withdrawn"}},
    std::pair{Kind::payee_changed, std::string_view{"payee_changed"}},
    std::pair{Kind::day_closed, std::string_view{"day_closed"}},
    std::pair{Kind::consent_granted, std::string_view{"consent_granted"}},
    std::pair{Kind::consent_withdrawn, std::string_view{"consent_withdrawn"}},
    std::pair{Kind::statement_imported, std::string_view{"statement_imported"}},
    std::pair{Kind::alarm_raised, std::string_view{"alarm_raised"}},
    std::pair{Kind::cash_noted, std::string_view{"cash_noted"}},
    std::pair{Kind::cash_taken_back, std::string_view{"cash_taken_back"}},
    std::pair{Kind::tariff_set, std::string_view{"tariff_set"}},
    std::pair{Kind::charges_due, std::string_view{"charges_due"}},
    std::pair{Kind::charge_paid, std::string_view{"charge_paid"}},
    std::pair{Kind::charge_waived, std::string_view{"charge_waived"}},
    std::pair{Kind::cash_handed_over, std::string_view{"cash_handed_over"}},
    std::pair{Kind::hand_over_confirmed, std::string_view{"hand_over_confirmed"}},
    std::pair{Kind::charges_closed, std::string_view{"charges_closed"}},
    std::pair{Kind::person_invited, std::string_view{"person_invited"}},
};

}  // namespace

std::string_view kind_name(Kind kind) {
  for (const auto& [value, name] : kinds) {
    if (value == kind) return name;
  }
  throw std::logic_error("a kind without a name");
}

std::optional<Kind> kind_from_name(std::string_view name) {
  for (const auto& [kind, text] : kinds) {
    if (text == name) return kind;
  }
  return std::nullopt;
}

bool balanced(const std::vector<Posting>& postings) {
  Dong sum;
  for (const auto& posting : postings) sum += posting.amount;
  return sum.is_zero();
}

PrivatePart make_private_part(std::string_view text, Random& random) {
  PrivatePart part;
  if (text.empty()) return part;
  Salt salt;
  random.fill(salt);
  part.bytes.reserve(salt.size() + text.size());
  part.bytes.assign(salt.begin(), salt.end());
  part.bytes += text;
  part.hash = sha256({part.bytes});
  return part;
}

SealedEntry seal(Draft draft, Seq seq, const Hash& previous, Instant at) {
  if (!balanced(draft.postings)) throw std::logic_error("a draft whose postings do not balance");
  SealedEntry sealed;
  if (!draft.private_part.bytes.empty()) {
    sealed.private_part = std::move(draft.private_part.bytes);
    sealed.entry.private_hash = draft.private_part.hash;
  }
  sealed.entry.market = std::move(draft.market);
  sealed.entry.seq = seq;
  sealed.entry.previous = previous;
  sealed.entry.at = at;
  sealed.entry.kind = draft.kind;
  sealed.entry.day = draft.day;
  sealed.entry.stall = std::move(draft.stall);
  sealed.entry.key = std::move(draft.key);
  sealed.entry.postings = std::move(draft.postings);
  sealed.entry.data = std::move(draft.data);
  sealed.bytes = encode(sealed.entry);
  if (sealed.bytes.size() > entry_bytes_max) throw std::logic_error("an entry over its limit");
  sealed.hash = leaf_hash(sealed.bytes);
  return sealed;
}

}  // namespace chopay::ledger
