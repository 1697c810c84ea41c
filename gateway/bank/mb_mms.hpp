#pragma once

#include "gateway/bank/adapter.hpp"

/// MB's merchant QR push ("MMS", seen in public code): {"traceTransfer","terminalLabel",
/// "debitAmount","realAmount" (after a promotion: what arrives),"payDate"
/// yyyyMMddHHmmss,"respCode", "billNumber","ftCode","checkSum",…}, amounts as decimal strings.
/// - checkSum = md5(traceTransfer + billNumber + payDate + debitAmount + access key), hex. It does
///   not cover realAmount, ftCode and terminalLabel: a real amount above the signed one is kept for
///   review, the other two are only as good as the TLS connection.
/// - It reports the same money as MB's balance push (transaction_sync.hpp), with the same FT code.
///   Set the source's account to the one that the merchant is paid out to, and both pushes have the
///   same key, so one entry; without it the account is the terminal.
namespace chopay::bank {

Verdict mb_mms_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply mb_mms_reply(const Answer& answer);

}  // namespace chopay::bank
