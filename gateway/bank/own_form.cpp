#include "gateway/bank/own_form.hpp"

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

bool is_bin(std::string_view text) {
  return text.size() == 6 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Verdict decode_data(Fields fields, std::string_view event_id, merchant::Direction direction,
                    const Source& source) {
  merchant::BankNotice notice = read_own_notice(fields, source);
  const std::string_view currency = fields.optional_text("currency", currency_bytes_max);
  if (!fields.ok()) return reject_malformed(fields.error());
  if (!event_id.empty()) notice.provider_id = event_id;
  notice.direction = direction;
  if (!currency.empty() && currency != "VND")
    return ignore_failed("the currency is not VND", {std::move(notice)});
  return accept(std::move(notice));
}

}  // namespace

merchant::BankNotice read_own_notice(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  notice.provider_id = fields.id("txn_id", reference_bytes_max);
  notice.bank_ref = fields.optional_text("reference", reference_bytes_max);
  if (notice.bank_ref.empty()) notice.bank_ref = notice.provider_id;
  const std::string_view bank = fields.optional_text("bank", payer_bytes_max);
  if (is_bin(bank)) {
    notice.bank = bank;
  } else {
    set_bank(notice, source, bank);
  }
  notice.account = fields.text("account", account_bytes_max);
  notice.virtual_account = fields.optional_text("virtual_account", account_bytes_max);
  notice.amount = fields.amount("amount");
  notice.content = fields.free_text("content", content_bytes_max);
  set_time(notice, fields.time("time", read_rfc3339_time));
  notice.payer_name = fields.free_text("payer_name", payer_bytes_max);
  notice.payer_account = fields.free_text("payer_account", payer_bytes_max);
  notice.payer_bank = fields.free_text("payer_bank", payer_bytes_max);
  return notice;
}

Verdict decode_own_form(std::string_view body, std::string_view event_id, const Source& source) {
  JsonDocument document;
  const auto root = document.parse(body);
  if (!root) return reject_malformed(root.error());
  Fields envelope(*root);
  const bool bare = root->find("txn_id") && !root->find("type");
  if (bare) return decode_data(envelope, event_id, merchant::Direction::in, source);
  const std::string_view type = envelope.optional_text("type", event_bytes_max);
  if (!envelope.ok()) return reject_malformed(envelope.error());
  if (type != "bank.credit" && type != "bank.debit")
    return ping("the type of the message is not a transfer");
  Fields data = envelope.object("data");
  return decode_data(data, event_id,
                     type == "bank.credit" ? merchant::Direction::in : merchant::Direction::out,
                     source);
}

}  // namespace chopay::bank
