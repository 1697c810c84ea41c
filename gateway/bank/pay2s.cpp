#include "gateway/bank/pay2s.hpp"

#include "gateway/bank/api_key.hpp"
#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

merchant::BankNotice read_pay2s_notice(Fields& fields, const Source& source) {
  merchant::BankNotice notice = notice_of(source);
  notice.provider_id = fields.id("id");
  set_bank(notice, source, fields.optional_text("gateway", payer_bytes_max));
  notice.account = fields.text("accountNumber", account_bytes_max);
  if (fields.has("transactionNumber"))
    notice.bank_ref = fields.id("transactionNumber", reference_bytes_max);
  if (notice.bank_ref.empty()) notice.bank_ref = "pay2s:" + notice.provider_id;
  notice.amount = fields.amount("transferAmount");
  notice.content = fields.free_text("content", content_bytes_max);
  set_time(notice, fields.time("transactionDate", read_local_time));
  return notice;
}

}  // namespace

Verdict pay2s_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  const auto key = credentials("Bearer", callback.headers.get("Authorization"));
  if (!is_active_key(key, source, now))
    return reject_auth("the bearer key is missing or not the source's");
  JsonDocument document;
  const auto root = document.parse(callback.body);
  if (!root) return reject_malformed(root.error());
  const auto list = root->find("transactions");
  if (!list || !list->is(JsonKind::array))
    return reject_malformed({Errc::missing_field, "transactions"});
  std::vector<merchant::BankNotice> notices;
  std::vector<merchant::BankNotice> unknown;
  for (const JsonValue item : *list) {
    Fields fields(item);
    merchant::BankNotice notice = read_pay2s_notice(fields, source);
    const std::string_view type = fields.text("transferType", word_bytes_max);
    if (!fields.ok()) return reject_malformed(fields.error());
    if (type == "OUT") notice.direction = merchant::Direction::out;
    (type == "IN" || type == "OUT" ? notices : unknown).push_back(std::move(notice));
  }
  if (notices.empty() && !unknown.empty())
    return ignore_failed("the transferType is neither IN nor OUT", std::move(unknown));
  return accept(std::move(notices));
}

}  // namespace chopay::bank
