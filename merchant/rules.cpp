#include "merchant/rules.hpp"

#include <boost/json.hpp>

#include <utility>

#include "merchant/draft.hpp"

namespace chopay::merchant {

std::size_t BookCommand::size_bytes() const {
  std::size_t bytes = sizeof *this;
  if (const auto* take = std::get_if<TakeNotice>(&what)) {
    bytes += take->evidence.bytes.size() + take->notice.content.size();
  } else if (const auto* open = std::get_if<OpenRequest>(&what)) {
    for (const auto& row : open->beside) bytes += row.name.size() + row.value.value_or("").size();
  }
  if (const auto* imported = std::get_if<ImportStatement>(&what)) {
    bytes += imported->lines.bytes.size();
  }
  return bytes;
}

ledger::Decision Rules::decide(ledger::Command& command, ledger::KnownKeys& keys, Instant now) {
  auto& asked = static_cast<BookCommand&>(command);
  auto outcome =
      std::visit([&](const auto& what) { return decide_on(what, keys, now); }, asked.what);
  asked.answer = std::move(outcome.answer);
  return {std::move(outcome.draft), std::move(outcome.vault)};
}

void Rules::apply(const ledger::Entry& entry) {
  auto& book = books_[entry.market];
  book.apply(entry);
  if (entry.kind == ledger::Kind::stall_opened || entry.kind == ledger::Kind::payee_changed) {
    const auto* stall = book.registry()->stall(entry.stall);
    market_of_account_.emplace(stall->account, entry.market);
    for (const auto& one : stall->further) market_of_account_.emplace(one.account, entry.market);
  }
}

void Rules::sealed(ledger::Command& command, const ledger::SealedEntry& entry) {
  auto& asked = static_cast<BookCommand&>(command);
  const auto& book = books_.at(entry.entry.market);
  if (auto* taken = std::get_if<TakeNotice::Answer>(&asked.answer)) {
    // What a statement had told is named by its own entry.
    if (taken->outcome != NoticeOutcome::duplicate) taken->seq = entry.entry.seq;
    if (entry.entry.kind == ledger::Kind::credit) {
      recent_payers_.remember(std::get<TakeNotice>(asked.what).notice);
    }
  } else if (auto* credit = std::get_if<Result<CreditState>>(&asked.answer)) {
    *credit = *book.credits().find((*credit)->seq);
  } else if (auto* imported = std::get_if<Result<statement::Imported>>(&asked.answer)) {
    (*imported)->seq = entry.entry.seq;
    (*imported)->at = entry.entry.at;
  } else if (auto* paid = std::get_if<Result<charges::ChargeState>>(&asked.answer)) {
    (*paid)->seq = entry.entry.seq;
    (*paid)->owed = book.charges().owed((*paid)->stall);
  } else if (auto* handed = std::get_if<Result<charges::HandOver>>(&asked.answer)) {
    const bool is_new = entry.entry.kind == ledger::Kind::cash_handed_over;
    *handed = *book.charges().hand_over(is_new ? entry.entry.seq : (*handed)->seq);
  } else if (auto* line = std::get_if<Result<CashLine>>(&asked.answer)) {
    if (entry.entry.kind == ledger::Kind::cash_noted) (*line)->seq = entry.entry.seq;
  } else if (auto* change = std::get_if<Result<PayeeChange>>(&asked.answer)) {
    *change = *book.payee_change((*change)->stall);
  } else if (auto* consent = std::get_if<Result<Consent>>(&asked.answer)) {
    *consent = consent_of(*book.registry()->stall((*consent)->stall));
  } else if (auto* refund = std::get_if<Result<Refund>>(&asked.answer)) {
    *refund = *book.credits().refund((*refund)->id);
  } else if (auto* view = std::get_if<Result<RequestView>>(&asked.answer)) {
    // The request as the entry made it: with its time of opening or of cancellation.
    const auto id = (*view)->request.id;
    (*view)->request = *book.request(id);
    (*view)->status = (*view)->request.status(entry.entry.at);
  }
}

Rules::Outcome Rules::decide_on(const NoteInvitation& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  if (!market) return {{}, Result<void>{Error{Errc::unknown_market}}};
  if (command.by.empty() || !is_line(command.by, inviter_bytes_max)) {
    return {{}, Result<void>{Error{Errc::bad_text, "by"}}};
  }
  boost::json::object data{{"role", command.role}, {"by", command.by}};
  if (!command.instead_of.empty()) data["instead_of"] = command.instead_of;
  return {draft_of(command.market, {}, ledger::Kind::person_invited, ledger::business_day_of(now),
                   boost::json::serialize(data)),
          Result<void>{}, command.rows};
}

Rules::Outcome Rules::decide_on(const ChangeVault& command, ledger::KnownKeys& keys, Instant) {
  const auto& only_if = command.only_if;
  if (only_if && keys.vault_row(only_if->name) != only_if->value) {
    return {{}, Result<void>{Error{Errc::changed_meanwhile}}};
  }
  std::vector<ledger::VaultChange> rows{command.change};
  rows.insert(rows.end(), command.further.begin(), command.further.end());
  return {{}, Result<void>{}, std::move(rows)};
}

bool Rules::taken_elsewhere(const PayeeAccount& account, const MarketId& market) const {
  const auto owner = market_of_account_.find(account);
  return owner != market_of_account_.end() && owner->second != market;
}

const Book* Rules::book(const MarketId& market) const {
  const auto found = books_.find(market);
  return found == books_.end() ? nullptr : &found->second;
}

std::optional<ReferenceCode> Rules::free_reference(const Book& book) {
  // With a million codes taken of 33 million a draw fails 3 times in 100: 64 misses do not happen.
  for (int draw = 0; draw < 64; ++draw) {
    std::array<std::uint8_t, 4> bytes;
    random_.fill(bytes);
    const auto data = (std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
                       std::uint32_t{bytes[2]} << 8 | bytes[3]) %
                      reference_count;
    const auto code = make_reference(data);
    if (!book.reference_taken(code)) return code;
  }
  return std::nullopt;
}

std::string Rules::new_token(std::string_view prefix) {
  static constexpr std::string_view alphabet =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  // 22 characters of 6 bits each: 132 unpredictable bits.
  std::array<std::uint8_t, 22> bytes;
  random_.fill(bytes);
  std::string token{prefix};
  for (const auto byte : bytes) token += alphabet[byte & 63];
  return token;
}

}  // namespace chopay::merchant
