#include "ledger/ed25519.hpp"

// Twice as fast as OpenSSL's, which counts: every batch of the lane ends with a signature.
#include <sodium.h>

#include <stdexcept>

namespace chopay::ledger::ed25519 {
namespace {

static_assert(sizeof(Seed) == crypto_sign_SEEDBYTES);
static_assert(sizeof(PublicKey) == crypto_sign_PUBLICKEYBYTES);
static_assert(sizeof(Signature) == crypto_sign_BYTES);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SigningKey::SigningKey(const Seed& seed) {
  static_assert(sizeof(secret_) == crypto_sign_SECRETKEYBYTES);
  if (sodium_init() < 0 ||
      crypto_sign_seed_keypair(public_.data(), secret_.data(), seed.data()) != 0) {
    throw std::runtime_error("Ed25519 is not available");
  }
}

SigningKey::~SigningKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

Signature SigningKey::sign(std::string_view text) const {
  Signature signature;
  if (crypto_sign_detached(signature.data(), nullptr, bytes_of(text), text.size(),
                           secret_.data()) != 0) {
    throw std::runtime_error("Ed25519 does not sign");
  }
  return signature;
}

bool verify(const PublicKey& key, std::string_view text, const Signature& signature) {
  return sodium_init() >= 0 && crypto_sign_verify_detached(signature.data(), bytes_of(text),
                                                           text.size(), key.data()) == 0;
}

}  // namespace chopay::ledger::ed25519
