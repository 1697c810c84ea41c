#pragma once

#include "gateway/bank/adapter.hpp"

/// The exchange that VietQR.vn made and MB uses too: the other side logs in to us and then posts.
/// 1. `POST …/api/token_generate` with Basic credentials (user up to the first colon) and body {} →
///    {"access_token","token_type":"Bearer","expires_in":300}.
/// 2. `POST …/bank/api/transaction-sync` with that token: {"transactionid","transactiontime" (epoch
///    ms),"referencenumber","amount","content","bankaccount","transType":"C"|"D",…}, older senders
///    in camel case. MB adds "va", "reciprocalAccount", "reciprocalBankCode".
/// Amounts are positive both ways; C came in, D went out. It retries on every status from 400 up
/// but 400 itself, which is final.
/// Source secrets: `current` = "user:password"; tokens are signed with `token_key`, or, when that
/// is empty, with a key derived from `current`.
namespace chopay::bank {

Verdict transaction_sync_verdict(const Callback& callback, const Source& source,
                                 ledger::Instant now);
/// The same for MB's own push: the bank is MB (BIN 970422) unless the source says another.
Verdict mb_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply transaction_sync_reply(const Answer& answer);

}  // namespace chopay::bank
