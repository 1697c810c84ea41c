#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

struct ssl_ctx_st;

namespace chopay::net {

class TlsIdentity;

/// A secret of our own machines, by which both ends of a connection prove themselves and which no
/// certificate replaces: TLS 1.3 with an external key and a fresh exchange (RFC 8446 §2.2,
/// psk_dhe_ke).
class TlsSecret {
 public:
  /// `text`: what the secret's file holds.
  explicit TlsSecret(std::string_view text);
  ~TlsSecret();
  TlsSecret(const TlsSecret&) = default;
  TlsSecret& operator=(const TlsSecret&) = default;

  const std::array<std::uint8_t, 32>& key() const { return key_; }

 private:
  std::array<std::uint8_t, 32> key_;  ///< overwritten at the end
};

/// The accepting end; the calling one is a TlsTrust. Null where OpenSSL refuses.
std::shared_ptr<TlsIdentity> identity_of(const TlsSecret& secret);

/// Lets the context's handshakes rest on the secret alone. False with OpenSSL's error.
bool use_secret(const TlsSecret& secret, ssl_ctx_st* tls);

}  // namespace chopay::net
