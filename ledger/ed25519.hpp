#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "ledger/crypto.hpp"

namespace chopay::ledger::ed25519 {

using Seed = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// A private key of RFC 8032. Signing is safe from one thread at a time.
class SigningKey {
 public:
  /// Throws std::runtime_error where the machine gives libsodium no random bytes.
  explicit SigningKey(const Seed& seed);
  ~SigningKey();
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;

  const PublicKey& public_key() const { return public_; }
  Signature sign(std::string_view text) const;

 private:
  std::array<std::uint8_t, 64> secret_;  ///< overwritten at the end
  PublicKey public_{};
};

/// True when the signature is this key's over the text.
bool verify(const PublicKey& key, std::string_view text, const Signature& signature);

}  // namespace chopay::ledger::ed25519
