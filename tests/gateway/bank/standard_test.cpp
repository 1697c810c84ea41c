#include "gateway/bank/standard.hpp"

#include <catch2/catch.hpp>

#include "tests/gateway/bank/signing.hpp"

using namespace chopay;
using namespace chopay::bank;
using namespace chopay::bank::testing;

namespace {

constexpr const char* key = "thirty-two bytes of a test key!!";

std::string secret() {
  return "whsec_" + to_base64(key);
}

std::string credit(std::string_view more = {}) {
  return R"({"type":"bank.credit","data":{"txn_id":"T1","account":"1123300000","amount":45000,)"
         R"("time":"2026-11-24T06:50:55+07:00")" +
         std::string(more) + "}}";
}

Verdict signed_verdict(std::string body, std::int64_t signed_at = now_unix) {
  return send("standard", source_with(secret()),
              standard_signed(key, "msg_1", std::move(body), signed_at));
}

}  // namespace

TEST_CASE("Our own form is read with all its fields") {
  const Verdict verdict = signed_verdict(
      credit(R"(,"bank":"970436","reference":"FT1","content":"abc","virtual_account":"VA1",)"
             R"("payer_name":"NGUYEN VAN A","payer_account":"99","payer_bank":"MB")"));
  REQUIRE(verdict.action == Action::credit);
  const auto& notice = verdict.notices.front();
  CHECK(notice.provider_id == "msg_1");
  CHECK(notice.bank_ref == "FT1");
  CHECK(notice.bank == "970436");
  CHECK(notice.account == "1123300000");
  CHECK(notice.virtual_account == "VA1");
  CHECK(notice.content == "abc");
  CHECK(notice.payer_name == "NGUYEN VAN A");
  CHECK(to_string(notice.day) == "2026-11-24");
}

TEST_CASE("Without a reference the transaction id is the key, and the source names the bank") {
  Source source = source_with(secret());
  source.bank = "970418";
  const Verdict verdict = send("standard", source, standard_signed(key, "msg_1", credit()));
  CHECK(verdict.notices.front().bank_ref == "T1");
  CHECK(verdict.notices.front().bank == "970418");
}

TEST_CASE("A debit is outgoing, another type is a ping, another currency is no payment") {
  std::string debit = credit();
  debit.replace(debit.find("bank.credit"), 11, "bank.debit");
  CHECK(signed_verdict(debit).action == Action::ignore_outgoing);
  CHECK(signed_verdict(R"({"hello":1})").action == Action::ping);
  CHECK(signed_verdict(R"({"type":"test","data":{}})").action == Action::ping);
  CHECK(signed_verdict(credit(R"(,"currency":"USD")")).action == Action::ignore_failed);
  CHECK(signed_verdict(R"({"type":"bank.credit"})").action == Action::reject_malformed);
  CHECK(signed_verdict(R"({"type":7})").action == Action::reject_malformed);
}

TEST_CASE("One fitting signature in the list is enough, unknown versions are passed over") {
  const Source source = source_with(secret());
  Message message = standard_signed(key, "msg_1", credit());
  const std::string good = message.headers[2].second;
  const auto with = [&](std::string list) {
    message.headers[2].second = std::move(list);
    return send("standard", source, message).action;
  };
  CHECK(with("v1,AAAA " + good) == Action::credit);
  CHECK(with("v9,zzz v1a,AAAA " + good) == Action::credit);
  CHECK(with("v2," + good.substr(3)) == Action::reject_auth);
  CHECK(with(good.substr(3)) == Action::reject_auth);
  CHECK(with("") == Action::reject_auth);
  CHECK(with(" ") == Action::reject_auth);
}

TEST_CASE("Id, time and body are all signed") {
  const Source source = source_with(secret());
  for (std::size_t header : {0U, 1U}) {
    Message message = standard_signed(key, "msg_1", credit());
    message.headers[header].second.back() ^= 1;
    CHECK(send("standard", source, message).action == Action::reject_auth);
  }
  Message message = standard_signed(key, "msg_1", credit());
  message.body += ' ';
  CHECK(send("standard", source, message).action == Action::reject_auth);
}

TEST_CASE("An old or early message is stale") {
  CHECK(signed_verdict(credit(), now_unix - 301).action == Action::reject_stale);
  CHECK(signed_verdict(credit(), now_unix + 301).action == Action::reject_stale);
  CHECK(signed_verdict(credit(), now_unix - 300).action == Action::credit);
}

TEST_CASE("A secret that is not base64 authenticates nothing") {
  for (const char* bad : {"whsec_", "whsec_!!!", "whpk_AAAA", ""}) {
    INFO(bad);
    CHECK(send("standard", source_with(bad), standard_signed(key, "m", credit())).action ==
          Action::reject_auth);
  }
}

TEST_CASE("A public key never serves as a shared secret") {
  const std::string pem =
      "-----BEGIN PUBLIC KEY-----\n"
      "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
      "-----END PUBLIC KEY-----\n";
  CHECK(public_key_kind(pem) == KeyKind::ed25519);
  CHECK(send("standard", source_with(pem), standard_signed(pem, "m", credit())).action ==
        Action::reject_auth);
}

TEST_CASE("Standard Webhooks are answered without a body") {
  CHECK(reply_of("standard", Outcome::accepted).status == 204);
  CHECK(reply_of("standard", Outcome::duplicate).status == 204);
  CHECK(reply_of("standard", Outcome::reject_stale).status == 401);
  CHECK(reply_of("standard", Outcome::malformed).status == 400);
  CHECK(reply_of("standard", Outcome::unavailable).status == 503);
  CHECK(reply_of("standard", Outcome::accepted).body.empty());
}
