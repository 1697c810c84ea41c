#pragma once

#include "gateway/bank/adapter.hpp"

/// SePay's payment gateway IPN (seen in sepayvn/sepay-pg-php): header `X-Secret-Key: <key>`,
/// nothing signed; {"notification_type":"ORDER_PAID","order":{"order_status","order_currency",
/// "order_invoice_number",…},"transaction":{"transaction_id","transaction_type":"PAYMENT",
/// "transaction_status":"APPROVED","transaction_date":"2025-09-29 15:31:22",
/// "transaction_amount":"100000","transaction_currency":"VND",…}}. Amounts are decimal strings. It
/// names no account: the source's own is used; the invoice number is the transfer text.
namespace chopay::bank {

Verdict sepay_ipn_verdict(const Callback& callback, const Source& source, ledger::Instant now);

}  // namespace chopay::bank
