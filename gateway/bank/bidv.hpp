#pragma once

#include "gateway/bank/adapter.hpp"

/// BIDV biller (seen in public code), two calls told apart by their fields:
/// - getbill {"customer_id","service_id","checksum"}: an inquiry; checksum = md5(secret +
///   service_id + customer_id). The answer lists the customer's open requests.
/// - paybill {"trans_id","trans_date" yyyyMMddHHmmss,"customer_id","service_id","bill_id",
///   "amount":"45000","checksum"}: checksum = md5(secret + trans_id + bill_id + amount) as hex, or
///   HMAC-SHA256 of the same text as base64.
/// There are no separators in the signed text, so characters can be moved from trans_id to bill_id
/// and the checksum still fits. When the border between the two cannot be seen (both sides digits,
/// or both letters) the payment is kept for review; bills should start with a letter. Otherwise a
/// changed bill_id is not one of ours, and the matcher leaves the money in suspense.
namespace chopay::bank {

Verdict bidv_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply bidv_reply(const Answer& answer);

}  // namespace chopay::bank
