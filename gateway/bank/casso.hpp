#pragma once

#include "gateway/bank/adapter.hpp"

/// Casso webhooks (developer.casso.vn), two versions. Outgoing amounts are negative; id 0 is
/// Casso's own test call. `id` is unique; `tid`/`reference` is the bank's reference and becomes
/// "casso:<id>" when empty.
/// - v1: header `secure-token: <key>`; {"error":0,"data":[{"id":1,"tid":"TF80307914",
///   "amount":200500,"description":"DH35","when":"2020-11-02[ HH:mm:ss]","bank_sub_acc_id":"…"}]},
///   several transactions in one call.
/// - v2: header `X-Casso-Signature: t=<ms>,v1=<hex>` = HMAC-SHA512 of t + "." + the JSON with its
///   keys sorted; {"error":0,"data":{id, reference, description, amount, transactionDateTime,
///   accountNumber, bankName, …}}. Casso's own samples write that JSON in two ways: JavaScript's is
///   tried first, then PHP's.
namespace chopay::bank {

Verdict casso_v1_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Verdict casso_v2_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply casso_reply(const Answer& answer);

}  // namespace chopay::bank
