#pragma once

#include "gateway/bank/adapter.hpp"
#include "gateway/bank/fields.hpp"

/// The form of a notice for a bank that has none of its own, JSON in UTF-8:
///   {"type":"bank.credit","timestamp":"…","data":{
///      "txn_id":"ACSP0001",                    the bank's id of the transaction, ≤ 64 characters
///      "reference":"FT26328012345678",         the bank's reference; may be absent: = txn_id
///      "bank":"970436",                        BIN or name of the receiving bank; may be absent
///      "account":"1123300000",                 receiving account, ≤ 32 characters
///      "virtual_account":"",                   may be absent
///      "amount":45000,                         whole đồng > 0, a JSON number
///      "currency":"VND",                       may be absent
///      "content":"C7H2K9X rau muong",          transfer text as it came; may be absent
///      "time":"2026-11-24T06:50:55+07:00",     the bank's time, RFC 3339
///      "payer_name":"","payer_account":"","payer_bank":""    may be absent
///   }}
/// "bank.debit" is money that went out; another `type` is a ping. The data object may also be the
/// whole body. How it is signed is the adapter's matter: Standard Webhooks (best), Stripe's header,
/// or RFC 9421.
namespace chopay::bank {

/// Reads one data object; check fields.ok() afterwards.
merchant::BankNotice read_own_notice(Fields& fields, const Source& source);

/// Reads a whole body of the form, with or without the envelope. `event_id` is the id that the
/// sender gave the message (the header webhook-id): it becomes provider_id; when empty, txn_id
/// does.
Verdict decode_own_form(std::string_view body, std::string_view event_id, const Source& source);

}  // namespace chopay::bank
