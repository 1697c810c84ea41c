#pragma once

#include "gateway/bank/adapter.hpp"

/// payOS webhooks (payos.vn/docs; @payos/node 2.0.5). Body
///   {"code":"00","desc":"…","success":true,"data":{orderCode, amount, description, accountNumber,
///    reference, transactionDateTime, currency, paymentLinkId, code, desc, counterAccount…,
///    virtualAccount…},"signature":"<hex>"}
/// - signature = HMAC-SHA256 of the members of `data`, sorted, as key=value joined by '&'; null and
///   the strings "null" and "undefined" count as empty. Compared as lower-case hex.
/// - The envelope is not signed: only data.code says whether it is a payment ("00").
/// - '&' and '=' are not escaped, so that one field could be moved into another without changing
///   the signature. Closed by a strict schema: required fields with their types, and a field that
///   is absent may not stand inside the value of another one.
/// - No time is signed: the key in the ledger is the defence against replay.
/// - Confirming the address sends a sample (order 123): a ping.
namespace chopay::bank {

Verdict payos_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply payos_reply(const Answer& answer);

/// payOS's signature of an object: HMAC-SHA256 in hex of its members as "key=value", sorted, joined
/// by '&'. `data` is the text of a JSON object, or "null", whose signed text is empty. Throws
/// std::logic_error for text that is neither.
std::string payos_signature(std::string_view data, std::string_view checksum_key);

}  // namespace chopay::bank
