#include "gateway/bank/sepay.hpp"

#include <catch2/catch.hpp>

#include "tests/gateway/bank/signing.hpp"

using namespace chopay;
using namespace chopay::bank;
using namespace chopay::bank::testing;

namespace {

constexpr const char* secret = "sepay-secret-of-this-test";

/// A body with one field replaced; fields as SePay sends them.
std::string body_with(std::string_view name = {}, std::string_view value = {}) {
  std::string body = "{";
  for (const auto& [key, usual] : Fields{{"id", "501"},
                                         {"gateway", "\"MBBank\""},
                                         {"transactionDate", "\"2026-11-24 06:50:55\""},
                                         {"accountNumber", "\"0888000111\""},
                                         {"code", "null"},
                                         {"content", "\"VQ7K2M rau muống\""},
                                         {"transferType", "\"in\""},
                                         {"transferAmount", "85000"},
                                         {"accumulated", "-1"},
                                         {"subAccount", "\"VA01\""},
                                         {"referenceCode", "\"FT26328000000001\""},
                                         {"description", "\"BankAPINotify\""}}) {
    if (body.size() > 1) body += ',';
    body += '"' + key + "\":" + (key == name ? std::string(value) : usual);
  }
  return body + "}";
}

Verdict signed_verdict(std::string body, std::int64_t signed_at = now_unix) {
  return send("sepay", source_with(secret), sepay_signed(secret, std::move(body), signed_at));
}

}  // namespace

