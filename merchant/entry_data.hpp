#pragma once

#include <optional>
#include <string>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"
#include "merchant/request.hpp"

namespace chopay::merchant {

// What stands in the "data" of an entry, one struct a kind. `to_data` writes the JSON object,
// `read_…` reads it back; reading throws BrokenLog where the log does not hold what we wrote.

/// The log holds data that this program would not write: a damaged or foreign log.
class BrokenLog : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  /// Says which field of which entry cannot be read.
  BrokenLog(const ledger::Entry& entry, std::string_view field);
};

struct MarketOpened {
  std::string name;
  std::string province;
  bool sandbox = false;
  std::string managing_body = {};
  HeldAccount board_account = {};
};

struct ZoneOpened {
  Zone zone;
};

struct StallOpened {
  Stall stall;  ///< its id stands in the entry's own field
};

/// Recognises a repeated POST: hashes in hex of the caller's key and of what it asked for.
struct Idempotency {
  std::string key;
  std::string content;
  friend bool operator==(const Idempotency&, const Idempotency&) = default;
};

struct RequestOpened {
  PaymentRequest request;  ///< the stall stands in the entry's own field, created_at is `at`
  std::optional<Idempotency> idempotency;
};

/// A further code for what a short request still misses.
struct RestRequested {
  std::string id;  ///< of the request
  RestCode rest;
};

struct RequestCancelled {
  std::string id;
};

/// A request's lifetime has ended without money.
struct RequestExpired {
  std::string id;
  Instant expired_at;  ///< its end; the entry may be later
};

/// How a credit found its place: the evidence that decided.
enum class MatchReason {
  code,            ///< a reference code of a request, as written
  corrected_code,  ///< the same with one symbol put right, the request open, the amount exact
  exact_amount,    ///< the stall is named, and one open request of it alone asks for this amount
  stall_memo,      ///< the stall's own code
  sole_stall,      ///< the account belongs to this stall alone
  former_account,  ///< a stall had the account before: perhaps an old sticker; suspense
  shared_account,  ///< several stalls share the account and nothing names one: suspense
};

std::string_view reason_name(MatchReason reason);

struct CreditData {
  std::string source;
  Instant occurred_at;  ///< by the bank's clock
  CreditVerdict verdict = CreditVerdict::unmatched;
  MatchReason reason = MatchReason::shared_account;
  std::string request;                          ///< id; empty for none
  std::optional<RequestStatus> request_status;  ///< of the request, with this credit counted in
  std::string reference;                        ///< the code that was found; empty for none
  bool same_payer = false;  ///< who paid sent the same sum to the account within a minute
  /// Who said that it is not the money that a statement had told; empty where nobody needed to.
  std::string other_money_by = {};
};

/// Why a notice was not posted, though its account is ours.
enum class RejectionWhy {
  amount_differs,  ///< the same key was told with another amount
  same_money,      ///< a credit that a statement told, under another reference: surely
  told_twice,      ///< perhaps; a person decides
};

struct RejectionData {
  std::string source;
  ledger::Seq earlier{};  ///< the entry that told the money before
  Dong recorded;          ///< the amount there
  Dong claimed;           ///< the amount of the refused notice
  RejectionWhy why = RejectionWhy::amount_differs;
  // told_twice: what the credit would have beside its key, should it be other money.
  Instant occurred_at = {};          ///< by the bank's clock
  std::string virtual_account = {};  ///< empty for none
};

/// What the entry says arrived at banks.
Dong received_at_bank(const ledger::Entry& entry);

std::string to_data(const MarketOpened& data);
std::string to_data(const ZoneOpened& data);
std::string to_data(const StallOpened& data);
std::string to_data(const RequestOpened& data);
std::string to_data(const RequestCancelled& data);
std::string to_data(const RestRequested& data);
std::string to_data(const RequestExpired& data);
std::string to_data(const CreditData& data);
std::string to_data(const RejectionData& data);

MarketOpened read_market_opened(const ledger::Entry& entry);
ZoneOpened read_zone_opened(const ledger::Entry& entry);
StallOpened read_stall_opened(const ledger::Entry& entry);
RequestOpened read_request_opened(const ledger::Entry& entry);
RequestCancelled read_request_cancelled(const ledger::Entry& entry);
RestRequested read_rest_requested(const ledger::Entry& entry);
RequestExpired read_request_expired(const ledger::Entry& entry);
CreditData read_credit(const ledger::Entry& entry);
RejectionData read_rejection(const ledger::Entry& entry);

}  // namespace chopay::merchant
