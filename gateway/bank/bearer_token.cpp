#include "gateway/bank/bearer_token.hpp"

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/json_reader.hpp"
#include "gateway/bank/signature.hpp"
#include "gateway/bank/sorted_json.hpp"

namespace chopay::bank {
namespace {

std::int64_t unix_seconds(ledger::Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

/// A token of ours has 200 bytes; what is longer is not worth a look.
constexpr std::size_t token_bytes_max = 4096;

std::string mac_of(std::string_view key, std::string_view signed_part) {
  return to_base64(view(hmac_sha512(key, {signed_part})), Base64::url);
}

/// One base64url part of a token that must be a JSON object; `read` looks at it.
template <class Read>
bool read_part(std::string_view part, Read read) {
  const auto text = from_base64(part, Base64::url);
  if (!text) return false;
  JsonDocument document;
  const auto root = document.parse(*text, {.bytes_max = token_bytes_max});
  return root && root->is(JsonKind::object) && read(*root);
}

bool says_hs512(JsonValue header) {
  const auto alg = header.find("alg");
  return alg && alg->is(JsonKind::string) && alg->text() == "HS512";
}

bool is_unexpired(JsonValue claims, ledger::Instant now) {
  const auto exp = claims.find("exp");
  if (!exp || !exp->is(JsonKind::number)) return false;
  const auto seconds = whole_number(exp->text());
  return seconds && *seconds > unix_seconds(now);
}

}  // namespace

std::string issue_bearer(std::string_view key, std::string_view user, ledger::Instant now) {
  const std::int64_t issued = unix_seconds(now);
  std::string claims = R"({"user":)";
  append_json_string(claims, user);
  claims += ",\"iat\":" + std::to_string(issued) +
            ",\"exp\":" + std::to_string(issued + bearer_lifetime.count()) + "}";
  const std::string text =
      to_base64(R"({"alg":"HS512"})", Base64::url) + "." + to_base64(claims, Base64::url);
  return text + "." + mac_of(key, text);
}

bool is_valid_bearer(std::string_view key, std::string_view token, ledger::Instant now) {
  const auto last_dot = token.rfind('.');
  const auto first_dot = token.find('.');
  if (key.empty() || token.size() > token_bytes_max || last_dot == first_dot) return false;
  const std::string_view text = token.substr(0, last_dot);
  if (!equal_in_constant_time(token.substr(last_dot + 1), mac_of(key, text))) return false;
  return read_part(text.substr(0, first_dot), says_hs512) &&
         read_part(text.substr(first_dot + 1),
                   [&](JsonValue claims) { return is_unexpired(claims, now); });
}

}  // namespace chopay::bank
