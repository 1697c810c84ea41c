#include "ledger/ed25519.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace chopay::ledger::ed25519 {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

void SigningKey::Free::operator()(void* key) const {
  EVP_PKEY_free(static_cast<EVP_PKEY*>(key));
}

SigningKey::SigningKey(const Seed& seed)
    : key_(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size())) {
  std::size_t size = public_.size();
  if (!key_ ||
      EVP_PKEY_get_raw_public_key(static_cast<EVP_PKEY*>(key_.get()), public_.data(), &size) != 1) {
    throw std::runtime_error("Ed25519 is not available");
  }
}

Signature SigningKey::sign(std::string_view text) const {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
  Signature signature;
  std::size_t size = signature.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                         static_cast<EVP_PKEY*>(key_.get())) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(text), text.size()) != 1) {
    throw std::runtime_error("Ed25519 does not sign");
  }
  return signature;
}

bool verify(const PublicKey& key, std::string_view text, const Signature& signature) {
  const std::unique_ptr<EVP_PKEY, FreeKey> pkey{
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size())};
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
  return pkey && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

}  // namespace chopay::ledger::ed25519
