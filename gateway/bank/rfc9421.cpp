#include "gateway/bank/rfc9421.hpp"

#include <algorithm>
#include <array>

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/http_signature.hpp"
#include "gateway/bank/own_form.hpp"
#include "gateway/bank/verdict.hpp"

namespace chopay::bank {
namespace {

bool covers_enough(const SignatureInput& input) {
  static constexpr std::array<std::string_view, 3> needed{"@method", "@path", "content-digest"};
  return std::ranges::all_of(needed, [&](std::string_view name) {
    return std::ranges::find(input.components, name) != input.components.end();
  });
}

/// Every digest that we know must be right, and there must be one.
bool digest_fits(const Callback& callback) {
  const std::string_view header = callback.headers.get("content-digest");
  const auto short_one = byte_sequence(header, "sha-256");
  const auto long_one = byte_sequence(header, "sha-512");
  if (!short_one && !long_one) return false;
  return (!short_one || *short_one == view(sha256({callback.body}))) &&
         (!long_one || *long_one == view(sha512({callback.body})));
}

bool signature_fits(std::string_view key, std::string_view alg, std::string_view base,
                    std::string_view signature) {
  const auto is = [&](std::string_view name) { return alg.empty() || alg == name; };
  if (key.starts_with("-----BEGIN ")) {
    switch (public_key_kind(key)) {
      case KeyKind::ed25519:
        return is("ed25519") && verify_ed25519(key, base, signature);
      case KeyKind::rsa:
        return is("rsa-v1_5-sha256") && verify_rsa_sha256(key, base, signature);
      case KeyKind::none:
        return false;
    }
  }
  return is("hmac-sha256") && equal_in_constant_time(view(hmac_sha256(key, {base})), signature);
}

bool is_authentic(const SignatureInput& input, const Callback& callback, const Source& source,
                  ledger::Instant now) {
  const auto signature = byte_sequence(callback.headers.get("signature"), input.label);
  const auto base = signature_base(input, callback);
  if (!signature || !base) return false;
  return any_secret(source.secrets, now, [&](std::string_view key) {
    return signature_fits(key, input.alg, *base, *signature);
  });
}

bool is_in_time(const SignatureInput& input, const Source& source, ledger::Instant now) {
  const auto created = read_unix_seconds(input.created);
  if (!created || !is_fresh(*created, source.tolerance, now)) return false;
  if (input.expires.empty() || !source.tolerance) return true;
  const auto expires = read_unix_seconds(input.expires);
  return expires && now < *expires;
}

}  // namespace

Verdict rfc9421_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  const auto inputs = read_signature_input(callback.headers.get("signature-input"));
  if (!inputs || inputs->empty()) return reject_auth("no readable Signature-Input header");
  const auto input = std::ranges::find_if(*inputs, [&](const SignatureInput& candidate) {
    return covers_enough(candidate) && !candidate.created.empty() &&
           is_authentic(candidate, callback, source, now);
  });
  if (input == inputs->end())
    return reject_auth("no signature fits that covers method, path, digest and created");
  if (!digest_fits(callback)) return reject_auth("the Content-Digest does not fit the body");
  if (!is_in_time(*input, source, now))
    return reject_stale("the signature is too old, too early or expired");
  return decode_own_form(callback.body, {}, source);
}

}  // namespace chopay::bank
