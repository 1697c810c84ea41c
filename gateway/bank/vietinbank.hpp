#pragma once

#include "gateway/bank/adapter.hpp"

/// VietinBank notify-trans ("Thu hộ định danh" v1.4.1 §2.2.3, quoted in public code):
/// {"transId","transTime" yyyyMMddHHmmss,"transType","custCode","recvAcctId","recvVirtualAcctId",
/// "bankTransId","amount":"875800","remark","currencyCode","signature"}, or several at once as
/// {"header":{…,"signature"},"data":{"records":[…]}}.
/// - signature = base64 RSA over transId + transTime + custCode + amount + bankTransId + remark,
///   absent fields skipped. The hash is not public: SHA-256 with PKCS#1 v1.5 is assumed, and for
///   the list form that its signature covers the records' texts one after the other.
/// - The fields are not separated in the signed text; recvAcctId is not in it at all. So the
/// account
///   is only as good as the TLS connection.
/// - transType "D" is money that went out. The source's secret is the bank's public key in PEM.
namespace chopay::bank {

Verdict vietinbank_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply vietinbank_reply(const Answer& answer);

}  // namespace chopay::bank
