#include "tests/gateway/bank/key_pair.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdexcept>

namespace chopay::bank::testing {
namespace {

EVP_PKEY* key_of(void* key) {
  return static_cast<EVP_PKEY*>(key);
}

void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL failed in a test");
}

/// Too short for a bank, as readable as a long one, and signed with three times as fast: a fuzzer
/// does little else.
constexpr std::size_t rsa_bits = 1024;

}  // namespace

KeyPair::KeyPair(Kind kind)
    : key_(kind == Kind::rsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", rsa_bits)
                             : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")),
      kind_(kind) {
  require(key_ != nullptr);
}

KeyPair::~KeyPair() {
  EVP_PKEY_free(key_of(key_));
}

std::string KeyPair::public_pem() const {
  BIO* bio = BIO_new(BIO_s_mem());
  require(bio != nullptr && PEM_write_bio_PUBKEY(bio, key_of(key_)) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return pem;
}

std::string KeyPair::sign(std::string_view text) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const EVP_MD* digest = kind_ == Kind::rsa ? EVP_sha256() : nullptr;
  require(EVP_DigestSignInit(context, nullptr, digest, nullptr, key_of(key_)) == 1);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  require(EVP_DigestSign(context, nullptr, &size, bytes, text.size()) == 1);
  std::string signature(size, '\0');
  require(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                         text.size()) == 1);
  signature.resize(size);
  EVP_MD_CTX_free(context);
  return signature;
}

const KeyPair& rsa_pair() {
  static const KeyPair pair(KeyPair::Kind::rsa);
  return pair;
}

const KeyPair& ed25519_pair() {
  static const KeyPair pair(KeyPair::Kind::ed25519);
  return pair;
}

}  // namespace chopay::bank::testing
