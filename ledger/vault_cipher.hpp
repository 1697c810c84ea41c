#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/crypto.hpp"

namespace chopay::ledger {

/// An AES-256 key; wiped when it goes.
struct VaultKey {
  std::array<std::uint8_t, 32> bytes{};
  VaultKey() = default;
  VaultKey(const VaultKey&) = default;
  VaultKey& operator=(const VaultKey&) = default;
  ~VaultKey();
};

/// Seals what must stay secret and erasable (rows of the vault, private parts of entries) before a
/// store writes it, as FORMAT.md describes: AES-256-GCM with a random nonce, bound to the place
/// where it lies, so that no sealed value can be moved to another row. Safe from any thread.
class VaultCipher {
 public:
  /// The first key seals; all of them open. Without a key nothing is sealed, and what is sealed is
  /// refused rather than taken for what it is not.
  explicit VaultCipher(std::vector<VaultKey> newest_first);

  /// True where it has a key.
  bool seals() const { return !keys_.empty(); }

  /// The sealed form of a value that is to lie at `place`. REQUIRES: seals(). Throws
  /// std::runtime_error where the system gives no randomness.
  std::string seal(std::string_view place, std::string_view value) const;
  /// The value of its sealed form. What was written before there were keys is given back as it is.
  /// Throws StoreFailure where the key is not among these, or the bytes were changed or moved.
  std::string open(std::string_view place, std::string_view stored) const;

 private:
  struct Named {
    std::array<std::uint8_t, 4> name;  ///< the first bytes of the key's SHA-256
    VaultKey key;
  };
  std::vector<Named> keys_;
};

/// True where the bytes are a sealed form.
bool is_sealed(std::string_view stored);

}  // namespace chopay::ledger
