#include "gateway/bank/transaction_sync.hpp"

#include <array>

#include "gateway/bank/api_key.hpp"
#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/bearer_token.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/sorted_json.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

/// The key that tokens of this secret are signed with.
std::string token_key(const Source& source, std::string_view secret) {
  if (!source.secrets.token_key.empty()) return std::string(source.secrets.token_key.view());
  return std::string(view(hmac_sha512(secret, {"chopay bearer tokens, version 1"})));
}

Verdict issue_token(const Callback& callback, const Source& source, ledger::Instant now) {
  const auto basic = from_base64(credentials("Basic", callback.headers.get("Authorization")));
  if (!basic || !is_active_key(*basic, source, now))
    return reject_auth("the Basic credentials are missing or not the source's");
  const std::string_view user = std::string_view(*basic).substr(0, basic->find(':'));
  if (user.size() == basic->size() || !is_utf8(user))
    return reject_auth("the Basic credentials have no colon");
  Verdict verdict;
  verdict.action = Action::issue_token;
  verdict.token = issue_bearer(token_key(source, *basic), user, now);
  return verdict;
}

bool is_authentic(std::string_view token, const Source& source, ledger::Instant now) {
  // A token key of its own needs no other secret: it is tried by itself.
  if (const auto key = source.secrets.token_key.view(); !key.empty())
    return is_valid_bearer(key, token, now);
  return any_secret(source.secrets, now, [&](std::string_view secret) {
    return is_valid_bearer(token_key(source, secret), token, now);
  });
}

/// The spelling that the message uses; the first one when it uses neither.
std::string_view spelling(const Fields& fields, std::string_view lower, std::string_view camel) {
  return !fields.has(lower) && fields.has(camel) ? camel : lower;
}

merchant::BankNotice read_transaction_sync_notice(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  fields.id(spelling(fields, "transactionid", "transactionId"));
  notice.bank_ref =
      fields.text(spelling(fields, "referencenumber", "referenceNumber"), reference_bytes_max);
  notice.provider_id = notice.bank_ref;
  notice.amount = fields.amount("amount");
  notice.content = fields.free_text("content", content_bytes_max);
  notice.account = fields.text(spelling(fields, "bankaccount", "bankAccount"), account_bytes_max);
  notice.virtual_account = fields.optional_text("va", account_bytes_max);
  set_time(notice, fields.time(spelling(fields, "transactiontime", "transactionTime"),
                               read_unix_milliseconds));
  notice.payer_account = fields.free_text("reciprocalAccount", payer_bytes_max);
  notice.payer_bank = fields.free_text("reciprocalBankCode", payer_bytes_max);
  return notice;
}

Verdict decode_transaction_sync(std::string_view body, const Source& source,
                                std::string_view bank) {
  JsonDocument document;
  const auto root = document.parse(body);
  if (!root) return reject_malformed(root.error());
  Fields fields(*root);
  merchant::BankNotice notice = read_transaction_sync_notice(fields, source);
  if (notice.bank.empty()) notice.bank = bank;
  const std::string_view type = fields.text(spelling(fields, "transType", "transtype"), 16);
  if (!fields.ok()) return reject_malformed(fields.error());
  if (type != "C" && type != "D") return reject_malformed({Errc::wrong_type, "transType"});
  notice.direction = type == "C" ? merchant::Direction::in : merchant::Direction::out;
  return accept(std::move(notice));
}

Verdict verdict_of(const Callback& callback, const Source& source, ledger::Instant now,
                   std::string_view bank) {
  if (callback.path.ends_with("/token_generate")) return issue_token(callback, source, now);
  const auto token = credentials("Bearer", callback.headers.get("Authorization"));
  if (!is_authentic(token, source, now))
    return reject_auth("the bearer token is missing, not ours, or expired");
  return decode_transaction_sync(callback.body, source, bank);
}

struct FieldCode {
  std::string_view field;
  std::string_view code;
  std::string_view text;
};

/// VietQR.vn's own reasons for HTTP 400 (api-transaction-sync).
FieldCode code_of(std::string_view field) {
  static constexpr std::array codes{
      FieldCode{"amount", "002", "Invalid amount"},
      FieldCode{"transType", "003", "Invalid transaction type"},
      FieldCode{"transactiontime", "004", "Invalid transaction time"},
      FieldCode{"transactionTime", "004", "Invalid transaction time"},
      FieldCode{"transactionid", "007", "Invalid transaction id"},
      FieldCode{"transactionId", "007", "Invalid transaction id"},
      FieldCode{"referencenumber", "008", "Invalid reference number"},
      FieldCode{"referenceNumber", "008", "Invalid reference number"},
      FieldCode{"content", "009", "Invalid content"},
      FieldCode{"bankaccount", "010", "Invalid bank account"},
      FieldCode{"bankAccount", "010", "Invalid bank account"},
  };
  for (const FieldCode& row : codes) {
    if (row.field == field) return row;
  }
  return {field, "001", "Invalid request body"};
}

FieldCode failure_of(const Answer& answer) {
  switch (answer.outcome) {
    case Outcome::reject_auth:
    case Outcome::reject_stale:
      return {"", "E74", "Invalid token"};
    case Outcome::malformed:
      return code_of(answer.verdict.field);
    case Outcome::conflict:
      return {"", "006", "Duplicate transaction with other content"};
    default:
      return {"", "005", "Unexpected error"};
  }
}

std::string success_body(const Answer& answer) {
  if (answer.outcome == Outcome::token_issued) {
    return R"({"access_token":")" + answer.verdict.token +
           R"(","token_type":"Bearer","expires_in":)" + std::to_string(bearer_lifetime.count()) +
           "}";
  }
  std::string body =
      R"({"error":false,"errorReason":"000","toastMessage":"","object":{"reftransactionid":)";
  append_json_string(body, answer.entry_id);
  return body + "}}";
}

}  // namespace

Verdict transaction_sync_verdict(const Callback& callback, const Source& source,
                                 ledger::Instant now) {
  return verdict_of(callback, source, now, {});
}

Verdict mb_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  return verdict_of(callback, source, now, "970422");
}

Reply transaction_sync_reply(const Answer& answer) {
  Reply reply{.status = status_of(answer.outcome), .content_type = "application/json"};
  if (is_success(answer.outcome)) {
    reply.body = success_body(answer);
    return reply;
  }
  const FieldCode failure = failure_of(answer);
  reply.body.append(R"({"error":true,"errorReason":")")
      .append(failure.code)
      .append(R"(","toastMessage":")")
      .append(failure.text)
      .append(R"(","object":null})");
  return reply;
}

}  // namespace chopay::bank
