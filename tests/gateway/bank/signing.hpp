#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/bank/adapter.hpp"
#include "gateway/bank/encoding.hpp"

/// Signs messages as the providers do, and calls adapters the short way.
namespace chopay::bank::testing {

using Fields = std::vector<std::pair<std::string, std::string>>;

inline ledger::Instant at_unix(std::int64_t seconds) {
  return ledger::Instant{std::chrono::seconds{seconds}};
}

/// 2026-11-24T06:51:07+07:00, "now" in most tests.
inline constexpr std::int64_t now_unix = 1795477867;

inline Source source_with(std::string secret) {
  Source source;
  source.id = "test";
  source.secrets.current = Secret(std::move(secret));
  return source;
}

struct Message {
  Fields headers;
  std::string body;
  std::string method = "POST";
  std::string path = "/callbacks/test";
};

inline Verdict send(std::string_view kind, const Source& source, const Message& message,
                    std::int64_t now = now_unix) {
  http::Headers headers;
  for (const auto& [name, value] : message.headers) headers.add(name, value);
  const Adapter* adapter = find_adapter(kind);
  if (adapter == nullptr) throw std::invalid_argument("no adapter " + std::string(kind));
  return adapter->verify_and_decode({message.method, message.path, headers, message.body}, source,
                                    at_unix(now));
}

inline Reply reply_of(std::string_view kind, Outcome outcome, const Verdict& verdict = {}) {
  return find_adapter(kind)->reply({outcome, verdict, "choha:17"});
}

inline Message sepay_signed(std::string_view secret, std::string body,
                            std::int64_t signed_at = now_unix) {
  const std::string time = std::to_string(signed_at);
  const auto mac = hmac_sha256(secret, {time, ".", body});
  return {{{"X-SePay-Timestamp", time}, {"X-SePay-Signature", "sha256=" + to_hex(mac)}},
          std::move(body)};
}

/// Standard Webhooks v1 with the raw key bytes.
inline std::string standard_v1(std::string_view key, std::string_view id, std::string_view time,
                               std::string_view body) {
  return "v1," + to_base64(view(hmac_sha256(key, {id, ".", time, ".", body})));
}

inline Message standard_signed(std::string_view key, std::string id, std::string body,
                               std::int64_t signed_at = now_unix) {
  const std::string time = std::to_string(signed_at);
  const std::string signature = standard_v1(key, id, time, body);
  return {{{"webhook-id", std::move(id)},
           {"webhook-timestamp", time},
           {"webhook-signature", signature}},
          std::move(body)};
}

}  // namespace chopay::bank::testing
