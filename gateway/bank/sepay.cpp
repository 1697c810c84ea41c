#include "gateway/bank/sepay.hpp"

#include "gateway/bank/api_key.hpp"
#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

constexpr std::string_view signature_header = "X-SePay-Signature";
constexpr std::string_view timestamp_header = "X-SePay-Timestamp";

std::optional<Verdict> refuse_by_key(const Callback& callback, const Source& source,
                                     ledger::Instant now) {
  const auto key = credentials("Apikey", callback.headers.get("Authorization"));
  if (key.empty()) return reject_auth("no API key in the Authorization header");
  if (!is_active_key(key, source, now)) return reject_auth("the API key is not the source's");
  return std::nullopt;
}

std::optional<Verdict> refuse_by_signature(const Callback& callback, const Source& source,
                                           ledger::Instant now) {
  const std::string_view presented = callback.headers.get(signature_header);
  const std::string_view timestamp = callback.headers.get(timestamp_header);
  const auto signed_at = read_unix_seconds(timestamp);
  if (presented.empty()) return reject_auth("no X-SePay-Signature header");
  if (!signed_at) return reject_auth("no X-SePay-Timestamp in unix seconds");
  const bool authentic = any_secret(source.secrets, now, [&](std::string_view secret) {
    const auto expected = hmac_sha256(secret, {timestamp, ".", callback.body});
    return equal_in_constant_time(presented, "sha256=" + to_hex(expected));
  });
  if (!authentic) return reject_auth("the signature does not fit the body");
  if (!is_fresh(*signed_at, source.tolerance, now))
    return reject_stale("the signed time is outside the tolerance");
  return std::nullopt;
}

std::optional<Verdict> refuse(const Callback& callback, const Source& source, ledger::Instant now) {
  switch (source.scheme) {
    case Scheme::none:
      return std::nullopt;
    case Scheme::api_key:
      return refuse_by_key(callback, source, now);
    case Scheme::hmac:
      return refuse_by_signature(callback, source, now);
    case Scheme::by_headers:
      break;
  }
  return callback.headers.find(signature_header) ? refuse_by_signature(callback, source, now)
                                                 : refuse_by_key(callback, source, now);
}

merchant::BankNotice read_sepay_notice(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  notice.provider_id = fields.id("id");
  set_bank(notice, source, fields.optional_text("gateway", payer_bytes_max));
  notice.account = fields.text("accountNumber", account_bytes_max);
  notice.virtual_account = fields.optional_text("subAccount", account_bytes_max);
  notice.bank_ref = fields.optional_text("referenceCode", reference_bytes_max);
  if (notice.bank_ref.empty()) notice.bank_ref = "sepay:" + notice.provider_id;
  notice.amount = fields.amount("transferAmount");
  notice.content = fields.free_text("content", content_bytes_max);
  set_time(notice, fields.time("transactionDate", read_local_time));
  return notice;
}

Verdict decode_sepay(std::string_view body, const Source& source) {
  JsonDocument document;
  const auto root = document.parse(body);
  if (!root) return reject_malformed(root.error());
  Fields fields(*root);
  merchant::BankNotice notice = read_sepay_notice(fields, source);
  const std::string_view type = fields.text("transferType", word_bytes_max);
  if (!fields.ok()) return reject_malformed(fields.error());
  if (type != "in" && type != "out")
    return ignore_failed("the transferType is neither in nor out", {std::move(notice)});
  notice.direction = type == "in" ? merchant::Direction::in : merchant::Direction::out;
  return accept(std::move(notice));
}

}  // namespace

Verdict sepay_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  if (auto refused = refuse(callback, source, now)) return std::move(*refused);
  return decode_sepay(callback.body, source);
}

Reply sepay_reply(const Answer& answer) {
  static constexpr ReplyWords words{.success = R"({"success":true})",
                                    .failure = R"({"success":false})"};
  return reply_with(words, answer.outcome);
}

}  // namespace chopay::bank
