#include "gateway/people/hmac_sha1.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace chopay::people {

std::array<std::uint8_t, 20> hmac_sha1(std::span<const std::uint8_t> key,
                                       std::span<const std::uint8_t> text) {
  std::array<std::uint8_t, 20> digest;
  unsigned int size = 0;
  if (!::HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), text.data(), text.size(),
              digest.data(), &size) ||
      size != digest.size()) {
    throw std::runtime_error("OpenSSL computes no HMAC with SHA-1");
  }
  return digest;
}

}  // namespace chopay::people