TEST_CASE("A signed SePay body becomes one credit in our words") {
  Source source = source_with(secret);
  source.lookup = [](std::string_view name) { return name == "MBBank" ? "970422" : ""; };
  const Verdict verdict = send("sepay", source, sepay_signed(secret, body_with()));
  REQUIRE(verdict.action == Action::credit);
  REQUIRE(verdict.notices.size() == 1);
  const auto& notice = verdict.notices.front();
  CHECK(notice.source == "test");
  CHECK(notice.provider_id == "501");
  CHECK(notice.bank == "970422");
  CHECK(notice.account == "0888000111");
  CHECK(notice.virtual_account == "VA01");
  CHECK(notice.bank_ref == "FT26328000000001");
  CHECK(to_string(notice.day) == "2026-11-24");
  CHECK(ledger::format_instant(notice.occurred_at) == "2026-11-23T23:50:55.000Z");
  CHECK(notice.amount == ledger::Dong{85'000});
  CHECK(notice.content == "VQ7K2M rau muống");
}

TEST_CASE("Outgoing money has a positive amount and is not credited") {
  const Verdict verdict = signed_verdict(body_with("transferType", "\"out\""));
  CHECK(verdict.action == Action::ignore_outgoing);
  REQUIRE(verdict.notices.size() == 1);
  CHECK(verdict.notices.front().direction == merchant::Direction::out);
}

TEST_CASE("An amount that is not a whole positive number of đồng is malformed") {
  for (const char* amount : {"\"85000\"", "85000.5", "10000000000000000000", "1e19", "-85000", "0",
                             "null", "true", "[85000]", "0.0", "9223372036854775808"}) {
    INFO(amount);
    const Verdict verdict = signed_verdict(body_with("transferAmount", amount));
    CHECK(verdict.action == Action::reject_malformed);
    CHECK(verdict.field == "transferAmount");
    CHECK(verdict.notices.empty());
  }
  CHECK(signed_verdict(body_with("transferAmount", "85000.0")).notices.front().amount ==
        ledger::Dong{85'000});
}

TEST_CASE("A missing or unreadable field is malformed and named") {
  for (const auto& [field, value] : Fields{{"accountNumber", "null"},
                                           {"accountNumber", "12"},
                                           {"accountNumber", "\"" + std::string(33, '1') + "\""},
                                           {"transactionDate", "\"24/11/2026 06:50\""},
                                           {"id", "1.5"},
                                           {"id", "\"\""},
                                           {"referenceCode", "\"" + std::string(65, 'F') + "\""},
                                           {"referenceCode", "\"FT\\u0000\""},
                                           {"transferType", "null"},
                                           {"content", "7"}}) {
    INFO(field << " " << value);
    const Verdict verdict = signed_verdict(body_with(field, value));
    CHECK(verdict.action == Action::reject_malformed);
    CHECK(verdict.field == field);
  }
  CHECK(signed_verdict("{\"id\":1").action == Action::reject_malformed);
  CHECK(signed_verdict("[]").action == Action::reject_malformed);
  CHECK(signed_verdict("").action == Action::reject_malformed);
  CHECK(signed_verdict(body_with("content", "\"\xFF\"")).action == Action::reject_malformed);
}

TEST_CASE("A transfer without a reference is keyed by SePay's id, also when that is a string") {
  CHECK(signed_verdict(body_with("referenceCode", "\"\"")).notices.front().bank_ref == "sepay:501");
  CHECK(signed_verdict(body_with("id", "\"77\"")).notices.front().provider_id == "77");
}

TEST_CASE("A long transfer text is cut between characters, and its control characters blanked") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "ố";
  const auto notice = signed_verdict(body_with("content", '"' + text + '"')).notices.front();
  CHECK(notice.content.size() == 510);
  CHECK(signed_verdict(body_with("content", "\"a\\nb\\u0000c\"")).notices.front().content ==
        "a b c");
}

TEST_CASE("A type that SePay does not document moves no money") {
  const Verdict verdict = signed_verdict(body_with("transferType", "\"hold\""));
  CHECK(verdict.action == Action::ignore_failed);
  CHECK(verdict.notices.empty());
}

TEST_CASE("A changed byte, timestamp or prefix is not authentic") {
  const Source source = source_with(secret);
  Message message = sepay_signed(secret, body_with());
  message.body[20] ^= 1;
  CHECK(send("sepay", source, message).action == Action::reject_auth);
  message = sepay_signed(secret, body_with());
  message.headers[0].second = std::to_string(now_unix + 1);
  CHECK(send("sepay", source, message).action == Action::reject_auth);
  message = sepay_signed(secret, body_with());
  message.headers[1].second.erase(0, 7);
  CHECK(send("sepay", source, message).action == Action::reject_auth);
  message = sepay_signed(secret, body_with());
  message.headers.erase(message.headers.begin());
  CHECK(send("sepay", source, message).action == Action::reject_auth);
  CHECK(send("sepay", source, sepay_signed("other", body_with())).action == Action::reject_auth);
}

TEST_CASE("A signed message is stale from 301 seconds on, before and after now") {
  CHECK(signed_verdict(body_with(), now_unix - 300).action == Action::credit);
  CHECK(signed_verdict(body_with(), now_unix + 300).action == Action::credit);
  CHECK(signed_verdict(body_with(), now_unix - 301).action == Action::reject_stale);
  CHECK(signed_verdict(body_with(), now_unix + 301).action == Action::reject_stale);
}

TEST_CASE("The API key must be the whole key") {
  const Source source = source_with("KEY-0123");
  const auto with = [&](std::string value) {
    return send("sepay", source, {{{"authorization", std::move(value)}}, body_with()}).action;
  };
  CHECK(with("Apikey KEY-0123") == Action::credit);
  for (const char* value : {"Apikey KEY-01234", "Apikey KEY-012", "Apikey ", "Apikey", "KEY-0123",
                            "Bearer KEY-0123", "ApikeyKEY-0123", "Apikey  KEY-0123", ""}) {
    INFO(value);
    CHECK(with(value) == Action::reject_auth);
  }
}

TEST_CASE("A source without a secret refuses everything, unless it says it needs none") {
  Source source = source_with("");
  CHECK(send("sepay", source, {{{"Authorization", "Apikey "}}, body_with()}).action ==
        Action::reject_auth);
  CHECK(send("sepay", source, sepay_signed("x", body_with())).action == Action::reject_auth);
  CHECK(send("sepay", source, {{}, body_with()}).action == Action::reject_auth);
  source.scheme = Scheme::none;
  CHECK(send("sepay", source, {{}, body_with()}).action == Action::credit);
}

TEST_CASE("A source that asks for signatures does not take the key instead") {
  Source source = source_with(secret);
  source.scheme = Scheme::hmac;
  const Message by_key{{{"Authorization", std::string("Apikey ") + secret}}, body_with()};
  CHECK(send("sepay", source, by_key).action == Action::reject_auth);
  source.scheme = Scheme::by_headers;
  CHECK(send("sepay", source, by_key).action == Action::credit);
}

TEST_CASE("The previous secret works until its end date") {
  Source source = source_with("new");
  source.secrets.previous = Secret("old");
  source.secrets.previous_until = at_unix(now_unix + 10);
  const Message old = sepay_signed("old", body_with());
  CHECK(send("sepay", source, old, now_unix + 9).action == Action::credit);
  CHECK(send("sepay", source, old, now_unix + 10).action == Action::reject_auth);
  CHECK(send("sepay", source, sepay_signed("new", body_with()), now_unix + 10).action ==
        Action::credit);
}

TEST_CASE("SePay hears success for everything that a retry would not improve") {
  for (const auto outcome :
       {Outcome::accepted, Outcome::duplicate, Outcome::ignored, Outcome::unmatched}) {
    const Reply reply = reply_of("sepay", outcome);
    CHECK(reply.status == 200);
    CHECK(reply.body == R"({"success":true})");
    CHECK(reply.content_type == "application/json");
  }
  CHECK(reply_of("sepay", Outcome::unavailable).status == 503);
  CHECK(reply_of("sepay", Outcome::conflict).status == 409);
  CHECK(reply_of("sepay", Outcome::reject_auth).status == 401);
  CHECK(reply_of("sepay", Outcome::reject_stale).status == 401);
  CHECK(reply_of("sepay", Outcome::malformed).status == 400);
  CHECK(reply_of("sepay", Outcome::malformed).body == R"({"success":false})");
}
