#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ledger/appender.hpp"
#include "merchant/alarm.hpp"
#include "merchant/cash_line.hpp"
#include "merchant/charges/charge_command.hpp"
#include "merchant/consent.hpp"
#include "merchant/credit_state.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/find_stall.hpp"
#include "merchant/held_command.hpp"
#include "merchant/name_correction.hpp"
#include "merchant/notice.hpp"
#include "merchant/payee_command.hpp"
#include "merchant/refund.hpp"
#include "merchant/registry.hpp"
#include "merchant/request.hpp"
#include "merchant/stall_correction.hpp"
#include "merchant/statement/imported.hpp"
#include "merchant/vault_command.hpp"
#include "merchant/zone_flow.hpp"

namespace chopay::merchant {

// What can be asked of a market's book. Each command names its Answer; commands that write nothing
// are answered in the same order as the others, after the same commit, so an answer never shows
// what a power cut could take back.

/// Opens a market (its first entry). already_exists, bad_text.
struct OpenMarket {
  using Answer = Result<void>;
  MarketId market;
  MarketOpened data;
  std::string contact = {};  ///< a person of the board; kept beside the entry, not in it
};

/// Opens a zone. unknown_market, already_exists, bad_text.
struct OpenZone {
  using Answer = Result<void>;
  MarketId market;
  Zone zone;
};

/// Opens a stall; the rules choose its memo. unknown_market, unknown_zone, already_exists,
/// bad_account (also when another market has an account, or the stall would have one twice),
/// bad_text.
struct OpenStall {
  using Answer = Result<void>;
  MarketId market;
  StallId id;
  std::string zone;
  std::string name;
  std::string trade;
  std::string household;
  PayeeAccount account;
  std::string holder;
  std::vector<HeldAccount> further = {};
  std::int64_t area_dm2 = 0;
  HouseholdDetails details = {};
};

/// Says what of a stall is registered otherwise from now on; the same as is registered writes
/// nothing. unknown_stall, unknown_zone, bad_text.
struct CorrectStall {
  using Answer = Result<void>;
  MarketId market;
  StallId stall;
  StallCorrection correction;
  std::optional<HouseholdDetails> details = {};  ///< both anew, or neither
  std::string by;                                ///< who corrects it
};

/// Says what the market, or one of its zones, is called from now on, or who the market's board is
/// reached by; the same name as is registered writes nothing. unknown_market, unknown_zone,
/// bad_text.
struct CorrectName {
  using Answer = Result<void>;
  MarketId market;
  NameCorrection correction;                ///< its `contact` is made of the one below
  std::string by;                           ///< who corrects it
  std::optional<std::string> contact = {};  ///< of the market alone; empty takes it away
};

/// A request as it stands at the time of the answer.
struct RequestView {
  PaymentRequest request;
  RequestStatus status = RequestStatus::pending;
  std::shared_ptr<const Registry> registry;  ///< the market it belongs to
  bool repeated = false;  ///< the id or key named an earlier request: nothing was opened
};

/// Opens a payment request for `lifetime`. A chosen id that the market has already gives that
/// request where stall, amount and note are the same, else request_conflict with the name of the
/// first field that differs; bad_request_id for another form. Without a chosen id, the same
/// idempotency key with the same content gives the earlier request; with other content
/// idempotency_conflict. unknown_market, unknown_stall, bad_amount, bad_text (note over 200 bytes).
struct OpenRequest {
  using Answer = Result<RequestView>;
  MarketId market;
  StallId stall;
  Dong amount;
  std::string note;
  std::chrono::seconds lifetime{15 * 60};
  std::optional<Idempotency> idempotency;
  std::string chosen_id = {};  ///< [A-Za-z0-9._-]{1,64}, not pr_…; empty: the rules choose
  /// Written in the transaction that opens the request, and only then: what must be erasable or
  /// outlives the book's memory of it.
  std::vector<ledger::VaultChange> beside = {};
};

/// Cancels a pending request; a cancelled one stays so. unknown_request, not_pending.
struct CancelRequest {
  using Answer = Result<RequestView>;
  MarketId market;
  std::string id;
  std::vector<ledger::VaultChange> beside = {};  ///< as in OpenRequest
};

/// Makes a code for what a short request still misses, open for `lifetime`; the same while it is
/// open. unknown_request, not_short, too_many_rests.
struct AskRest {
  using Answer = Result<RequestView>;
  MarketId market;
  std::string id;
  std::chrono::seconds lifetime{15 * 60};
};

/// A request whose lifetime has ended without money.
struct ExpiredRequest {
  MarketId market;
  std::string id;
};

/// Those of all markets that no entry tells of yet, the longest ended first in each, at most
/// `most`. Costs a step for each market and for each request found.
struct FindExpired {
  using Answer = Result<std::vector<ExpiredRequest>>;
  std::size_t most = 1;
};

/// Tells that a request has expired, once: writes nothing where it was told, has money by now, or
/// was cancelled. unknown_request.
struct TellExpiry {
  using Answer = Result<void>;
  MarketId market;
  std::string id;
};

/// A request by its id in a market, or by what stands in its pay link. unknown_request.
struct FindRequest {
  using Answer = Result<RequestView>;
  std::string id;
  MarketId market = {};  ///< empty: `id` is what stands in a pay link, of any market
};

/// The market with its zones and stalls. unknown_market.
struct ShowRegistry {
  using Answer = Result<std::shared_ptr<const Registry>>;
  MarketId market;
};

/// Gives a credit another explanation: from the suspense list to stalls and requests, in parts, or
/// from one request to another. The parts must come to the credit, and a stall explains only money
/// of its own account. The same parts again write nothing. unknown_credit, credit_too_old,
/// credit_refunded, bad_parts, unknown_stall, unknown_request, too_many_allocations.
struct Allocate {
  using Answer = Result<CreditState>;
  MarketId market;
  ledger::Seq credit{};
  std::vector<CreditPart> parts;
  std::string by;   ///< who decides so
  std::string why;  ///< ≤ 200 bytes
};

/// Takes back a credit's last allocation, which must be named. unknown_allocation,
/// not_the_last_allocation, credit_refunded.
struct UndoAllocation {
  using Answer = Result<CreditState>;
  MarketId market;
  ledger::Seq credit{};
  ledger::Seq allocation{};
  std::string by;
};

struct Suspense {
  std::shared_ptr<const Registry> registry;
  std::vector<CreditState> credits;      ///< oldest first
  std::vector<PaymentRequest> requests;  ///< of their accounts, in which money is missing
  std::vector<CreditState> explained;    ///< that were of them, and may be taken back; newest first
};
/// So many of them: what somebody has just explained, and finds to be wrong.
inline constexpr std::size_t explained_shown_max = 20;

/// The credits that no stall explains. unknown_market.
struct ShowSuspense {
  using Answer = Result<Suspense>;
  MarketId market;
};

/// A credit as it stands. unknown_market, unknown_credit.
struct FindCredit {
  using Answer = Result<CreditState>;
  MarketId market;
  ledger::Seq credit{};
};

/// Asks for money of a credit to be given back; gives the code that the outgoing transfer must
/// carry. Sends nothing. unknown_credit, credit_too_old, not_allocated, bad_parts (several shares
/// could be meant), bad_refund_amount.
struct RequestRefund {
  using Answer = Result<Refund>;
  MarketId market;
  ledger::Seq credit{};
  Dong amount;
  StallId stall;        ///< needed only where several share the credit
  std::string request;  ///< the same
  std::string by;
  std::string why;  ///< ≤ 200 bytes
};

/// unknown_refund, not_pending (it is paid).
struct CancelRefund {
  using Answer = Result<Refund>;
  MarketId market;
  std::string refund;
  std::string by;
};

/// One refund, or with an empty id all that wait. unknown_market, unknown_refund.
struct ShowRefunds {
  using Answer = Result<std::vector<Refund>>;
  MarketId market;
  std::string refund;
};

/// The household says whether the board may see the stall's own figures, and whether its cash
/// counts in a share: the whole of what it allows from then on. The same again writes nothing. Cash
/// without the figures is nothing. unknown_stall.
struct SetConsent {
  using Answer = Result<Consent>;
  MarketId market;
  StallId stall;
  bool granted = false;
  std::string by;     ///< who acts for the household
  bool cash = false;  ///< its own cash too
};

/// A business day as the book knows it.
struct DayState {
  ledger::BusinessDay date;
  bool closed = false;
  bool takes_late = false;  ///< the day before is closed: its credits may count; only for ShowDay
  std::shared_ptr<const Registry> registry = {};     ///< the same
  std::vector<CreditState> unexplained = {};         ///< of the day, on the suspense list; the same
  std::vector<statement::Imported> statements = {};  ///< the newest of each account; the same
};

/// Closes a business day, today at the latest; a closed one stays so. unknown_market, day_not_over.
struct CloseDay {
  using Answer = Result<DayState>;
  MarketId market;
  ledger::BusinessDay date;
  std::string by;
};

/// Closes the first open day after the newest closed one, at most `last`; where none was ever
/// closed, `last` itself. The answer names the day, or a later one than `last` when all are closed.
/// unknown_market, day_not_over.
struct CloseNextDay {
  using Answer = Result<DayState>;
  MarketId market;
  ledger::BusinessDay last;
  std::string by;
};

/// unknown_market.
struct ShowDay {
  using Answer = Result<DayState>;
  MarketId market;
  ledger::BusinessDay date;
};

struct Alarms {
  std::shared_ptr<const Registry> registry;
  std::vector<Alarm> newest;  ///< oldest first
};

/// unknown_market.
struct ShowAlarms {
  using Answer = Result<Alarms>;
  MarketId market;
};

/// The stalls that are silent by the rule and were not told of yet. unknown_market.
struct FindSilentStalls {
  using Answer = Result<std::vector<SilentStall>>;
  MarketId market;
  SilenceRule rule;
};

/// Tells of a silence, once. unknown_market, unknown_stall.
struct RaiseAlarm {
  using Answer = Result<void>;
  MarketId market;
  Alarm alarm;  ///< silent_stall or silent_source; its seq and time are the entry's
};

/// Notes that a statement was imported, with its lines (statement::lines_text) beside it. The same
/// file for the same account again writes nothing and gives the earlier one. unknown_market.
struct ImportStatement {
  using Answer = Result<statement::Imported>;
  MarketId market;
  statement::Imported imported;  ///< its seq and time are the entry's
  ledger::PrivatePart lines;
};

struct Statements {
  std::shared_ptr<const Registry> registry;
  std::vector<statement::Imported> all;  ///< oldest first
};

/// unknown_market.
struct ShowStatements {
  using Answer = Result<Statements>;
  MarketId market;
};

/// What became of a notice.
enum class NoticeOutcome {
  posted,           ///< a new credit
  duplicate,        ///< the same transfer is there; no new credit was written
  told_twice,       ///< perhaps money that a statement told: kept as a rejection, nothing posted
  conflict,         ///< the same key with another amount: kept as a rejection, nothing posted
  outgoing,         ///< money that left the account: not ours to write
  refund_paid,      ///< money that left the account as the refund that its text names
  unknown_account,  ///< no market has the account
  wrong_realm,      ///< a sandbox source and a live market, or the other way round
};

/// Takes one notice of a bank.
struct TakeNotice {
  struct Answer {
    NoticeOutcome outcome = NoticeOutcome::unknown_account;
    MarketId market;
    ledger::Seq seq{};  ///< of the credit or rejection; 0 for none
    CreditVerdict verdict = CreditVerdict::unmatched;
  };
  BankNotice notice;
  bool sandbox = false;             ///< the source is a sandbox source
  ledger::PrivatePart evidence{};   ///< transfer text, payer, raw notice
  std::vector<MarketId> only = {};  ///< to others the account is unknown; empty: posted to any
  bool other_money = false;         ///< a person says so: it is not what a statement told already
  std::string by = {};              ///< who says so, as entries keep it; empty for nobody
};

/// One command on its way through the lane, with its answer when it comes back.
class BookCommand : public ledger::Command {
 public:
  using What =
      std::variant<OpenMarket, OpenZone, OpenStall, CorrectStall, CorrectName, OpenRequest, AskRest,
                   CancelRequest, FindExpired, TellExpiry, FindRequest, ShowRegistry, TakeNotice,
                   Allocate, UndoAllocation, ShowSuspense, FindCredit, RequestRefund, CancelRefund,
                   ShowRefunds, AskPayeeChange, ApprovePayeeChange, WithdrawPayeeChange,
                   CompletePayeeChange, ShowPayeeChange, ShowPayeeChanges, SetConsent, CloseDay,
                   CloseNextDay, ShowDay, ShowAlarms, ShowHeldNotices, SettleHeldNotice,
                   FindSilentStalls, RaiseAlarm, ImportStatement, ShowStatements, NoteCash,
                   TakeBackCash, charges::SetTariff, charges::BillStalls, charges::CollectCharge,
                   charges::WaiveCharge, charges::HandOverCash, charges::ConfirmHandOver,
                   charges::NameMoney, charges::TakeBackName, charges::CloseCharges,
                   charges::ShowCharges, charges::ShowOwed, FindStall, NoteInvitation, ChangeVault>;
  using Answer = std::variant<
      std::monostate, Result<void>, Result<RequestView>, Result<std::vector<ExpiredRequest>>,
      Result<std::shared_ptr<const Registry>>, Result<CreditState>, Result<Suspense>,
      Result<Refund>, Result<std::vector<Refund>>, Result<PayeeChange>,
      Result<std::vector<PayeeChange>>, Result<Consent>, Result<DayState>, Result<Alarms>,
      Result<HeldList>, Result<std::vector<SilentStall>>, Result<statement::Imported>,
      Result<Statements>, Result<CashLine>, Result<charges::Billed>, Result<charges::ChargeState>,
      Result<charges::HandOver>, Result<charges::Charges>, Result<charges::Owed>, Result<StallView>,
      TakeNotice::Answer>;

  explicit BookCommand(What what_) : what(std::move(what_)) {}
  std::size_t size_bytes() const override;

  What what;
  Answer answer;
};

}  // namespace chopay::merchant
