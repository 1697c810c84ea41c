#include "gateway/people/password.hpp"

#include <sodium.h>
#include <unicode/normalizer2.h>

#include <array>
#include <stdexcept>

namespace chopay::people {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;
constexpr std::string_view parameters = "$argon2id$v=19$m=19456,t=2,p=1$";

using Key = std::array<unsigned char, 32>;
using PasswordSalt = std::array<std::uint8_t, crypto_pwhash_argon2id_SALTBYTES>;

/// Base64 without padding, as the text form has it.
template <std::size_t N>
std::string unpadded_base64(const std::array<unsigned char, N>& bytes) {
  static constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(N, variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the NUL behind it
  return text;
}

std::string text_form(const PasswordSalt& salt, const Key& key) {
  return std::string{parameters} + unpadded_base64(salt) + '$' + unpadded_base64(key);
}

/// Composed (NFC; RFC 8265 §4.2.2): keyboards write "ấ" as one, two or three characters. What is
/// not UTF-8 stays as it is.
std::string composed(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* composer = icu::Normalizer2::getNFCInstance(status);
  std::string out;
  icu::StringByteSink<std::string> sink{&out};
  if (U_FAILURE(status)) throw std::runtime_error("ICU composes no text");
  composer->normalizeUTF8(0, {text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr,
                          status);
  return U_FAILURE(status) ? std::string{text} : out;
}

}  // namespace

std::string hash_password(std::string_view password, ledger::Random& random) {
  PasswordSalt salt;
  random.fill(salt);
  const auto text = composed(password);
  Key key;
  if (sodium_init() < 0 ||
      crypto_pwhash_argon2id(key.data(), key.size(), text.data(), text.size(), salt.data(), passes,
                             memory_bytes, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("no memory to hash a password");
  }
  return text_form(salt, key);
}

bool password_fits(std::string_view password, const std::string& hash) {
  const auto text = composed(password);
  return sodium_init() >= 0 &&
         crypto_pwhash_argon2id_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

const std::string& nobodys_hash() {
  static const std::string hash = text_form({}, {});
  return hash;
}

}  // namespace chopay::people
