#include "tests/gateway/outbound/es256.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace chopay::testing {
namespace {

using PublicKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

const unsigned char* data_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

PublicKey public_key(std::string_view point) {
  std::string name = "P-256";
  std::string bytes{point};
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, bytes.data(), bytes.size()),
      OSSL_PARAM_construct_end()};
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context{
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), &EVP_PKEY_CTX_free};
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params) != 1) {
    throw std::runtime_error("no point of P-256");
  }
  return {key, &EVP_PKEY_free};
}

/// OpenSSL reads the two numbers as DER.
std::vector<unsigned char> der_of(std::string_view signature) {
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair{ECDSA_SIG_new(),
                                                                   &ECDSA_SIG_free};
  ECDSA_SIG_set0(pair.get(), BN_bin2bn(data_of(signature), 32, nullptr),
                 BN_bin2bn(data_of(signature) + 32, 32, nullptr));
  std::vector<unsigned char> der(static_cast<std::size_t>(i2d_ECDSA_SIG(pair.get(), nullptr)));
  unsigned char* at = der.data();
  i2d_ECDSA_SIG(pair.get(), &at);
  return der;
}

}  // namespace

bool is_es256_of(std::string_view point, std::string_view text, std::string_view signature) {
  if (signature.size() != 64) return false;
  const auto key = public_key(point);
  const auto der = der_of(signature);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free};
  if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1) {
    throw std::runtime_error("ES256 is not available");
  }
  return EVP_DigestVerify(context.get(), der.data(), der.size(), data_of(text), text.size()) == 1;
}

}  // namespace chopay::testing
