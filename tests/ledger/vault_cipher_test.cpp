#include "ledger/vault_cipher.hpp"

#include <catch2/catch.hpp>

#include "ledger/aes_gcm.hpp"
#include "ledger/store.hpp"

using namespace chopay::ledger;

namespace {

VaultKey vault_key(std::uint8_t byte) {
  VaultKey key;
  key.bytes.fill(byte);
  return key;
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16));
  }
  return bytes;
}

}  // namespace

TEST_CASE("AES-256-GCM gives the bytes of NIST's test case 14, and reads them") {
  // McGrew and Viega, test case 14: all zero, one block.
  const auto sealed = from_hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  std::string out = "before";
  const std::array<std::uint8_t, 32> zero{};
  append_gcm(out, zero, GcmNonce{}, "", std::string(16, '\0'));
  CHECK(out == "before" + sealed);
  CHECK(open_gcm(zero, GcmNonce{}, "", sealed) == std::string(16, '\0'));
  CHECK_THROWS_AS(open_gcm(GcmKey{zero}.first(24), GcmNonce{}, "", sealed), std::logic_error);
}

TEST_CASE("A sealed value opens at its own place alone, and with no byte of it changed") {
  const VaultCipher cipher{{vault_key(1)}};
  const auto sealed = cipher.seal("vault/a", "secret");
  REQUIRE(is_sealed(sealed));
  CHECK(cipher.open("vault/a", sealed) == "secret");
  CHECK_THROWS_AS(cipher.open("vault/b", sealed), StoreFailure);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    auto changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK_THROWS_AS(cipher.open("vault/a", changed), StoreFailure);
  }
  for (std::size_t size = 8; size < sealed.size(); ++size) {
    CHECK_THROWS_AS(cipher.open("vault/a", sealed.substr(0, size)), StoreFailure);
  }
}

TEST_CASE("The same value sealed twice gives other bytes") {
  const VaultCipher cipher{{vault_key(1)}};
  CHECK(cipher.seal("vault/a", "secret") != cipher.seal("vault/a", "secret"));
}

TEST_CASE("The newest key seals, every key opens, and a key that is gone is named as that") {
  const VaultCipher old{{vault_key(1)}};
  const VaultCipher both{{vault_key(2), vault_key(1)}};
  CHECK(both.open("p", old.seal("p", "x")) == "x");
  CHECK_THROWS_WITH(old.open("p", both.seal("p", "x")), Catch::Contains("vault.keys"));
  CHECK_THROWS_AS(VaultCipher{{}}.open("p", old.seal("p", "x")), StoreFailure);
}

TEST_CASE("What was written before there was a key is given back as it is") {
  CHECK(VaultCipher{{vault_key(1)}}.open("p", "plain") == "plain");
  CHECK(VaultCipher{{}}.open("p", std::string{"\0\xff", 2}) == std::string{"\0\xff", 2});
  CHECK_FALSE(VaultCipher{{}}.seals());
}
