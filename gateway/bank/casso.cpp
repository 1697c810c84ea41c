#include "gateway/bank/casso.hpp"

#include "gateway/bank/api_key.hpp"
#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/sorted_json.hpp"
#include "gateway/bank/timed_signature.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

merchant::BankNotice read_v1(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  notice.provider_id = fields.id("id");
  notice.bank_ref = fields.optional_text("tid", reference_bytes_max);
  if (notice.bank_ref.empty()) notice.bank_ref = "casso:" + notice.provider_id;
  set_bank(notice, source, fields.optional_text("bankName", payer_bytes_max));
  const bool has_number = fields.has("bank_sub_acc_id");
  notice.account = fields.id(has_number ? "bank_sub_acc_id" : "subAccId", account_bytes_max);
  notice.virtual_account = fields.optional_text("virtualAccount", account_bytes_max);
  set_signed_amount(notice, fields.signed_amount("amount"));
  notice.content = fields.free_text("description", content_bytes_max);
  set_time(notice, fields.time("when", read_local_time));
  notice.payer_name = fields.free_text("corresponsiveName", payer_bytes_max);
  notice.payer_account = fields.free_text("corresponsiveAccount", payer_bytes_max);
  notice.payer_bank = fields.free_text("corresponsiveBankName", payer_bytes_max);
  return notice;
}

merchant::BankNotice read_v2(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  notice.provider_id = fields.id("id");
  notice.bank_ref = fields.optional_text("reference", reference_bytes_max);
  if (notice.bank_ref.empty()) notice.bank_ref = "casso:" + notice.provider_id;
  set_bank(notice, source, fields.optional_text("bankName", payer_bytes_max));
  set_bank(notice, source, fields.optional_text("bankAbbreviation", payer_bytes_max));
  notice.account = fields.text("accountNumber", account_bytes_max);
  notice.virtual_account = fields.optional_text("virtualAccountNumber", account_bytes_max);
  set_signed_amount(notice, fields.signed_amount("amount"));
  notice.content = fields.free_text("description", content_bytes_max);
  set_time(notice, fields.time("transactionDateTime", read_local_time));
  notice.payer_name = fields.free_text("counterAccountName", payer_bytes_max);
  notice.payer_account = fields.free_text("counterAccountNumber", payer_bytes_max);
  notice.payer_bank = fields.free_text("counterAccountBankName", payer_bytes_max);
  return notice;
}

/// Casso says error 0 in every webhook; another number means that `data` is no transaction.
bool says_error(JsonValue root) {
  const auto error = root.find("error");
  return error && error->is(JsonKind::number) && whole_number(error->text()) != 0;
}

Verdict decode_v1(std::string_view body, const Source& source) {
  JsonDocument document;
  const auto root = document.parse(body);
  if (!root) return reject_malformed(root.error());
  if (says_error(*root)) return ignore_failed("Casso reports an error, not transactions");
  const auto data = root->find("data");
  if (!data || !data->is(JsonKind::array)) return reject_malformed({Errc::missing_field, "data"});
  std::vector<merchant::BankNotice> notices;
  for (const JsonValue item : *data) {
    Fields fields(item);
    notices.push_back(read_v1(fields, source));
    if (!fields.ok()) return reject_malformed(fields.error());
  }
  if (notices.size() == 1 && notices.front().provider_id == "0")
    return ping("Casso's test call", std::move(notices));
  std::erase_if(notices, [](const auto& notice) { return notice.provider_id == "0"; });
  return accept(std::move(notices));
}

Verdict decode_v2(JsonValue root, const Source& source) {
  if (says_error(root)) return ignore_failed("Casso reports an error, not a transaction");
  Fields fields = Fields(root).object("data");
  merchant::BankNotice notice = read_v2(fields, source);
  if (!fields.ok()) return reject_malformed(fields.error());
  if (notice.provider_id == "0") return ping("Casso's test call", {std::move(notice)});
  return accept(std::move(notice));
}

bool fits_v2(std::string_view secret, const TimedSignature& presented, JsonValue root) {
  for (const JsonStyle style : {JsonStyle::javascript, JsonStyle::php}) {
    const std::string text = sorted_json(root, style);
    if (any_equals(presented, to_hex(hmac_sha512(secret, {presented.time, ".", text}))))
      return true;
  }
  return false;
}

}  // namespace

Verdict casso_v1_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  if (!is_active_key(callback.headers.get("secure-token"), source, now))
    return reject_auth("the secure-token is missing or not the source's");
  return decode_v1(callback.body, source);
}

Verdict casso_v2_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  const auto presented = read_timed_signature(callback.headers.get("X-Casso-Signature"));
  const auto signed_at = read_unix_milliseconds(presented.time);
  if (!signed_at || presented.count == 0)
    return reject_auth("no X-Casso-Signature of the form t=…,v1=…");
  JsonDocument document;
  const auto root = document.parse(callback.body);
  if (!root) return reject_malformed(root.error());
  const bool authentic = any_secret(source.secrets, now, [&](std::string_view secret) {
    return fits_v2(secret, presented, *root);
  });
  if (!authentic) return reject_auth("the signature fits neither way of writing the body");
  if (!is_fresh(*signed_at, source.tolerance, now))
    return reject_stale("the signed time is outside the tolerance");
  return decode_v2(*root, source);
}

Reply casso_reply(const Answer& answer) {
  static constexpr ReplyWords words{.success = R"({"success":true})",
                                    .failure = R"({"success":false})"};
  return reply_with(words, answer.outcome);
}

}  // namespace chopay::bank
