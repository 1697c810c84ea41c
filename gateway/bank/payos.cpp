#include "gateway/bank/payos.hpp"

#include <array>
#include <stdexcept>

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/sorted_json.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

constexpr std::array<std::string_view, 16> documented_fields{"accountNumber",
                                                             "amount",
                                                             "code",
                                                             "counterAccountBankId",
                                                             "counterAccountBankName",
                                                             "counterAccountName",
                                                             "counterAccountNumber",
                                                             "currency",
                                                             "desc",
                                                             "description",
                                                             "orderCode",
                                                             "paymentLinkId",
                                                             "reference",
                                                             "transactionDateTime",
                                                             "virtualAccountName",
                                                             "virtualAccountNumber"};

std::string signed_value(JsonValue value) {
  switch (value.kind()) {
    case JsonKind::null:
      return {};
    case JsonKind::boolean:
      return std::string(value.text());
    case JsonKind::number:
      return javascript_number(value.text());
    case JsonKind::string:
      if (value.text() == "null" || value.text() == "undefined") return {};
      return std::string(value.text());
    case JsonKind::array:
    case JsonKind::object:
      return sorted_json(value, JsonStyle::javascript);
  }
  return {};
}

std::string signed_text(JsonValue data) {
  std::string text;
  for (const JsonValue member : sorted_members(data)) {
    if (!text.empty()) text += '&';
    text.append(member.key()).append("=").append(signed_value(member));
  }
  return text;
}

/// A documented field that is absent, while "&field=" stands inside the value of another one: the
/// signed text would be the same with the field in its place.
std::optional<std::string_view> moved_field(JsonValue data) {
  for (const std::string_view name : documented_fields) {
    if (data.find(name)) continue;
    const std::string hidden = std::string("&").append(name).append("=");
    for (const JsonValue member : data) {
      if (signed_value(member).find(hidden) != std::string::npos) return name;
    }
  }
  return std::nullopt;
}

struct Payment {
  merchant::BankNotice notice;
  std::int64_t order_code = 0;
  std::string_view code = {};
  std::string_view currency = {};
};

Payment read_payment(Fields& fields, const Source& source) {
  Payment payment{.notice = notice_of(source)};
  payment.order_code = fields.integer("orderCode");
  payment.notice.amount = fields.amount("amount");
  payment.notice.content = fields.free_text("description", content_bytes_max);
  payment.notice.account = fields.text("accountNumber", account_bytes_max);
  payment.notice.bank_ref = fields.text("reference", reference_bytes_max);
  payment.notice.provider_id = payment.notice.bank_ref;
  set_time(payment.notice, fields.time("transactionDateTime", read_local_time));
  payment.currency = fields.text("currency", currency_bytes_max);
  fields.text("paymentLinkId", reference_bytes_max);
  payment.code = fields.text("code", 16);
  fields.optional_text("desc", content_bytes_max);
  fields.optional_text("counterAccountBankId", payer_bytes_max);
  payment.notice.payer_bank = fields.free_text("counterAccountBankName", payer_bytes_max);
  payment.notice.payer_name = fields.free_text("counterAccountName", payer_bytes_max);
  payment.notice.payer_account = fields.free_text("counterAccountNumber", payer_bytes_max);
  fields.optional_text("virtualAccountName", content_bytes_max);
  payment.notice.virtual_account = fields.optional_text("virtualAccountNumber", account_bytes_max);
  return payment;
}

/// What payOS posts when the address of a webhook is confirmed.
bool is_sample(const Payment& payment) {
  return payment.order_code == 123 && (payment.notice.content == "VQRIO123" ||
                                       payment.notice.content == "Ma giao dich thu nghiem");
}

Verdict decode(JsonValue data, const Source& source) {
  Fields fields(data);
  const auto description = data.find("description");
  if (!description || !description->is(JsonKind::string))
    return reject_malformed({Errc::missing_field, "description"});
  Payment payment = read_payment(fields, source);
  if (!fields.ok()) return reject_malformed(fields.error());
  if (const auto moved = moved_field(data))
    return reject_malformed({Errc::ambiguous_fields, std::string(*moved)});
  if (payment.code != "00")
    return ignore_failed("data.code is not 00", {std::move(payment.notice)});
  if (payment.currency != "VND")
    return ignore_failed("the currency is not VND", {std::move(payment.notice)});
  if (is_sample(payment))
    return ping("payOS confirms the address of the webhook", {std::move(payment.notice)});
  return accept(std::move(payment.notice));
}

}  // namespace

std::string payos_signature(std::string_view data, std::string_view checksum_key) {
  JsonDocument document;
  const auto root = document.parse(data);
  if (!root) throw std::logic_error("no JSON to sign");
  const auto text = root->is(JsonKind::object) ? signed_text(*root) : std::string{};
  return to_hex(hmac_sha256(checksum_key, {text}));
}

Verdict payos_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  JsonDocument document;
  const auto root = document.parse(callback.body);
  if (!root) return reject_malformed(root.error());
  const auto data = root->find("data");
  const auto signature = root->find("signature");
  if (!signature || !signature->is(JsonKind::string)) return reject_auth("no signature");
  if (!data || !data->is(JsonKind::object)) return reject_malformed({Errc::missing_field, "data"});
  const std::string text = signed_text(*data);
  const bool authentic = any_secret(source.secrets, now, [&](std::string_view secret) {
    return equal_in_constant_time(signature->text(), to_hex(hmac_sha256(secret, {text})));
  });
  if (!authentic) return reject_auth("the signature does not fit the data");
  return decode(*data, source);
}

Reply payos_reply(const Answer& answer) {
  static constexpr ReplyWords words{.success = R"({"success":true})",
                                    .failure = R"({"success":false})"};
  return reply_with(words, answer.outcome);
}

}  // namespace chopay::bank
