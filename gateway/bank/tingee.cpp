#include "gateway/bank/tingee.hpp"

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

std::optional<ledger::Instant> read_tingee_time(std::string_view text) {
  if (const auto compact = read_compact_time(text)) return compact;
  if (const auto local = read_local_time(text)) return local;
  return read_rfc3339_time(text);
}

Verdict decode_tingee(std::string_view body, const Source& source) {
  JsonDocument document;
  const auto root = document.parse(body);
  if (!root) return reject_malformed(root.error());
  Fields fields(*root);
  merchant::BankNotice notice = notice_of(source);
  notice.provider_id = fields.id("transactionCode", reference_bytes_max);
  notice.bank_ref = notice.provider_id;
  set_bank(notice, source, fields.optional_text("bank", payer_bytes_max));
  notice.account = fields.text("accountNumber", account_bytes_max);
  notice.virtual_account = fields.optional_text("vaAccountNumber", account_bytes_max);
  notice.amount = fields.amount("amount");
  notice.content = fields.free_text("content", content_bytes_max);
  set_time(notice, fields.time("transactionDate", read_tingee_time));
  if (!fields.ok()) return reject_malformed(fields.error());
  return accept(std::move(notice));
}

}  // namespace

Verdict tingee_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  const std::string_view timestamp = callback.headers.get("x-request-timestamp");
  const std::string_view presented = callback.headers.get("x-signature");
  const auto signed_at = read_compact_time_ms(timestamp);
  if (presented.empty() || !signed_at)
    return reject_auth("no x-signature, or no x-request-timestamp of the documented form");
  const bool authentic = any_secret(source.secrets, now, [&](std::string_view secret) {
    const auto expected = hmac_sha512(secret, {timestamp, ":", callback.body});
    return equal_in_constant_time(presented, to_hex(expected));
  });
  if (!authentic) return reject_auth("the signature does not fit the body");
  if (!is_fresh(*signed_at, source.tolerance, now))
    return reject_stale("the x-request-timestamp is outside the tolerance");
  return decode_tingee(callback.body, source);
}

}  // namespace chopay::bank
