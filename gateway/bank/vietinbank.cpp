#include "gateway/bank/vietinbank.hpp"

#include <array>

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

void append_signed_text(std::string& text, JsonValue record) {
  static constexpr std::array<std::string_view, 6> order{"transId", "transTime",   "custCode",
                                                         "amount",  "bankTransId", "remark"};
  for (const std::string_view name : order) {
    const auto value = record.find(name);
    if (value && value->is(JsonKind::string)) text += value->text();
  }
}

bool is_authentic(std::string_view text, std::optional<JsonValue> signature, const Source& source,
                  ledger::Instant now) {
  if (!signature || !signature->is(JsonKind::string)) return false;
  const auto bytes = from_base64(signature->text());
  if (!bytes) return false;
  return any_secret(source.secrets, now,
                    [&](std::string_view key) { return verify_rsa_sha256(key, text, *bytes); });
}

struct Record {
  merchant::BankNotice notice;
  bool foreign_currency = false;
};

Record read_record(Fields& fields, const Source& source) {
  Record record{.notice = notice_of(source)};
  merchant::BankNotice& notice = record.notice;
  if (notice.bank.empty()) notice.bank = "970415";
  notice.provider_id = fields.text("transId", id_bytes_max);
  notice.bank_ref = fields.optional_text("bankTransId", reference_bytes_max);
  if (notice.bank_ref.empty()) notice.bank_ref = "vietinbank:" + notice.provider_id;
  notice.account = fields.text("recvAcctId", account_bytes_max);
  notice.virtual_account = fields.optional_text("recvVirtualAcctId", account_bytes_max);
  if (notice.virtual_account.empty())
    notice.virtual_account = fields.optional_text("custCode", account_bytes_max);
  notice.amount = fields.amount_text("amount");
  notice.content = fields.free_text("remark", content_bytes_max);
  set_time(notice, fields.time("transTime", read_compact_time));
  notice.payer_account = fields.free_text("sendAcctId", payer_bytes_max);
  if (fields.optional_text("transType", 16) == "D") notice.direction = merchant::Direction::out;
  const std::string_view currency = fields.optional_text("currencyCode", currency_bytes_max);
  record.foreign_currency = !currency.empty() && currency != "VND";
  return record;
}

/// The records of either form.
std::vector<JsonValue> records_of(JsonValue root) {
  const auto data = root.find("data");
  if (!data) return {root};
  const auto records = data->find("records");
  if (!records || !records->is(JsonKind::array)) return {};
  return {records->begin(), records->end()};
}

std::optional<JsonValue> signature_of(JsonValue root) {
  const auto header = root.find("header");
  return header ? header->find("signature") : root.find("signature");
}

Verdict decode(const std::vector<JsonValue>& records, const Source& source) {
  std::vector<merchant::BankNotice> notices;
  std::vector<merchant::BankNotice> foreign;
  for (const JsonValue value : records) {
    Fields fields(value);
    Record record = read_record(fields, source);
    if (!fields.ok()) return reject_malformed(fields.error());
    (record.foreign_currency ? foreign : notices).push_back(std::move(record.notice));
  }
  if (notices.empty()) return ignore_failed("the currency is not VND", std::move(foreign));
  return accept(std::move(notices));
}

}  // namespace

Verdict vietinbank_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  JsonDocument document;
  const auto root = document.parse(callback.body);
  if (!root) return reject_malformed(root.error());
  const auto records = records_of(*root);
  if (records.empty()) return reject_malformed({Errc::missing_field, "records"});
  std::string text;
  for (const JsonValue record : records) append_signed_text(text, record);
  if (!is_authentic(text, signature_of(*root), source, now))
    return reject_auth("the RSA signature does not fit");
  Verdict verdict = decode(records, source);
  verdict.signed_text = to_hex(sha256({text}));
  return verdict;
}

Reply vietinbank_reply(const Answer& answer) {
  const bool refused =
      answer.outcome == Outcome::reject_auth || answer.outcome == Outcome::reject_stale;
  const std::string_view code = is_success(answer.outcome) ? "00" : refused ? "01" : "99";
  return {.status = status_of(answer.outcome, 200, 400),
          .content_type = "application/json",
          .body = R"({"statusCode":")" + std::string(code) + "\"}"};
}

}  // namespace chopay::bank
