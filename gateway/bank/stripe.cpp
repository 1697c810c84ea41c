#include "gateway/bank/stripe.hpp"

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/own_form.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/timed_signature.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

/// What an event of Stripe says, as far as it says it in our words.
Verdict show_event(Fields event, const Source& source) {
  merchant::BankNotice sample = notice_of(source);
  sample.provider_id = event.id("id");
  Fields object = event.object("data").object("object");
  if (!event.ok()) return reject_malformed(event.error());
  if (object.has("amount")) sample.amount = object.amount("amount");
  if (!object.ok()) return ping("an event of Stripe without an amount");
  return ping("an event of Stripe is no bank notice", {std::move(sample)});
}

Verdict decode_stripe(std::string_view body, const Source& source) {
  JsonDocument document;
  const auto root = document.parse(body);
  if (!root) return reject_malformed(root.error());
  const auto object = root->find("object");
  if (object && object->text() == "event") return show_event(Fields(*root), source);
  return decode_own_form(body, {}, source);
}

}  // namespace

Verdict stripe_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  const auto presented = read_timed_signature(callback.headers.get("stripe-signature"));
  const auto signed_at = read_unix_seconds(presented.time);
  if (!signed_at || presented.count == 0)
    return reject_auth("no stripe-signature of the form t=…,v1=…");
  const bool authentic = any_secret(source.secrets, now, [&](std::string_view secret) {
    const auto expected = hmac_sha256(secret, {presented.time, ".", callback.body});
    return any_equals(presented, to_hex(expected));
  });
  if (!authentic) return reject_auth("no v1 signature fits the body");
  if (!is_fresh(*signed_at, source.tolerance, now))
    return reject_stale("the signed time is outside the tolerance");
  return decode_stripe(callback.body, source);
}

Reply stripe_reply(const Answer& answer) {
  return reply_with(ReplyWords{.auth_status = 400}, answer.outcome);
}

}  // namespace chopay::bank
