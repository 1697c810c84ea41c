#include "gateway/outbound/push_message.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/signature.hpp"
#include "ledger/aes_gcm.hpp"
#include "ledger/store.hpp"
#include "tests/gateway/outbound/es256.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::outbound;

namespace {

std::string from_url(std::string_view text) {
  return bank::from_base64(text, bank::Base64::url).value();
}

std::string to_url(std::string_view bytes) {
  return bank::to_base64(bytes, bank::Base64::url);
}

p256::Key key_of(std::string_view text) {
  const auto bytes = from_url(text);
  p256::Scalar scalar{};
  std::copy(bytes.begin(), bytes.end(), scalar.begin());
  return p256::Key::of(scalar).value();
}

template <std::size_t N>
std::string bytes_of(const std::array<std::uint8_t, N>& bytes) {
  return {bytes.begin(), bytes.end()};
}

ledger::Salt salt_of(std::string_view text) {
  const auto bytes = from_url(text);
  ledger::Salt salt{};
  std::copy(bytes.begin(), bytes.end(), salt.begin());
  return salt;
}

std::string hkdf(std::string_view salt, std::string_view input, std::string info,
                 std::size_t size) {
  const auto secret = bank::hmac_sha256(salt, {input});
  const auto block = bank::hmac_sha256(bank::view(secret), {info, std::string_view{"\1", 1}});
  return std::string{bank::view(block).substr(0, size)};
}

/// What a browser reads of a body (RFC 8291 §3.4, from its side of the exchange); nothing where it
/// would show nothing.
std::optional<std::string> read_as_browser(const p256::Key& browser, std::string_view auth,
                                           const std::string& body) {
  const auto sender = p256::point_of(std::string_view{body}.substr(21, 65));
  if (!sender) return std::nullopt;
  const auto shared = browser.shared_with(*sender);
  const auto input =
      hkdf(auth, bytes_of(shared),
           std::string{"WebPush: info\0", 14} + bytes_of(browser.point()) + bytes_of(*sender), 32);
  const auto salt = body.substr(0, 16);
  const auto key = hkdf(salt, input, std::string{"Content-Encoding: aes128gcm\0", 28}, 16);
  const auto nonce = hkdf(salt, input, std::string{"Content-Encoding: nonce\0", 24}, 12);
  const std::vector<std::uint8_t> key_bytes(key.begin(), key.end());
  ledger::GcmNonce nonce_bytes{};
  std::copy(nonce.begin(), nonce.end(), nonce_bytes.begin());
  auto text = ledger::open_gcm(key_bytes, nonce_bytes, {}, std::string_view{body}.substr(86));
  if (!text || text->empty() || text->back() != 2) return std::nullopt;
  text->pop_back();
  return text;
}

// RFC 8291 §5 and appendix A.
const auto browser_private = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
const auto browser_public =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const auto sender_private = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
const auto auth_secret = "BTBZMqHH6r4Tts7J_aSIgg";
const auto example_salt = "DGv6ra1nlYgDCS1FRnbzlw";

}  // namespace

