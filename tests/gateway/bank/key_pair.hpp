#pragma once

#include <string>
#include <string_view>

/// Key pairs made for the tests of one run.
namespace chopay::bank::testing {

struct KeyPair {
  enum class Kind { rsa, ed25519 };

  explicit KeyPair(Kind kind);
  ~KeyPair();
  KeyPair(const KeyPair&) = delete;
  KeyPair& operator=(const KeyPair&) = delete;

  std::string public_pem() const;
  /// Raw signature: RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519.
  std::string sign(std::string_view text) const;

 private:
  void* key_;
  Kind kind_;
};

/// One pair of each kind, made at first use.
const KeyPair& rsa_pair();
const KeyPair& ed25519_pair();

}  // namespace chopay::bank::testing
