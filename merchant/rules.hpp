#pragma once

#include <map>

#include "ledger/appender.hpp"
#include "merchant/book.hpp"
#include "merchant/command.hpp"
#include "merchant/match.hpp"
#include "merchant/recent_payers.hpp"
#include "merchant/statement/compare.hpp"

namespace chopay::merchant {

/// The rules of all markets of a lane: decides commands against the markets' books. Only the
/// lane's thread may call it. Randomness (ids, reference codes) is passed in and must outlive it.
class Rules final : public ledger::Decider {
 public:
  explicit Rules(ledger::Random& random) : random_(random) {}

  ledger::Decision decide(ledger::Command& command, ledger::KnownKeys& keys, Instant now) override;
  void apply(const ledger::Entry& entry) override;
  void sealed(ledger::Command& command, const ledger::SealedEntry& entry) override;

  /// Names the form and the meaning of state(): to be changed whenever apply() or a book is.
  static constexpr std::string_view state_form = "books 11";
  /// All that was folded, as bytes for a snapshot.
  std::string state() const;
  /// Takes what state() gave in place of all there is; false, and nothing is changed, for bytes
  /// that are no state.
  bool restore(std::string_view state);

  /// The book of the market, or nullptr. Valid until the next apply.
  const Book* book(const MarketId& market) const;

 private:
  using Answer = BookCommand::Answer;
  /// What one command came to: maybe an entry to write, and what to answer.
  struct Outcome {
    std::optional<ledger::Draft> draft;
    Answer answer;
    std::vector<ledger::VaultChange> vault = {};
  };

  Outcome decide_on(const OpenMarket& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const OpenZone& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const OpenStall& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const CorrectStall& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const CorrectName& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const OpenRequest& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const AskRest& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const CancelRequest& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const FindExpired& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const TellExpiry& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const FindRequest& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowRegistry& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const FindStall& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const TakeNotice& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const Allocate& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const UndoAllocation& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowSuspense& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const FindCredit& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const RequestRefund& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const CancelRefund& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowRefunds& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const AskPayeeChange& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ApprovePayeeChange& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const WithdrawPayeeChange& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const CompletePayeeChange& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowPayeeChange& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowPayeeChanges& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const SetConsent& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const CloseDay& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const CloseNextDay& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowDay& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowAlarms& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowHeldNotices& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const SettleHeldNotice& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const FindSilentStalls& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const RaiseAlarm& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ImportStatement& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ShowStatements& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const NoteCash& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const TakeBackCash& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::SetTariff& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::BillStalls& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::CollectCharge& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::WaiveCharge& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::HandOverCash& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::ConfirmHandOver& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::NameMoney& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::TakeBackName& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::CloseCharges& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::ShowCharges& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const charges::ShowOwed& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const NoteInvitation& command, ledger::KnownKeys& keys, Instant now);
  Outcome decide_on(const ChangeVault& command, ledger::KnownKeys& keys, Instant now);

  Outcome repeat(const Book& book, const Book::Remembered& earlier, const OpenRequest& command,
                 Instant now) const;
  Outcome take_outgoing(const TakeNotice& command, const MarketId& market,
                        const PayeeAccount& account, ledger::KnownKeys& keys);
  /// The market whose board has the account; nullptr where none has.
  const MarketId* market_of_board(const PayeeAccount& account) const;
  Outcome take_charge(const TakeNotice& command, const MarketId& market, ledger::KnownKeys& keys,
                      Instant now);
  /// Rejects, once for each amount, a notice of a transfer that was told with another one.
  Outcome told_otherwise(const TakeNotice& command, const ledger::Entry& earlier, Dong received,
                         ledger::KnownKeys& keys, Instant now);
  /// The same transfer under the day beside the key's, where the bank's statement and its notice
  /// give one of the night different days.
  /// Costs a notice nothing in a market that has posted nothing from statements.
  std::optional<ledger::Entry> told_before(const Book& book, const BankNotice& notice,
                                           ledger::KnownKeys& keys) const;
  /// Where a statement told perhaps, or surely, the same money under another reference: keeps the
  /// notice as a rejection, once. Nothing where it is money of its own.
  std::optional<Outcome> told_twice(const TakeNotice& command, const Book& book, const Match& found,
                                    ledger::KnownKeys& keys, Instant now) const;
  /// Where the same notice was held back before: it waits still, or somebody has said that it is
  /// the same money. Nothing where it never was.
  std::optional<Outcome> told_to_a_person(const TakeNotice& command, const Book& book,
                                          ledger::KnownKeys& keys) const;
  /// The credit as it stands; credit_too_old where it may no longer be changed.
  Result<CreditState> credit_to_change(const Book& book, const MarketId& market, ledger::Seq seq,
                                       ledger::KnownKeys& keys, Instant now) const;
  Result<PayeeChange> payee_change(const MarketId& market, const StallId& stall,
                                   const std::string& id) const;
  bool taken_elsewhere(const PayeeAccount& account, const MarketId& market) const;
  std::optional<ReferenceCode> free_reference(const Book& book);
  /// The prefix and 22 unpredictable characters.
  std::string new_token(std::string_view prefix);

  ledger::Random& random_;
  std::map<MarketId, Book> books_;
  std::map<PayeeAccount, MarketId> market_of_account_;
  RecentPayers recent_payers_;
};

}  // namespace chopay::merchant
