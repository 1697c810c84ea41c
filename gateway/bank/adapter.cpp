#include "gateway/bank/adapter.hpp"

#include <algorithm>
#include <array>

#include "gateway/bank/bidv.hpp"
#include "gateway/bank/camt054.hpp"
#include "gateway/bank/casso.hpp"
#include "gateway/bank/mb_mms.hpp"
#include "gateway/bank/pay2s.hpp"
#include "gateway/bank/payos.hpp"
#include "gateway/bank/rfc9421.hpp"
#include "gateway/bank/sepay.hpp"
#include "gateway/bank/sepay_ipn.hpp"
#include "gateway/bank/standard.hpp"
#include "gateway/bank/stripe.hpp"
#include "gateway/bank/tingee.hpp"
#include "gateway/bank/transaction_sync.hpp"
#include "gateway/bank/vietinbank.hpp"

namespace chopay::bank {
namespace {

// SePay, its IPN, Pay2S and Tingee take the same words; so do our own form's three signatures.
constexpr std::array table{
    Adapter{"sepay", "", "sepay", sepay_verdict, sepay_reply},
    Adapter{"sepay-ipn", "sepay-pg", "sepay-pg", sepay_ipn_verdict, sepay_reply},
    Adapter{"casso-v1", "", "casso", casso_v1_verdict, casso_reply},
    Adapter{"casso-v2", "casso", "casso", casso_v2_verdict, casso_reply},
    Adapter{"payos", "", "payos", payos_verdict, payos_reply},
    Adapter{"vietqr-vn", "vietqr", "vietqr", transaction_sync_verdict, transaction_sync_reply},
    Adapter{"mb", "mb-balance", "mb", mb_verdict, transaction_sync_reply},
    Adapter{"mb-mms", "", "mb", mb_mms_verdict, mb_mms_reply},
    Adapter{"bidv", "bidv-paybill", "bidv", bidv_verdict, bidv_reply},
    Adapter{"vietinbank", "", "vietinbank", vietinbank_verdict, vietinbank_reply},
    Adapter{"pay2s", "", "pay2s", pay2s_verdict, sepay_reply},
    Adapter{"tingee", "", "tingee", tingee_verdict, sepay_reply},
    Adapter{"standard", "standard-webhooks", "std", standard_verdict, standard_reply},
    Adapter{"stripe", "", "stripe", stripe_verdict, stripe_reply},
    Adapter{"rfc9421", "", "rfc9421", rfc9421_verdict, standard_reply},
    Adapter{"camt.054", "camt054", "camt", camt054_verdict, standard_reply},
};

}  // namespace

std::string_view to_string(Action action) {
  switch (action) {
    case Action::credit:
      return "credit";
    case Action::batch:
      return "batch";
    case Action::ignore_outgoing:
      return "ignore_outgoing";
    case Action::ignore_failed:
      return "ignore_failed";
    case Action::ping:
      return "ping";
    case Action::inquiry:
      return "inquiry";
    case Action::issue_token:
      return "issue_token";
    case Action::review:
      return "review";
    case Action::reject_auth:
      return "reject_auth";
    case Action::reject_stale:
      return "reject_stale";
    case Action::reject_malformed:
      return "reject_malformed";
  }
  return "unknown";
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::accepted:
      return "accepted";
    case Outcome::duplicate:
      return "duplicate";
    case Outcome::ignored:
      return "ignored";
    case Outcome::unmatched:
      return "unmatched";
    case Outcome::token_issued:
      return "token_issued";
    case Outcome::conflict:
      return "conflict";
    case Outcome::unavailable:
      return "unavailable";
    case Outcome::too_many:
      return "too_many";
    case Outcome::reject_auth:
      return "reject_auth";
    case Outcome::reject_stale:
      return "reject_stale";
    case Outcome::malformed:
      return "malformed";
  }
  return "unknown";
}

Outcome outcome_of(Action action) {
  switch (action) {
    case Action::credit:
    case Action::batch:
    case Action::review:
      return Outcome::accepted;
    case Action::ignore_outgoing:
    case Action::ignore_failed:
    case Action::inquiry:
    case Action::ping:
      return Outcome::ignored;
    case Action::issue_token:
      return Outcome::token_issued;
    case Action::reject_auth:
      return Outcome::reject_auth;
    case Action::reject_stale:
      return Outcome::reject_stale;
    case Action::reject_malformed:
      return Outcome::malformed;
  }
  return Outcome::malformed;
}

std::span<const Adapter> adapters() {
  return table;
}

const Adapter* find_adapter(std::string_view kind) {
  if (kind.empty()) return nullptr;
  const auto found = std::ranges::find_if(
      table, [&](const Adapter& row) { return row.kind == kind || row.other_name == kind; });
  return found == table.end() ? nullptr : &*found;
}

std::string list_of_kinds() {
  std::string list;
  for (const auto& row : table) {
    if (!list.empty()) list += ", ";
    list += row.kind;
  }
  return list;
}

std::optional<Scheme> find_scheme(std::string_view name) {
  if (name == "hmac" || name == "sepay-hmac") return Scheme::hmac;
  if (name == "api_key" || name == "apikey") return Scheme::api_key;
  if (name == "none") return Scheme::none;
  return std::nullopt;
}

bool may_speak_of(const Source& source, const merchant::BankNotice& notice) {
  return (source.bank.empty() || source.bank == notice.bank) &&
         (source.account.empty() || source.account == notice.account ||
          source.account == notice.virtual_account);
}

}  // namespace chopay::bank
