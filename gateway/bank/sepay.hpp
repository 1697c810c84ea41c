#pragma once

#include "gateway/bank/adapter.hpp"

/// SePay webhooks (developer.sepay.vn, "sepay-webhooks"). Body, one transaction:
///   {"id":92704,"gateway":"Vietcombank","transactionDate":"2023-03-25 14:02:37",
///    "accountNumber":"0123499999","subAccount":null,"transferType":"in","transferAmount":2277000,
///    "content":"…","referenceCode":"MBVCB.3278907687", …}
/// - `Authorization: Apikey <key>`, or `X-SePay-Signature: sha256=<hex>` = HMAC-SHA256 of
///   `X-SePay-Timestamp` (unix seconds) + "." + raw body.
/// - transferAmount is positive both ways; only transferType "in"/"out" tells the direction.
/// - `id` is the same in every retry; SePay's own `code` is only a hint and is not read.
/// - A reference that is empty is replaced by "sepay:<id>", so that every notice has a key.
/// - It retries on everything but 200–299 and, in older versions, on a body without success:true.
namespace chopay::bank {

Verdict sepay_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply sepay_reply(const Answer& answer);

}  // namespace chopay::bank
