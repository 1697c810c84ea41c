#pragma once

#include "gateway/bank/adapter.hpp"

/// ISO 20022 camt.054 (BankToCustomerDebitCreditNotification, any version with the structure of
/// .001.08), sent over HTTPS.
/// - Authenticated by Standard Webhooks headers, or, when the source has no secret, by the client
///   certificate of the connection.
/// - Only booked entries count (Sts BOOK); pending ones are not money yet. Amounts are in đồng,
/// with
///   or without ".00".
/// - CRDT came in, DBIT went out. RvslInd true takes an earlier entry back: kept for review, with
///   BankNotice::reversal set.
/// - The key is AcctSvcrRef, never EndToEndId ("NOTPROVIDED" as a rule). A batch entry with several
///   TxDtls gives one notice each, keyed by its own AcctSvcrRef or else "<ref>/<n>"; when their
///   amounts do not add up to the entry's, it is kept for review.
namespace chopay::bank {

Verdict camt054_verdict(const Callback& callback, const Source& source, ledger::Instant now);

}  // namespace chopay::bank
