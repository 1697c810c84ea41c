// Decisions about bank statements: importing one, and telling which were.
#include "merchant/rules.hpp"
#include "merchant/statement/bookings.hpp"

namespace chopay::merchant {

Rules::Outcome Rules::decide_on(const ImportStatement& command, ledger::KnownKeys& keys,
                                Instant now) {
  using Answer = ImportStatement::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  if (command.lines.bytes.size() > statement::stored_lines_bytes_max + sizeof(ledger::Salt)) {
    return {{}, Answer{Error{Errc::bad_statement, "too many lines to be kept"}}};
  }
  auto imported = command.imported;
  const auto key = statement::key_of(imported);
  if (const auto earlier = keys.find(command.market, key)) {
    return {{}, Answer{statement::read_imported(*earlier)}};
  }
  ledger::Draft draft;
  draft.market = command.market;
  draft.kind = ledger::Kind::statement_imported;
  draft.day = ledger::business_day_of(now);
  draft.key = key;
  draft.private_part = command.lines;
  draft.data = to_data(imported);
  return {std::move(draft), Answer{std::move(imported)}};
}

Rules::Outcome Rules::decide_on(const ShowStatements& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowStatements::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  const auto& all = market->imports().all();
  return {{}, Answer{Statements{market->registry(), {all.begin(), all.end()}}}};
}

std::optional<ledger::Entry> Rules::told_before(const Book& book, const BankNotice& notice,
                                                ledger::KnownKeys& keys) const {
  const bool of_statement = statement::is_statement_source(notice.source);
  if (!of_statement && !book.imports().any_credit()) return std::nullopt;
  const ledger::CreditKey key{notice.day, notice.bank, notice.account, notice.bank_ref};
  const auto& market = book.registry()->market;
  const auto same_transfer = [&](const ledger::CreditKey& other) -> std::optional<ledger::Entry> {
    auto earlier = keys.find(market, other);
    if (!earlier || earlier->kind != ledger::Kind::credit) return std::nullopt;
    return received_at_bank(*earlier) == notice.amount ? earlier : std::nullopt;
  };
  for (const auto& other : book.imports().beside(key)) {
    if (auto earlier = same_transfer(other)) return earlier;
  }
  if (!of_statement) return std::nullopt;
  for (const int shift : {-1, 1}) {
    auto other = key;
    other.day = ledger::BusinessDay::from_days(key.day.days() + shift);
    auto earlier = same_transfer(other);
    if (earlier && statement::is_night(read_credit(*earlier).occurred_at)) return earlier;
  }
  return std::nullopt;
}

std::optional<Rules::Outcome> Rules::told_twice(const TakeNotice& command, const Book& book,
                                                const Match& found, ledger::KnownKeys& keys,
                                                Instant now) const {
  const auto& notice = command.notice;
  if (command.other_money || statement::is_statement_source(notice.source)) return std::nullopt;
  ledger::CreditKey key{notice.day, notice.bank, notice.account, notice.bank_ref};
  if (auto known = told_to_a_person(command, book, keys)) return known;
  const auto alike = book.imports().alike(key, notice.amount, notice.occurred_at);
  if (alike.empty()) return std::nullopt;
  // A request's code is made once: its one credit of this sum and time is this money. Anything else
  // may be another shopper's, and the one who can look at both decides.
  const bool sure = alike.size() == 1 && found.request && found.reference &&
                    found.reference->text() == alike.front().reference;
  if (!sure) key.reference += held_mark;
  TakeNotice::Answer answer;
  answer.market = book.registry()->market;
  answer.outcome = sure ? NoticeOutcome::duplicate : NoticeOutcome::told_twice;
  answer.seq = alike.front().seq;
  if (sure) answer.verdict = read_credit(*keys.at(answer.market, answer.seq)).verdict;
  // With another sum it waits already: one such notice is kept.
  if (keys.find(answer.market, key)) return Outcome{{}, answer};
  const auto why = sure ? RejectionWhy::same_money : RejectionWhy::told_twice;
  ledger::Draft draft;
  draft.market = answer.market;
  draft.kind = ledger::Kind::rejection;
  draft.day = ledger::business_day_of(now);
  draft.key = std::move(key);
  draft.private_part = command.evidence;
  RejectionData data{notice.source, answer.seq, notice.amount, notice.amount, why};
  data.virtual_account = notice.virtual_account;
  if (!sure) data.occurred_at = notice.occurred_at;
  draft.data = to_data(data);
  return Outcome{std::move(draft), answer};
}

std::optional<Rules::Outcome> Rules::told_to_a_person(const TakeNotice& command, const Book& book,
                                                      ledger::KnownKeys& keys) const {
  if (!book.held().ever()) return std::nullopt;
  const auto& notice = command.notice;
  const auto& market = book.registry()->market;
  const auto held =
      keys.find(market, {notice.day, notice.bank, notice.account, notice.bank_ref + held_mark});
  if (!held || held->kind != ledger::Kind::rejection) return std::nullopt;
  const auto data = read_rejection(*held);
  if (data.claimed != notice.amount) return std::nullopt;
  TakeNotice::Answer answer;
  answer.market = market;
  answer.seq = data.earlier;
  const bool waits = book.held().find(held->seq) != nullptr;
  answer.outcome = waits ? NoticeOutcome::told_twice : NoticeOutcome::duplicate;
  if (!waits) answer.verdict = read_credit(*keys.at(market, data.earlier)).verdict;
  return Outcome{{}, answer};
}

}  // namespace chopay::merchant
