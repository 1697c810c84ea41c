#include "gateway/outbound/standard_webhooks.hpp"

#include "gateway/bank/encoding.hpp"

namespace chopay::outbound {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
/// As the form wants keys to be.
constexpr std::size_t key_bytes_min = 24;
constexpr std::size_t key_bytes_max = 64;

std::string signature_of(const bank::Secret& key, std::string_view id, std::string_view timestamp,
                         std::string_view body) {
  const auto mac = bank::hmac_sha256(key.view(), {id, ".", timestamp, ".", body});
  return "v1," + bank::to_base64(bank::view(mac));
}

}  // namespace

std::optional<bank::Secret> signing_key(std::string_view secret) {
  if (!secret.starts_with(secret_prefix)) return std::nullopt;
  auto bytes = bank::from_base64(secret.substr(secret_prefix.size()));
  if (!bytes || bytes->size() < key_bytes_min || bytes->size() > key_bytes_max) return std::nullopt;
  return bank::Secret{std::move(*bytes)};
}

Destination::Headers standard_headers(const SigningKeys& keys, std::string_view id,
                                      std::string_view body, ledger::Instant now) {
  const auto timestamp =
      std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  auto signatures = signature_of(keys.current, id, timestamp, body);
  if (!keys.previous.empty()) signatures += ' ' + signature_of(keys.previous, id, timestamp, body);
  return {{"Content-Type", "application/json"},
          {"webhook-id", std::string{id}},
          {"webhook-timestamp", timestamp},
          {"webhook-signature", std::move(signatures)}};
}

}  // namespace chopay::outbound
