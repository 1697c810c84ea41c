#include "gateway/people/password.hpp"

#include <sodium.h>

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

}  // namespace

std::string hash_password(std::string_view password, ledger::Random& random) {
  PasswordSalt salt;
  random.fill(salt);
  Key key;
  if (sodium_init() < 0 ||
      crypto_pwhash_argon2id(key.data(), key.size(), password.data(), password.size(), salt.data(),
                             passes, memory_bytes, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("no memory to hash a password");
  }
  return text_form(salt, key);
}

bool password_fits(std::string_view password, const std::string& hash) {
  return sodium_init() >= 0 &&
         crypto_pwhash_argon2id_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& nobodys_hash() {
  static const std::string hash = text_form({}, {});
  return hash;
}

}  // namespace chopay::people
