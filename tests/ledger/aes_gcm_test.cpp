#include "ledger/aes_gcm.hpp"

#include <catch2/catch.hpp>
#include <sys/mman.h>

#include <stdexcept>
#include <vector>

#include "ledger/crypto.hpp"

using namespace chopay::ledger;

namespace {

std::vector<std::uint8_t> bytes_of_hex(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    bytes.push_back(
        static_cast<std::uint8_t>(std::stoi(std::string{hex.substr(at, 2)}, nullptr, 16)));
  }
  return bytes;
}

std::string text_of_hex(std::string_view hex) {
  const auto bytes = bytes_of_hex(hex);
  return {bytes.begin(), bytes.end()};
}

// Test case 4 of "The Galois/Counter Mode of Operation" (McGrew, Viega), as in NIST's set.
const auto key_128 = bytes_of_hex("feffe9928665731c6d6a8f9467308308");
const GcmNonce nonce{0xca, 0xfe, 0xba, 0xbe, 0xfa, 0xce, 0xdb, 0xad, 0xde, 0xca, 0xf8, 0x88};
const auto bound = text_of_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
const auto clear = text_of_hex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
const auto sealed = text_of_hex(
    "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
    "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
    "5bc94fbc3221a5db94fae95ae7121a47");

}  // namespace

TEST_CASE("AES-128-GCM gives the bytes of its specification, and reads them back") {
  std::string out = "before";
  append_gcm(out, key_128, nonce, bound, clear);
  CHECK(out == "before" + sealed);
  CHECK(open_gcm(key_128, nonce, bound, sealed) == clear);
}

TEST_CASE("What was changed, bound to something else or cut below its tag does not open") {
  for (const std::size_t at : {std::size_t{0}, clear.size(), sealed.size() - 1}) {
    auto changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK_FALSE(open_gcm(key_128, nonce, bound, changed));
  }
  CHECK_FALSE(open_gcm(key_128, nonce, "another place", sealed));
  CHECK_FALSE(open_gcm(key_128, nonce, bound, sealed.substr(0, gcm_tag_bytes - 1)));
  CHECK_FALSE(open_gcm(key_128, nonce, bound, {}));
}

TEST_CASE("A key of a length that AES-GCM does not have seals nothing") {
  std::string out;
  CHECK_THROWS_AS(append_gcm(out, std::vector<std::uint8_t>(17), nonce, {}, "x"), std::logic_error);
}

TEST_CASE("What is longer than the cipher counts is refused, not cut") {
  // Addresses alone: no byte of it is touched.
  constexpr auto size = (std::size_t{1} << 30) + 1;
  void* const place =
      ::mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  REQUIRE(place != MAP_FAILED);
  std::string out;
  CHECK_THROWS_AS(append_gcm(out, key_128, nonce, {static_cast<const char*>(place), size}, "x"),
                  std::length_error);
  ::munmap(place, size);
}
