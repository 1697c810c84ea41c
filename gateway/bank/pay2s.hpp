#pragma once

#include "gateway/bank/adapter.hpp"

/// Pay2S webhooks (docs.pay2s.vn): `Authorization: Bearer <key>`, nothing signed; {"transactions":[
/// {"id":"1788052","gateway":"ACB","transactionDate":"2025-04-01 00:02:18","transactionNumber":
/// "10418","accountNumber":"12805521","content":"…","transferType":"IN","transferAmount":50000,
/// "checksum":"<md5>"}]}. The amount is positive both ways. The formula of `checksum` is not
/// public, so it is not looked at. It retries until it gets 200 with {"success":true}.
namespace chopay::bank {

Verdict pay2s_verdict(const Callback& callback, const Source& source, ledger::Instant now);

}  // namespace chopay::bank
