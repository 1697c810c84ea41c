#include "gateway/bank/signature.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <climits>
#include <ctime>
#include <memory>
#include <stdexcept>

namespace chopay::bank {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Mac = std::unique_ptr<EVP_MAC, Deleter<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Deleter<EVP_MAC_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD, Deleter<EVP_MD_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("OpenSSL failed: ") + what);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// A context that knows its digest. Fetching costs more than hashing a notice, so each thread
/// keeps one and only gives it a new key.
MacContext new_hmac(const char* digest) {
  const Mac mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  require(mac != nullptr, "HMAC");
  MacContext context{EVP_MAC_CTX_new(mac.get())};
  require(context != nullptr, "HMAC context");
  const std::string name = digest;
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(name.c_str()), 0),
      OSSL_PARAM_construct_end()};
  require(EVP_MAC_CTX_set_params(context.get(), params) == 1, digest);
  return context;
}

template <std::size_t N>
Bytes<N> hmac(EVP_MAC_CTX* context, std::string_view key, Pieces text) {
  // An empty key would mean "the key of the last call" to OpenSSL.
  require(!key.empty(), "an HMAC needs a key");
  require(EVP_MAC_init(context, bytes_of(key), key.size(), nullptr) == 1, "HMAC init");
  for (const auto piece : text) {
    require(EVP_MAC_update(context, bytes_of(piece), piece.size()) == 1, "HMAC update");
  }
  Bytes<N> result{};
  std::size_t length = 0;
  require(EVP_MAC_final(context, result.data(), &length, N) == 1 && length == N, "HMAC final");
  return result;
}

template <std::size_t N>
Bytes<N> hash(const EVP_MD* digest, Pieces text) {
  thread_local const DigestContext context{EVP_MD_CTX_new()};
  require(context != nullptr && EVP_DigestInit_ex(context.get(), digest, nullptr) == 1, "digest");
  for (const auto piece : text) {
    require(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1, "digest update");
  }
  Bytes<N> result{};
  unsigned length = 0;
  require(EVP_DigestFinal_ex(context.get(), result.data(), &length) == 1 && length == N,
          "digest final");
  return result;
}

Digest fetch(const char* name) {
  Digest digest{EVP_MD_fetch(nullptr, name, nullptr)};
  require(digest != nullptr, name);
  return digest;
}

Key read_pem(std::string_view pem) {
  if (pem.empty() || pem.size() > INT_MAX) return nullptr;
  const Bio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  return Key{bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr};
}

bool verify(EVP_PKEY* key, const EVP_MD* digest, std::string_view text,
            std::string_view signature) {
  const DigestContext context{EVP_MD_CTX_new()};
  return context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

}  // namespace

Bytes<32> hmac_sha256(std::string_view key, Pieces text) {
  thread_local const MacContext context = new_hmac("SHA256");
  return hmac<32>(context.get(), key, text);
}

Bytes<64> hmac_sha512(std::string_view key, Pieces text) {
  thread_local const MacContext context = new_hmac("SHA512");
  return hmac<64>(context.get(), key, text);
}

Bytes<32> sha256(Pieces text) {
  static const Digest digest = fetch("SHA256");
  return hash<32>(digest.get(), text);
}

Bytes<64> sha512(Pieces text) {
  static const Digest digest = fetch("SHA512");
  return hash<64>(digest.get(), text);
}

Bytes<16> md5(Pieces text) {
  static const Digest digest = fetch("MD5");
  return hash<16>(digest.get(), text);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

KeyKind public_key_kind(std::string_view pem) {
  const Key key = read_pem(pem);
  if (!key) return KeyKind::none;
  switch (EVP_PKEY_get_base_id(key.get())) {
    case EVP_PKEY_RSA:
      return KeyKind::rsa;
    case EVP_PKEY_ED25519:
      return KeyKind::ed25519;
    default:
      return KeyKind::none;
  }
}

bool verify_rsa_sha256(std::string_view public_key_pem, std::string_view text,
                       std::string_view signature) {
  static const Digest digest = fetch("SHA256");
  const Key key = read_pem(public_key_pem);
  return key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA &&
         verify(key.get(), digest.get(), text, signature);
}

bool verify_ed25519(std::string_view public_key, std::string_view text,
                    std::string_view signature) {
  const Key key =
      public_key.size() == 32
          ? Key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(public_key), 32)}
          : read_pem(public_key);
  return key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519 &&
         verify(key.get(), nullptr, text, signature);
}

std::optional<ledger::Instant> certificates_end(std::string_view pem) {
  if (pem.empty() || pem.size() > INT_MAX) return std::nullopt;
  const Bio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  std::optional<ledger::Instant> first;
  while (bio && BIO_pending(bio.get()) > 0) {
    const Certificate one{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
    std::tm end{};
    if (!one || ASN1_TIME_to_tm(X509_get0_notAfter(one.get()), &end) != 1) return std::nullopt;
    const ledger::Instant instant{std::chrono::seconds{::timegm(&end)}};
    first = first ? std::min(*first, instant) : instant;
  }
  return first;
}

void wipe(std::string& text) noexcept {
  // All of the capacity: a shorter text may have been assigned over a longer one.
  text.resize(text.capacity());
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace chopay::bank
