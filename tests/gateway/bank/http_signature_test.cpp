#include "gateway/bank/http_signature.hpp"

#include <catch2/catch.hpp>

#include "tests/gateway/bank/key_pair.hpp"
#include "tests/gateway/bank/samples.hpp"

using namespace chopay;
using namespace chopay::bank;
using namespace chopay::bank::testing;

namespace {

/// A message signed over the components, in the way that `sign` says.
template <class Sign>
Message signed_over(std::string_view components, std::string_view parameters, Sign sign) {
  Message message = sample("rfc9421");
  const std::string input = "(" + std::string(components) + ")" + std::string(parameters);
  http::Headers headers;
  headers.add("content-digest", message.headers[0].second);
  headers.add("host", "Bank.Example");
  const std::string header = "s=" + input;
  const auto read = read_signature_input(header);
  REQUIRE(read);
  const auto base =
      signature_base(read->front(), {message.method, message.path, headers, message.body, "a=1"});
  REQUIRE(base);
  message.headers[1].second = "s=" + input;
  message.headers[2].second = "s=:" + to_base64(sign(*base)) + ":";
  message.headers.emplace_back("Host", "Bank.Example");
  return message;
}

std::string hmac(std::string_view base) {
  return std::string(view(hmac_sha256(source_of("rfc9421").secrets.current.view(), {base})));
}

const std::string created = ";created=" + std::to_string(now_unix);
constexpr std::string_view enough = R"("@method" "@path" "content-digest")";

Action action_of(const Source& source, const Message& message, std::int64_t now = now_unix) {
  return send("rfc9421", source, message, now).action;
}

}  // namespace

TEST_CASE("The signature base has a line for each component and the parameters as sent") {
  const std::string first =
      R"x(("@method" "@path" "@query" "@authority" "x-two");created=5;keyid="k;,)")x";
  const std::string header = "a=" + first + R"x(, b=();alg="x")x";
  const auto inputs = read_signature_input(header);
  REQUIRE(inputs);
  REQUIRE(inputs->size() == 2);
  http::Headers headers;
  headers.add("Host", "Bank.Example");
  headers.add("X-Two", " one ");
  headers.add("x-two", "two");
  CHECK(signature_base(inputs->front(), {"POST", "/p", headers, "", "q=1"}) ==
        "\"@method\": POST\n\"@path\": /p\n\"@query\": ?q=1\n\"@authority\": bank.example\n"
        "\"x-two\": one, two\n\"@signature-params\": " +
            first);
  CHECK(inputs->back().alg == "x");
}

TEST_CASE("A Signature-Input that is not understood in full is refused") {
  for (const char* header : {"a", "a=", "a=(", "a=()x", "a=(\"x\";sf)", "a=(x)", "a=(\"x\" \"x\")",
                             "A=()", "a=();b=", "a=(),", "a=() b=()", "a=(\"x\\\"\")"}) {
    INFO(header);
    CHECK_FALSE(read_signature_input(header));
  }
  CHECK(read_signature_input("")->empty());
}

TEST_CASE("Method, path, digest and the time must be covered") {
  const Source source = source_of("rfc9421");
  CHECK(action_of(source, signed_over(enough, created, hmac)) == Action::credit);
  CHECK(action_of(source, signed_over(std::string(enough) + R"( "@authority")", created, hmac)) ==
        Action::credit);
  CHECK(action_of(source, signed_over(enough, "", hmac)) == Action::reject_auth);
  for (const char* part :
       {R"("@path" "content-digest")", R"("@method" "content-digest")", R"("@method" "@path")"}) {
    INFO(part);
    CHECK(action_of(source, signed_over(part, created, hmac)) == Action::reject_auth);
  }
}

TEST_CASE("A signed request to another path, or with another body, is refused") {
  const Source source = source_of("rfc9421");
  Message message = sample("rfc9421");
  message.path += "x";
  CHECK(action_of(source, message) == Action::reject_auth);
  message = sample("rfc9421");
  message.body += " ";
  CHECK(action_of(source, message) == Action::reject_auth);
}

TEST_CASE("created and expires are obeyed") {
  const Source source = source_of("rfc9421");
  const Message message = sample("rfc9421");
  CHECK(action_of(source, message, now_unix + 300) == Action::credit);
  CHECK(action_of(source, message, now_unix + 301) == Action::reject_stale);
  CHECK(action_of(source, message, now_unix - 301) == Action::reject_stale);
  const Message brief =
      signed_over(enough, created + ";expires=" + std::to_string(now_unix + 10), hmac);
  CHECK(action_of(source, brief, now_unix + 9) == Action::credit);
  CHECK(action_of(source, brief, now_unix + 10) == Action::reject_stale);
}

TEST_CASE("Public keys verify with their own algorithm and no other") {
  const auto by_ed25519 = [](std::string_view base) { return ed25519_pair().sign(base); };
  const auto by_rsa = [](std::string_view base) { return rsa_pair().sign(base); };
  const Source ed25519 = source_with(ed25519_pair().public_pem());
  const Source rsa = source_with(rsa_pair().public_pem());
  CHECK(action_of(ed25519, signed_over(enough, created, by_ed25519)) == Action::credit);
  CHECK(action_of(ed25519, signed_over(enough, created + ";alg=\"ed25519\"", by_ed25519)) ==
        Action::credit);
  CHECK(action_of(rsa, signed_over(enough, created + ";alg=\"rsa-v1_5-sha256\"", by_rsa)) ==
        Action::credit);
  CHECK(action_of(rsa, signed_over(enough, created + ";alg=\"ed25519\"", by_rsa)) ==
        Action::reject_auth);
  CHECK(action_of(rsa, signed_over(enough, created, by_ed25519)) == Action::reject_auth);
}

TEST_CASE("A public key does not become a shared secret") {
  const std::string pem = ed25519_pair().public_pem();
  const auto by_pem = [&](std::string_view base) {
    return std::string(view(hmac_sha256(pem, {base})));
  };
  CHECK(action_of(source_with(pem), signed_over(enough, created + ";alg=\"hmac-sha256\"",
                                                by_pem)) == Action::reject_auth);
}

TEST_CASE("Standard Webhooks may be signed with Ed25519") {
  Message message = standard_signed("unused key", "msg_1", R"({"hello":1})");
  const std::string text = "msg_1." + message.headers[1].second + "." + message.body;
  message.headers[2].second = "v1a," + to_base64(ed25519_pair().sign(text));
  const Source source = source_with(ed25519_pair().public_pem());
  CHECK(send("standard", source, message).action == Action::ping);
  message.body += " ";
  CHECK(send("standard", source, message).action == Action::reject_auth);
}
