#include "gateway/bank/sepay_ipn.hpp"

#include "gateway/bank/api_key.hpp"
#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

/// Why the message is not a bank transfer that was paid; empty when it is one.
std::string_view why_not_paid(std::string_view notification, Fields& transaction) {
  if (notification != "ORDER_PAID") return "the notification is not ORDER_PAID";
  if (transaction.optional_text("transaction_type", word_bytes_max) != "PAYMENT")
    return "the transaction is not a PAYMENT";
  if (transaction.optional_text("transaction_status", word_bytes_max) != "APPROVED")
    return "the transaction is not APPROVED";
  if (!transaction.optional_text("payment_method", word_bytes_max).ends_with("BANK_TRANSFER"))
    return "the payment is not a bank transfer";
  if (transaction.optional_text("transaction_currency", currency_bytes_max) != "VND")
    return "the currency is not VND";
  return {};
}

}  // namespace

Verdict sepay_ipn_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  if (!is_active_key(callback.headers.get("X-Secret-Key"), source, now))
    return reject_auth("the X-Secret-Key is missing or not the source's");
  JsonDocument document;
  const auto root = document.parse(callback.body);
  if (!root) return reject_malformed(root.error());
  Fields envelope(*root);
  const std::string_view notification = envelope.text("notification_type", event_bytes_max);
  Fields order = envelope.object("order");
  merchant::BankNotice notice = notice_of(source);
  notice.content = order.free_text("order_invoice_number", content_bytes_max);
  if (!order.ok()) return reject_malformed(order.error());
  Fields transaction = envelope.object("transaction");
  notice.provider_id = transaction.id("transaction_id", reference_bytes_max);
  notice.bank_ref = notice.provider_id;
  notice.amount = transaction.amount_text("transaction_amount");
  set_time(notice, transaction.time("transaction_date", read_local_time));
  const std::string_view unpaid = why_not_paid(notification, transaction);
  if (!transaction.ok()) return reject_malformed(transaction.error());
  if (!unpaid.empty()) return ignore_failed(std::string(unpaid), {std::move(notice)});
  return accept(std::move(notice));
}

}  // namespace chopay::bank
