#include "ledger/vault_cipher.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "ledger/aes_gcm.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {
namespace {

/// Before every sealed form. What was written unsealed starts otherwise: text with no control
/// character, or a random salt that is this once in 2^64.
constexpr std::string_view mark{"\0cpvault", 8};
constexpr std::size_t name_at = mark.size();
constexpr std::size_t nonce_at = name_at + 4;
constexpr std::size_t text_at = nonce_at + gcm_nonce_bytes;

std::array<std::uint8_t, 4> name_of(const VaultKey& key) {
  const auto hash = sha256({{reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()}});
  return {hash[0], hash[1], hash[2], hash[3]};
}

/// Whether it starts as a sealed form does but for one byte, which nothing else does by chance.
bool has_damaged_mark(std::string_view stored) {
  if (stored.size() < mark.size()) return false;
  const auto differs = [](char a, char b) { return a != b; };
  return std::inner_product(mark.begin(), mark.end(), stored.begin(), 0, std::plus<>{}, differs) ==
         1;
}

}  // namespace

VaultKey::~VaultKey() {
  wipe(bytes);
}

bool is_sealed(std::string_view stored) {
  return stored.starts_with(mark);
}

VaultCipher::VaultCipher(std::vector<VaultKey> newest_first) {
  for (const auto& key : newest_first) keys_.push_back({name_of(key), key});
}

std::string VaultCipher::seal(std::string_view place, std::string_view value) const {
  const auto& [name, key] = keys_.at(0);
  std::array<std::uint8_t, gcm_nonce_bytes> nonce;
  SystemRandom{}.fill(nonce);
  std::string sealed{mark};
  sealed.append(name.begin(), name.end());
  sealed.append(nonce.begin(), nonce.end());
  append_gcm(sealed, key.bytes, nonce, place, value);
  return sealed;
}

std::string VaultCipher::open(std::string_view place, std::string_view stored) const {
  if (has_damaged_mark(stored)) throw StoreFailure("the mark of a sealed row was changed");
  if (!is_sealed(stored)) return std::string{stored};
  if (stored.size() < text_at + gcm_tag_bytes) throw StoreFailure("a sealed row is cut short");
  const auto name = stored.substr(name_at, 4);
  const auto named = std::find_if(keys_.begin(), keys_.end(), [&](const Named& known) {
    return std::equal(known.name.begin(), known.name.end(), name.begin(),
                      [](auto a, char b) { return a == static_cast<std::uint8_t>(b); });
  });
  if (named == keys_.end()) {
    throw StoreFailure(
        "the vault is sealed with a key that is not here: bring vault.keys into the folder");
  }
  std::array<std::uint8_t, gcm_nonce_bytes> nonce;
  std::copy_n(stored.begin() + nonce_at, nonce.size(), nonce.begin());
  auto value = open_gcm(named->key.bytes, nonce, place, stored.substr(text_at));
  if (!value) throw StoreFailure("a sealed row was changed, or moved from another place");
  return *std::move(value);
}

}  // namespace chopay::ledger
