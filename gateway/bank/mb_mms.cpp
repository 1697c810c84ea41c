#include "gateway/bank/mb_mms.hpp"

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

/// What a shop calls its bill and MB the payment of it: names, not texts. Both are hashed before
/// anything is known of the sender, so more is not looked at.
constexpr std::size_t bill_bytes_max = 128;

std::string signed_text(Fields& fields) {
  std::string text;
  text += fields.optional_text("traceTransfer", bill_bytes_max);
  text += fields.optional_text("billNumber", bill_bytes_max);
  text += fields.optional_text("payDate", time_bytes_max);
  text += fields.optional_text("debitAmount", amount_bytes_max);
  return text;
}

bool is_authentic(std::string_view text, Fields& fields, const Source& source,
                  ledger::Instant now) {
  const auto presented = fields.optional_text("checkSum", checksum_bytes_max);
  return any_secret(source.secrets, now, [&](std::string_view secret) {
    return equal_in_constant_time(presented, to_hex(md5({text, secret})));
  });
}

Verdict decode(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  if (notice.bank.empty()) notice.bank = "970422";
  notice.virtual_account = fields.text("terminalLabel", account_bytes_max);
  if (notice.account.empty()) notice.account = notice.virtual_account;
  notice.bank_ref = fields.text("ftCode", reference_bytes_max);
  notice.provider_id = notice.bank_ref;
  notice.amount = fields.amount_text("realAmount");
  const ledger::Dong signed_amount = fields.amount_text("debitAmount");
  notice.content = fields.free_text("billNumber", content_bytes_max);
  set_time(notice, fields.time("payDate", read_compact_time));
  notice.payer_name = fields.free_text("userName", payer_bytes_max);
  const std::string_view code = fields.text("respCode", word_bytes_max);
  if (!fields.ok()) return reject_malformed(fields.error());
  if (code != "00") return ignore_failed("respCode is not 00", {std::move(notice)});
  if (notice.amount > signed_amount)
    return review("realAmount is more than the signed debitAmount", {std::move(notice)});
  return accept(std::move(notice));
}

std::string_view body_of(Outcome outcome) {
  if (is_success(outcome)) return R"({"resCode":"00","resDesc":"Success"})";
  switch (outcome) {
    case Outcome::reject_auth:
    case Outcome::reject_stale:
      return R"({"resCode":"12","resDesc":"False checksum"})";
    case Outcome::conflict:
      return R"({"resCode":"20","resDesc":"Duplicate ftCode"})";
    default:
      return R"({"resCode":"99","resDesc":"Internal error"})";
  }
}

}  // namespace

Verdict mb_mms_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  JsonDocument document;
  const auto root = document.parse(callback.body);
  if (!root) return reject_malformed(root.error());
  Fields fields(*root);
  if (!fields.ok()) return reject_malformed(fields.error());
  const std::string text = signed_text(fields);
  if (!is_authentic(text, fields, source, now)) return reject_auth("the checkSum does not fit");
  Verdict verdict = decode(fields, source);
  verdict.signed_text = to_hex(sha256({text}));
  return verdict;
}

Reply mb_mms_reply(const Answer& answer) {
  return {.status = status_of(answer.outcome, 200, 400),
          .content_type = "application/json",
          .body = std::string(body_of(answer.outcome))};
}

}  // namespace chopay::bank
