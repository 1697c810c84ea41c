#include "gateway/bank/bidv.hpp"

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/sorted_json.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

bool fits(std::string_view checksum, const Source& source, ledger::Instant now,
          std::string_view first, std::string_view second, std::string_view third) {
  return any_secret(source.secrets, now, [&](std::string_view secret) {
    const auto hash = md5({secret, first, second, third});
    if (equal_in_constant_time(checksum, to_hex(hash))) return true;
    // The one public source does not say whether the text under the HMAC still begins with the
    // secret.
    const auto with_secret = hmac_sha256(secret, {secret, first, second, third});
    const auto without = hmac_sha256(secret, {first, second, third});
    return equal_in_constant_time(checksum, to_base64(view(with_secret))) ||
           equal_in_constant_time(checksum, to_base64(view(without)));
  });
}

enum class Letter { digit, alphabetic, other };

Letter letter_of(char c) {
  if (c >= '0' && c <= '9') return Letter::digit;
  const bool alphabetic = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return alphabetic ? Letter::alphabetic : Letter::other;
}

/// Whether the border between the two fields shows in their joined text.
bool border_is_seen(std::string_view trans_id, std::string_view bill_id) {
  return letter_of(trans_id.back()) != letter_of(bill_id.front());
}

std::optional<ledger::Instant> read_bidv_time(std::string_view text) {
  const auto compact = read_compact_time(text);
  return compact ? compact : read_local_time(text);
}

Verdict decode_inquiry(Fields& fields, const Source& source, ledger::Instant now) {
  const auto customer = fields.text("customer_id", account_bytes_max);
  const auto service = fields.text("service_id", event_bytes_max);
  const auto checksum = fields.optional_text("checksum", checksum_bytes_max);
  if (!fields.ok()) return reject_malformed(fields.error());
  if (!fits(checksum, source, now, service, customer, {}))
    return reject_auth("the checksum does not fit");
  Verdict verdict;
  verdict.action = Action::inquiry;
  verdict.customer = customer;
  return verdict;
}

Verdict decode_payment(Fields& fields, const Source& source, ledger::Instant now) {
  const auto trans_id = fields.text("trans_id", reference_bytes_max);
  const auto bill_id = fields.text("bill_id", reference_bytes_max);
  const auto amount = fields.text("amount", amount_bytes_max);
  const auto checksum = fields.optional_text("checksum", checksum_bytes_max);
  if (!fields.ok()) return reject_malformed(fields.error());
  if (!fits(checksum, source, now, trans_id, bill_id, amount))
    return reject_auth("the checksum does not fit");
  merchant::BankNotice notice = notice_of(source);
  if (notice.bank.empty()) notice.bank = "970418";
  notice.account = fields.text("customer_id", account_bytes_max);
  notice.provider_id = trans_id;
  notice.bank_ref = trans_id;
  notice.amount = fields.amount_text("amount");
  notice.content = bill_id;
  set_time(notice, fields.time("trans_date", read_bidv_time));
  if (!fields.ok()) return reject_malformed(fields.error());
  if (!border_is_seen(trans_id, bill_id))
    return review("the checksum also fits other trans_id and bill_id", {std::move(notice)});
  Verdict verdict = accept(std::move(notice));
  verdict.signed_text = to_hex(sha256({trans_id, bill_id, amount}));
  return verdict;
}

std::string_view code_and_words(Outcome outcome) {
  if (is_success(outcome)) return R"({"result_code":"000","result_desc":"Thành công"})";
  switch (outcome) {
    case Outcome::malformed:
      return R"({"result_code":"001","result_desc":"Thiếu hoặc sai dữ liệu"})";
    case Outcome::reject_auth:
    case Outcome::reject_stale:
      return R"({"result_code":"004","result_desc":"Sai checksum"})";
    case Outcome::conflict:
      return R"({"result_code":"022","result_desc":"Số tiền không khớp"})";
    default:
      return R"({"result_code":"031","result_desc":"Lỗi hệ thống"})";
  }
}

std::string bills_body(const Answer& answer) {
  std::string body = answer.bills.empty() ? R"({"result_code":"012")" : R"({"result_code":"000")";
  body += ",\"customer_id\":";
  append_json_string(body, answer.verdict.customer);
  body += ",\"customer_name\":";
  append_json_string(body, answer.customer_name);
  body += R"(,"customer_addr":"","data":[)";
  for (const Bill& bill : answer.bills) {
    if (body.back() != '[') body += ',';
    body += R"({"type":0,"amount":")" + to_string(bill.amount) + R"(","bill_id":)";
    append_json_string(body, bill.id);
    body += '}';
  }
  return body + "]}";
}

}  // namespace

Verdict bidv_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  JsonDocument document;
  const auto root = document.parse(callback.body);
  if (!root) return reject_malformed(root.error());
  Fields fields(*root);
  const bool is_inquiry = !fields.has("trans_id") && !fields.has("bill_id");
  return is_inquiry ? decode_inquiry(fields, source, now) : decode_payment(fields, source, now);
}

Reply bidv_reply(const Answer& answer) {
  const bool inquiry = answer.verdict.action == Action::inquiry && is_success(answer.outcome);
  return {.status = status_of(answer.outcome, 200, 400),
          .content_type = "application/json",
          .body = inquiry ? bills_body(answer) : std::string(code_and_words(answer.outcome))};
}

}  // namespace chopay::bank
