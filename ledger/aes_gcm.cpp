#include "ledger/aes_gcm.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace chopay::ledger {
namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// Values are limited far below what an int holds: a message has 64 KiB, a file 16 MiB.
int length_of(std::string_view text) {
  if (text.size() > (std::size_t{1} << 30)) throw std::length_error("too long to be sealed");
  return static_cast<int>(text.size());
}

const EVP_CIPHER* cipher_of(GcmKey key) {
  if (key.size() == 32) return EVP_aes_256_gcm();
  if (key.size() == 16) return EVP_aes_128_gcm();
  throw std::logic_error("a key of AES-GCM has 16 or 32 bytes");
}

/// Every step of OpenSSL answers 1; another answer means that it lacks the cipher or memory.
void require(bool done) {
  if (!done) throw std::runtime_error("AES-GCM is not available");
}

Context new_context() {
  Context context{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
  require(context != nullptr);
  return context;
}

}  // namespace

void append_gcm(std::string& out, GcmKey key, const GcmNonce& nonce, std::string_view bound,
                std::string_view text) {
  const auto context = new_context();
  auto* const cipher = context.get();
  const auto begin = out.size();
  out.resize(begin + text.size() + gcm_tag_bytes);
  auto* to = reinterpret_cast<std::uint8_t*>(out.data() + begin);
  auto* const tag = to + text.size();
  int written = 0;
  require(EVP_EncryptInit_ex(cipher, cipher_of(key), nullptr, key.data(), nonce.data()) == 1);
  require(EVP_EncryptUpdate(cipher, nullptr, &written, bytes_of(bound), length_of(bound)) == 1);
  require(EVP_EncryptUpdate(cipher, to, &written, bytes_of(text), length_of(text)) == 1);
  require(EVP_EncryptFinal_ex(cipher, tag, &written) == 1);
  require(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, gcm_tag_bytes, tag) == 1);
}

std::optional<std::string> open_gcm(GcmKey key, const GcmNonce& nonce, std::string_view bound,
                                    std::string_view sealed) {
  if (sealed.size() < gcm_tag_bytes) return std::nullopt;
  const auto covered = sealed.substr(0, sealed.size() - gcm_tag_bytes);
  std::array<std::uint8_t, gcm_tag_bytes> tag;
  std::copy(sealed.end() - gcm_tag_bytes, sealed.end(), tag.begin());
  const auto context = new_context();
  auto* const cipher = context.get();
  std::string text(covered.size(), '\0');
  auto* to = reinterpret_cast<std::uint8_t*>(text.data());
  int written = 0;
  require(EVP_DecryptInit_ex(cipher, cipher_of(key), nullptr, key.data(), nonce.data()) == 1);
  require(EVP_DecryptUpdate(cipher, nullptr, &written, bytes_of(bound), length_of(bound)) == 1);
  require(EVP_DecryptUpdate(cipher, to, &written, bytes_of(covered), length_of(covered)) == 1);
  require(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, gcm_tag_bytes, tag.data()) == 1);
  // Only the last step tells whether these are the bytes that were sealed.
  if (EVP_DecryptFinal_ex(cipher, to + text.size(), &written) != 1) return std::nullopt;
  return text;
}

void wipe(std::span<std::uint8_t> bytes) noexcept {
  OPENSSL_cleanse(bytes.data(), bytes.size());
}

}  // namespace chopay::ledger