TEST_CASE("The example of RFC 8291 is encrypted to its very bytes") {
  const auto browser = p256::point_of(from_url(browser_public)).value();
  CHECK(bytes_of(key_of(browser_private).point()) == from_url(browser_public));
  const auto body =
      encrypt_push("When I grow up, I want to be a watermelon", browser, from_url(auth_secret),
                   key_of(sender_private), salt_of(example_salt));
  CHECK(to_url(body) ==
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

TEST_CASE("A browser reads what was encrypted for it, and no other does") {
  ledger::SystemRandom random;
  const auto browser = p256::Key::make(random);
  const auto other = p256::Key::make(random);
  const std::string auth(16, 'a');
  for (const auto& text :
       {std::string{}, std::string{R"({"stall":"A12"})"}, std::string(push_text_bytes_max, 'x')}) {
    const auto body =
        encrypt_push(text, browser.point(), auth, p256::Key::make(random), ledger::Salt{1});
    CHECK(body.size() <= 4'096);
    CHECK(read_as_browser(browser, auth, body) == text);
    CHECK_FALSE(read_as_browser(other, auth, body).has_value());
    CHECK_FALSE(read_as_browser(browser, std::string(16, 'b'), body).has_value());
    auto changed = body;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    CHECK_FALSE(read_as_browser(browser, auth, changed).has_value());
  }
}

TEST_CASE("A push service can check who sends, until when and to whom") {
  ledger::SystemRandom random;
  const auto key = p256::Key::make(random);
  const auto now = testing::market_morning();
  const auto field =
      vapid_authorization(key, "https://push.example.net", "mailto:it@example.vn", now);
  REQUIRE(field.starts_with("vapid t="));
  const auto comma = field.find(", k=");
  const auto token = field.substr(8, comma - 8);
  const auto point = p256::point_of(from_url(field.substr(comma + 4)));
  REQUIRE(point);
  CHECK(*point == key.point());
  const auto first = token.find('.');
  const auto second = token.rfind('.');
  CHECK(from_url(token.substr(0, first)) == R"({"typ":"JWT","alg":"ES256"})");
  const auto claims =
      boost::json::parse(from_url(token.substr(first + 1, second - first - 1))).as_object();
  CHECK(claims.at("aud") == "https://push.example.net");
  CHECK(claims.at("sub") == "mailto:it@example.vn");
  const auto until = std::chrono::seconds{claims.at("exp").as_int64()};
  const auto ahead = ledger::Instant{until} - now;
  CHECK(ahead > std::chrono::hours{1});
  CHECK(ahead <= std::chrono::hours{24});
  const auto signed_part = token.substr(0, second);
  const auto signature = from_url(token.substr(second + 1));
  CHECK(testing::is_es256_of(bytes_of(*point), signed_part, signature));
  CHECK_FALSE(testing::is_es256_of(bytes_of(*point), signed_part + ' ', signature));
  const auto other = p256::Key::make(random);
  CHECK_FALSE(testing::is_es256_of(bytes_of(other.point()), signed_part, signature));
}

TEST_CASE("A point that is not on the curve, or a key that is no number of it, is none") {
  auto bytes = from_url(browser_public);
  CHECK(p256::point_of(bytes).has_value());
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  CHECK_FALSE(p256::point_of(bytes).has_value());
  CHECK_FALSE(p256::point_of("").has_value());
  CHECK_FALSE(p256::point_of(std::string(65, '\4')).has_value());
  CHECK_FALSE(p256::Key::of(p256::Scalar{}).has_value());
  p256::Scalar largest;
  largest.fill(255);
  CHECK_FALSE(p256::Key::of(largest).has_value());
}

TEST_CASE("Only an https address of a name without port, user or fragment is an endpoint") {
  CHECK(push_origin("https://fcm.googleapis.com/fcm/send/abc:1_-", false) ==
        "https://fcm.googleapis.com");
  for (const auto* text : {"http://push.example.net/a", "https://push.example.net", "https:///a",
                           "", "https://push.example.net:8443/a", "https://user@push.example.net/a",
                           "https://push.example.net/a#b", "https://push.example.net/a b",
                           "https://[::1]/a", "https://push.example.net/\r\nX: 1",
                           "ftp://push.example.net/a", "https://PUSH.example/a"}) {
    INFO(text);
    CHECK_FALSE(push_origin(text, false).has_value());
  }
  CHECK_FALSE(
      push_origin("https://push.example.net/" + std::string(1'000, 'a'), false).has_value());
  CHECK(push_origin("http://127.0.0.1:9000/a", true) == "http://127.0.0.1:9000");
  CHECK_FALSE(push_origin("http://127.0.0.1:/a", true).has_value());
}

TEST_CASE("The key for pushes is made once, read again, and never one that others can read") {
  testing::TemporaryDirectory directory;
  ledger::SystemRandom random;
  const auto made = load_or_create_push_key(directory.path(), random);
  CHECK(load_or_create_push_key(directory.path(), random).point() == made.point());
  const auto file = directory.path() + "/push.key";
  REQUIRE(::chmod(file.c_str(), 0644) == 0);
  CHECK_THROWS_AS(load_or_create_push_key(directory.path(), random), ledger::StoreFailure);
  REQUIRE(::chmod(file.c_str(), 0600) == 0);
  std::ofstream{file} << "PRIVATE+P256+AAAA\n";
  CHECK_THROWS_AS(load_or_create_push_key(directory.path(), random), ledger::StoreFailure);
}
