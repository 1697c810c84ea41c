#pragma once

#include "gateway/bank/adapter.hpp"

/// Stripe's signature header for a bank that signs that way: `stripe-signature: t=<unix
/// s>,v1=<hex>` = HMAC-SHA256 of t + "." + raw body with the secret as it is written; several v1
/// during a rotation, v0 ignored. The body is own_form.hpp's. An event of Stripe itself
/// ("object":"event") is no bank notice: a ping that shows its amount (VND has no decimals there
/// either).
namespace chopay::bank {

Verdict stripe_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply stripe_reply(const Answer& answer);

}  // namespace chopay::bank
