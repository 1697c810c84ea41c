#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/bank/secrets.hpp"
#include "gateway/http/message.hpp"
#include "ledger/clock.hpp"
#include "merchant/notice.hpp"

/// Bank adapters: each turns one provider's signed message into our own words, and our outcome into
/// the provider's words. Pure: no I/O, no clock of their own, no state between calls; safe to call
/// from any thread. They know nothing of markets: whether a notice is a duplicate or belongs to a
/// stall is the ledger's to say.
namespace chopay::bank {

/// One request of a bank, as it came in. Views into the caller's request.
struct Callback {
  std::string_view method;  ///< "POST"
  std::string_view path;    ///< whole, as the server was asked: "/callbacks/bank-x"
  const http::Headers& headers;
  std::string_view body;        ///< raw bytes: signatures are over these
  std::string_view query = {};  ///< behind '?', without it
};

/// The BIN (6 digits) of a bank that a provider names by name, BIC or short name; empty when it is
/// not known.
using BankLookup = std::function<std::string(std::string_view name)>;

/// How a source authenticates where its provider offers a choice (SePay).
enum class Scheme {
  by_headers,  ///< a signature when the message carries one, else the API key
  api_key,
  hmac,
  none,  ///< accept everything; only where the network already guards the source
};

/// One configured source. Lives longer than the calls; not changed while in use.
struct Source {
  std::string id;
  SourceSecrets secrets;
  Scheme scheme = Scheme::by_headers;
  /// How far a signed time may be from `now`, both ways; nullopt = the time is not judged.
  std::optional<std::chrono::seconds> tolerance = std::chrono::seconds{300};
  std::string bank;     ///< BIN where the provider names no receiving bank; may be empty
  std::string account;  ///< account where the provider names none; may be empty
  /// The TLS layer has verified this source's client certificate. Only camt.054 takes that instead
  /// of a signature, and only when no secret is configured.
  bool client_certificate = false;
  BankLookup lookup = {};
};

/// A source that names its bank or account in chopay.toml may speak of no other.
bool may_speak_of(const Source& source, const merchant::BankNotice& notice);

/// What a message asks for.
enum class Action {
  credit,            ///< one notice of money that came in
  batch,             ///< several notices, at least one of them incoming
  ignore_outgoing,   ///< authentic, but money went out
  ignore_failed,     ///< authentic, but no payment: failed, pending, another currency or type
  ping,              ///< authentic test call
  inquiry,           ///< asks what a customer has to pay (BIDV getbill)
  issue_token,       ///< the source logged in and gets a bearer token
  review,            ///< authentic, but a person must look before money is credited
  reject_auth,       ///< not authentic
  reject_stale,      ///< authentic, but too old or too far ahead
  reject_malformed,  ///< not readable as the provider's format; keep the raw message
};
/// The name as in logs and in `chopay callback check`.
std::string_view to_string(Action action);

struct Verdict {
  Action action = Action::reject_malformed;
  /// For the ledger: filled for credit, batch, ignore_outgoing and review, else empty.
  std::vector<merchant::BankNotice> notices = {};
  /// What a ping or a failed payment says; shown to integrators, never credited.
  std::vector<merchant::BankNotice> samples = {};
  std::string why = {};       ///< one sentence for logs; no secrets, no payer data
  std::string field = {};     ///< reject_malformed: the field at fault, if it is one
  std::string token = {};     ///< issue_token: the bearer token
  std::string customer = {};  ///< inquiry: whose bills are asked for
  /// Why a person must look at a part of the message, whose other notices count all the same.
  std::string doubt = {};
  /// SHA-256 in hexadecimal of the signed text, where that leaves out fields of the notices: such a
  /// text may mean one thing only, else who has seen it once could send it with other fields.
  std::string signed_text = {};
};

/// What became of a message, for the answer.
enum class Outcome {
  accepted,      ///< committed to the ledger
  duplicate,     ///< the same notice was already there
  ignored,       ///< read and of no use: outgoing, failed, ping
  unmatched,     ///< committed, but no stall or request found
  token_issued,  ///< the answer carries Verdict::token
  conflict,      ///< same key as an earlier notice, other content
  unavailable,   ///< not committed; the bank shall send it again
  too_many,      ///< more messages than the source may send; it shall send this one again
  reject_auth,
  reject_stale,
  malformed,
};

/// The name as in the delivery log.
std::string_view to_string(Outcome outcome);

/// The outcome of a verdict when all notices in it were committed as new.
Outcome outcome_of(Action action);

struct Reply {
  int status = 200;
  std::string content_type = {};  ///< empty when there is no body
  std::string body = {};
};

/// One open payment request, for the answer to an inquiry.
struct Bill {
  std::string id;
  ledger::Dong amount;
};

/// What a reply may need. `entry_id` is our own name of the entry ("market:seq"), empty if none.
struct Answer {
  Outcome outcome;
  const Verdict& verdict;
  std::string_view entry_id = {};
  std::string_view customer_name = {};  ///< inquiry only
  std::span<const Bill> bills = {};     ///< inquiry only
};

struct Adapter {
  std::string_view kind;        ///< as in chopay.toml: `kind = "sepay"`
  std::string_view other_name;  ///< a second name that `callback check` takes; may be empty
  std::string_view txn_prefix;  ///< before ':' and BankNotice::provider_id in transaction ids
  Verdict (*verify_and_decode)(const Callback& callback, const Source& source, ledger::Instant now);
  Reply (*reply)(const Answer& answer);
};

/// All adapters; adding a provider is adding a row.
std::span<const Adapter> adapters();
/// The adapter of the kind or other name; nullptr when there is none.
const Adapter* find_adapter(std::string_view kind);
/// "sepay, standard, …": the kinds, for a message to a person.
std::string list_of_kinds();
/// "hmac" (also "sepay-hmac"), "api_key" (also "apikey"), "none".
std::optional<Scheme> find_scheme(std::string_view name);

}  // namespace chopay::bank
