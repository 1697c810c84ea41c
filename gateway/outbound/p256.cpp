#include "gateway/outbound/p256.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace chopay::outbound::p256 {
namespace {

template <auto release>
struct Release {
  void operator()(auto* object) const { release(object); }
};
template <class Object, auto release>
using Owned = std::unique_ptr<Object, Release<release>>;

using Group = Owned<EC_GROUP, EC_GROUP_free>;
using CurvePoint = Owned<EC_POINT, EC_POINT_free>;
using Number = Owned<BIGNUM, BN_clear_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using PublicOrPrivate = Owned<EVP_PKEY, EVP_PKEY_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Signature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

constexpr int half_bytes = 32;

void must(bool went_well) {
  if (!went_well) throw std::runtime_error("OpenSSL refuses P-256");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

Group curve() {
  Group group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
  must(group != nullptr);
  return group;
}

/// OpenSSL's form of a point, with its private number where there is one.
PublicOrPrivate evp_key(const Point& point, const Scalar* scalar) {
  const Number number{scalar ? BN_bin2bn(scalar->data(), half_bytes, nullptr) : nullptr};
  std::array<unsigned char, half_bytes> native{};  // as OSSL_PARAM wants numbers
  std::string name = "P-256";
  auto encoded = point;
  std::array<OSSL_PARAM, 4> params{
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size()),
      OSSL_PARAM_construct_end(), OSSL_PARAM_construct_end()};
  if (number) {
    must(BN_bn2nativepad(number.get(), native.data(), half_bytes) == half_bytes);
    params[2] = OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, native.data(), native.size());
  }
  const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
  EVP_PKEY* made = nullptr;
  must(context && EVP_PKEY_fromdata_init(context.get()) == 1);
  const bool read =
      EVP_PKEY_fromdata(context.get(), &made, number ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                        params.data()) == 1;
  OPENSSL_cleanse(native.data(), native.size());
  must(read);
  return PublicOrPrivate{made};
}

}  // namespace

std::optional<Point> point_of(std::string_view bytes) {
  Point point;
  if (bytes.size() != point.size() || bytes.front() != 4) return std::nullopt;
  const auto group = curve();
  const CurvePoint read{EC_POINT_new(group.get())};
  must(read != nullptr);
  // Refuses what is not on the curve.
  if (EC_POINT_oct2point(group.get(), read.get(), bytes_of(bytes), bytes.size(), nullptr) != 1) {
    return std::nullopt;
  }
  std::copy(bytes.begin(), bytes.end(), point.begin());
  return point;
}

std::optional<Key> Key::of(const Scalar& scalar) {
  const auto group = curve();
  const Number number{BN_bin2bn(scalar.data(), half_bytes, nullptr)};
  must(number != nullptr);
  if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    return std::nullopt;
  }
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  const CurvePoint product{EC_POINT_new(group.get())};
  must(product &&
       EC_POINT_mul(group.get(), product.get(), number.get(), nullptr, nullptr, nullptr) == 1);
  Point point;
  must(EC_POINT_point2oct(group.get(), product.get(), POINT_CONVERSION_UNCOMPRESSED, point.data(),
                          point.size(), nullptr) == point.size());
  return Key{scalar, point};
}

Key Key::make(ledger::Random& random) {
  for (;;) {  // one number in 2^32 is too large
    Scalar scalar;
    random.fill(scalar);
    if (auto key = of(scalar)) return *key;
  }
}

Scalar Key::shared_with(const Point& other) const {
  const auto mine = evp_key(point_, &scalar_);
  const auto theirs = evp_key(other, nullptr);
  const KeyContext context{EVP_PKEY_CTX_new(mine.get(), nullptr)};
  Scalar shared;
  auto size = shared.size();
  must(context && EVP_PKEY_derive_init(context.get()) == 1 &&
       EVP_PKEY_derive_set_peer(context.get(), theirs.get()) == 1 &&
       EVP_PKEY_derive(context.get(), shared.data(), &size) == 1 && size == shared.size());
  return shared;
}

std::string Key::sign(std::string_view text) const {
  const auto key = evp_key(point_, &scalar_);
  const DigestContext context{EVP_MD_CTX_new()};
  std::array<unsigned char, 80> der;  // at most 72 bytes on this curve
  auto size = der.size();
  must(context &&
       EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
       EVP_DigestSign(context.get(), der.data(), &size, bytes_of(text), text.size()) == 1);
  const unsigned char* at = der.data();
  const Signature pair{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size))};
  must(pair != nullptr);
  std::string signature(std::size_t{2} * half_bytes, '\0');
  auto* const out = bytes_of(signature);
  must(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, half_bytes) == half_bytes &&
       BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + half_bytes, half_bytes) == half_bytes);
  return signature;
}

}  // namespace chopay::outbound::p256
