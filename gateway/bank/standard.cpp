#include "gateway/bank/standard.hpp"

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/own_form.hpp"
#include "gateway/bank/reply.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

/// The parts of the signed text; joined only for Ed25519, which needs it in one piece.
struct Signed {
  std::string_view id;
  std::string_view timestamp;
  std::string_view body;
};

bool fits_hmac(std::string_view secret, const Signed& text, std::string_view presented) {
  if (secret.starts_with("whsec_")) secret.remove_prefix(6);
  const auto key = from_base64(secret);
  if (!key || key->empty()) return false;
  const auto mac = hmac_sha256(*key, {text.id, ".", text.timestamp, ".", text.body});
  return equal_in_constant_time(presented, to_base64(view(mac)));
}

bool fits_ed25519(std::string_view key, const Signed& text, std::string_view presented) {
  std::string raw;
  if (key.starts_with("whpk_")) {
    raw = from_base64(key.substr(5)).value_or("");
    if (raw.size() != 32) return false;
    key = raw;
  }
  const auto signature = from_base64(presented);
  if (!signature) return false;
  const std::string joined =
      std::string(text.id).append(".").append(text.timestamp).append(".").append(text.body);
  return verify_ed25519(key, joined, *signature);
}

bool is_public_key(std::string_view secret) {
  return secret.starts_with("whpk_") || secret.starts_with("-----BEGIN ");
}

/// One "version,base64" of the list. A public key never serves as an HMAC secret: anyone has it.
bool fits(std::string_view secret, const Signed& text, std::string_view entry) {
  const bool asymmetric = is_public_key(secret);
  if (entry.starts_with("v1,") && !asymmetric) return fits_hmac(secret, text, entry.substr(3));
  if (entry.starts_with("v1a,") && asymmetric) return fits_ed25519(secret, text, entry.substr(4));
  return false;
}

bool any_entry_fits(std::string_view secret, const Signed& text, std::string_view list) {
  constexpr int entries_max = 8;
  for (int i = 0; i < entries_max && !list.empty(); ++i) {
    const auto space = list.find(' ');
    if (fits(secret, text, list.substr(0, space))) return true;
    if (space == std::string_view::npos) break;
    list.remove_prefix(space + 1);
  }
  return false;
}

}  // namespace

std::optional<Verdict> refuse_standard(const Callback& callback, const Source& source,
                                       ledger::Instant now) {
  const Signed text{callback.headers.get("webhook-id"), callback.headers.get("webhook-timestamp"),
                    callback.body};
  const std::string_view list = callback.headers.get("webhook-signature");
  if (text.id.empty() || list.empty())
    return reject_auth("no webhook-id or webhook-signature header");
  const auto signed_at = read_unix_seconds(text.timestamp);
  if (!signed_at) return reject_auth("no webhook-timestamp in unix seconds");
  const bool authentic = any_secret(source.secrets, now, [&](std::string_view secret) {
    return any_entry_fits(secret, text, list);
  });
  if (!authentic) return reject_auth("no signature in the list fits the message");
  if (!is_fresh(*signed_at, source.tolerance, now))
    return reject_stale("the webhook-timestamp is outside the tolerance");
  return std::nullopt;
}

Verdict standard_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  if (auto refused = refuse_standard(callback, source, now)) return std::move(*refused);
  const std::string_view id = callback.headers.get("webhook-id");
  if (!is_plain(id, reference_bytes_max)) return reject_malformed({Errc::too_long, "webhook-id"});
  return decode_own_form(callback.body, id, source);
}

Reply standard_reply(const Answer& answer) {
  return reply_with(ReplyWords{.success_status = 204}, answer.outcome);
}

}  // namespace chopay::bank
