#include "gateway/bank/signature.hpp"

#include <catch2/catch.hpp>

#include <string>

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/secrets.hpp"

using namespace chopay::bank;

// Known answers: RFC 4231 case 2, FIPS 180-4 "abc", RFC 1321 §A.5, RFC 8032 §7.1 test 2.
TEST_CASE("Digests and MACs give the known answers, whatever the pieces") {
  const std::string data = "what do ya want for nothing?";
  const auto mac = to_hex(hmac_sha256("Jefe", {data}));
  CHECK(mac == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_sha256("Jefe", {"what do ya", "", " want for nothing?"})) == mac);
  CHECK(to_hex(hmac_sha512("Jefe", {data})) ==
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
  CHECK(to_hex(sha256({"a", "bc"})) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha512({"abc"})).substr(0, 16) == "ddaf35a193617aba");
  CHECK(to_hex(md5({"abc"})) == "900150983cd24fb0d6963f7d28e17f72");
}

TEST_CASE("A call does not remember the key of the call before") {
  const auto first = hmac_sha256("one", {"text"});
  const auto second = hmac_sha256("two", {"text"});
  CHECK(first != second);
  CHECK(hmac_sha256("one", {"text"}) == first);
  CHECK_THROWS(hmac_sha256("", {"text"}));
}

TEST_CASE("Ed25519 verifies the signature of RFC 8032 and nothing near it") {
  const auto unhex = [](std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
  };
  const std::string key = unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  std::string signature = unhex(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(verify_ed25519(key, "\x72", signature));
  CHECK_FALSE(verify_ed25519(key, "\x73", signature));
  signature[5] ^= 1;
  CHECK_FALSE(verify_ed25519(key, "\x72", signature));
  CHECK_FALSE(verify_ed25519(key, "\x72", ""));
  CHECK_FALSE(verify_ed25519("not a key", "\x72", signature));
  CHECK_FALSE(verify_rsa_sha256(key, "\x72", signature));
}

TEST_CASE("Base64 has one text for one value") {
  CHECK(to_base64("") == "");
  CHECK(to_base64("f") == "Zg==");
  CHECK(to_base64("fo") == "Zm8=");
  CHECK(to_base64("foobar") == "Zm9vYmFy");
  CHECK(to_base64("\xFB\xFF", Base64::url) == "-_8");
  CHECK(from_base64("Zm9vYmE=") == "fooba");
  CHECK(from_base64("-_8", Base64::url) == "\xFB\xFF");
  for (const char* text :
       {"Zg", "Zg=", "Zg===", "Zh==", "Z===", "====", "Zm9=", "Zm 9", "Zm9v\n", "-_8="}) {
    INFO(text);
    CHECK_FALSE(from_base64(text));
  }
  CHECK_FALSE(from_base64("-_8=", Base64::url));
  CHECK_FALSE(from_base64("Zm9vY", Base64::url));
}

TEST_CASE("Text is cut between characters") {
  CHECK(cut_utf8("muống", 4) == "mu");
  CHECK(cut_utf8("muống", 5) == "muố");
  CHECK(cut_utf8("ab", 2) == "ab");
  CHECK(is_utf8("rau muống 🥬"));
  CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));
  CHECK_FALSE(is_utf8("\xE1\xBB"));
}

TEST_CASE("Comparing looks at all bytes and the length") {
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(equal_in_constant_time("abc", "abcd"));
  CHECK(equal_in_constant_time("", ""));
}

TEST_CASE("A secret moves and leaves nothing behind") {
  Secret first(std::string("short"));
  Secret second(std::move(first));
  CHECK(second.view() == "short");
  CHECK(first.view() == "");
  std::string text = "something long enough not to be stored in place";
  wipe(text);
  CHECK(text.empty());
}
