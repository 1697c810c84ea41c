#pragma once

#include "gateway/bank/adapter.hpp"

/// Tingee webhooks (developers.tingee.vn): `x-request-timestamp` (yyyyMMddHHmmssSSS, UTC+7) and
/// `x-signature` = HMAC-SHA512 hex of timestamp + ":" + JSON body, which is the body as it is sent.
/// The list of fields is only partly public; read are transactionCode, amount, content, bank,
/// accountNumber, vaAccountNumber and transactionDate. It reports incoming money only.
namespace chopay::bank {

Verdict tingee_verdict(const Callback& callback, const Source& source, ledger::Instant now);

}  // namespace chopay::bank
