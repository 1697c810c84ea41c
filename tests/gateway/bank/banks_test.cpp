#include <catch2/catch.hpp>

#include "gateway/bank/bearer_token.hpp"
#include "tests/gateway/bank/samples.hpp"

// VietQR.vn, MB, BIDV, VietinBank, camt.054.
using namespace chopay;
using namespace chopay::bank;
using namespace chopay::bank::testing;

namespace {

Verdict login(std::string credentials) {
  return send("vietqr-vn", source_of("vietqr-vn"),
              {{{"Authorization", std::move(credentials)}}, "{}", "POST", "/x/api/token_generate"});
}

Verdict sync_with(std::string_view name, std::string value) {
  return verdict_on("vietqr-vn", with(transaction_of("vietqr-vn"), name, std::move(value)));
}

Verdict sync_with_token(std::string token) {
  Message message = sample("vietqr-vn");
  message.headers[0].second = "Bearer " + std::move(token);
  return send("vietqr-vn", source_of("vietqr-vn"), message);
}

Verdict mms_with(std::string_view name, std::string value) {
  return verdict_on("mb-mms", with(transaction_of("mb-mms"), name, std::move(value)));
}

Verdict camt_verdict(std::string_view entries) {
  return send("camt.054", source_of("camt.054"), with_headers("camt.054", camt(entries)));
}

std::string details(std::string_view amount, std::string_view ref, std::string_view text) {
  return std::string("<TxDtls><Refs><AcctSvcrRef>")
      .append(ref)
      .append("</AcctSvcrRef></Refs><Amt Ccy=\"VND\">")
      .append(amount)
      .append("</Amt><RmtInf><Ustrd>")
      .append(text)
      .append("</Ustrd></RmtInf></TxDtls>");
}

}  // namespace

TEST_CASE("VietQR.vn logs in with Basic, the password may hold colons") {
  const Verdict verdict = login("Basic " + to_base64("user:pass:word"));
  REQUIRE(verdict.action == Action::issue_token);
  const Reply reply = reply_of("vietqr-vn", Outcome::token_issued, verdict);
  CHECK(reply.status == 200);
  CHECK(reply.body ==
        R"({"access_token":")" + verdict.token + R"(","token_type":"Bearer","expires_in":300})");
  CHECK(login("Basic " + to_base64("user:pass")).action == Action::reject_auth);
  CHECK(login("Basic user:pass:word").action == Action::reject_auth);
  CHECK(login("").action == Action::reject_auth);
}

TEST_CASE("A bearer token of ours works for five minutes and no other token does") {
  CHECK(is_valid_bearer("key", issue_bearer("key", "u", at_unix(1000)), at_unix(1299)));
  CHECK_FALSE(is_valid_bearer("key", issue_bearer("key", "u", at_unix(1000)), at_unix(1300)));
  CHECK_FALSE(is_valid_bearer("", issue_bearer("key", "u", at_unix(1000)), at_unix(1000)));
  const auto claims = to_base64(R"({"exp":9999999999})", Base64::url);
  const auto forged = [&](std::string_view header, std::string_view key) {
    const std::string text = to_base64(header, Base64::url) + "." + claims;
    return text + "." + to_base64(view(hmac_sha512(key, {text})), Base64::url);
  };
  CHECK(is_valid_bearer("key", forged(R"({"alg":"HS512"})", "key"), at_unix(1000)));
  CHECK_FALSE(is_valid_bearer("key", forged(R"({"alg":"none"})", "key"), at_unix(1000)));
  CHECK_FALSE(is_valid_bearer("key", forged(R"({"alg":"HS256"})", "key"), at_unix(1000)));
  CHECK_FALSE(is_valid_bearer("key", forged(R"({"alg":"HS512"})", "other"), at_unix(1000)));
  for (const char* token : {"", ".", "..", "a.b", "a.b.c", "eyJhbGciOiJub25lIn0.e30."}) {
    INFO(token);
    CHECK(sync_with_token(token).action == Action::reject_auth);
  }
}

TEST_CASE("A bearer token is for the source alone whose secret signed it") {
  const auto token = issue_bearer("secret of one source", "u", at_unix(1000));
  CHECK(is_valid_bearer("secret of one source", token, at_unix(1000)));
  CHECK_FALSE(is_valid_bearer("secret of another", token, at_unix(1000)));
}

TEST_CASE("VietQR.vn is told by its own code which field was wrong") {
  const auto code = [](std::string_view name, std::string value) {
    const Verdict verdict = sync_with(name, std::move(value));
    CHECK(verdict.action == Action::reject_malformed);
    const std::string body = reply_of("vietqr-vn", Outcome::malformed, verdict).body;
    return body.substr(body.find("errorReason") + 14, 3);
  };
  CHECK(code("amount", "0") == "002");
  CHECK(code("amount", "\"1\"") == "002");
  CHECK(code("transType", "\"X\"") == "003");
  CHECK(code("transactiontime", "1795477855") == "004");
  CHECK(code("transactionid", "null") == "007");
  CHECK(code("referencenumber", "\"\"") == "008");
  CHECK(code("content", "5") == "009");
  CHECK(code("bankaccount", "null") == "010");
}

TEST_CASE("VietQR.vn says D for outgoing, and older senders write in camel case") {
  CHECK(sync_with("transType", "\"D\"").action == Action::ignore_outgoing);
  const Fields camel{{"transactionId", "\"t-1\""},   {"transactionTime", "1795477855000"},
                     {"referenceNumber", "\"FT9\""}, {"amount", "2147483648"},
                     {"content", "\"x\""},           {"bankAccount", "\"12\""},
                     {"transType", "\"C\""}};
  const auto notice = verdict_on("vietqr-vn", camel).notices.front();
  CHECK(notice.bank_ref == "FT9");
  CHECK(notice.amount == ledger::Dong{2'147'483'648});
}

TEST_CASE("The answer to a transaction carries our id of the entry") {
  CHECK(reply_of("vietqr-vn", Outcome::accepted).body ==
        R"({"error":false,"errorReason":"000","toastMessage":"",)"
        R"("object":{"reftransactionid":"choha:17"}})");
  CHECK(reply_of("vietqr-vn", Outcome::reject_auth).status == 401);
}

TEST_CASE("MB's two pushes of one transfer have the same key") {
  Source merchant_push = source_of("mb-mms");
  merchant_push.account = "0888000111";
  const auto mms = send("mb-mms", merchant_push, sample("mb-mms")).notices.front();
  const auto balance = send("mb", source_of("mb"), sample("mb")).notices.front();
  CHECK(mms.bank == balance.bank);
  CHECK(mms.day == balance.day);
  CHECK(mms.account == balance.account);
  CHECK(mms.bank_ref == balance.bank_ref);
  CHECK(mms.amount == balance.amount);
}

TEST_CASE("MB's merchant push credits what arrived, never more than was signed") {
  CHECK(mms_with("realAmount", "\"90001\"").action == Action::review);
  CHECK(mms_with("respCode", "\"05\"").action == Action::ignore_failed);
  CHECK(mms_with("realAmount", "\"8500.5\"").action == Action::reject_malformed);
  CHECK(mms_with("payDate", "\"20261124065055000\"").action == Action::reject_malformed);
  Message message = sample("mb-mms");
  message.body.replace(message.body.find("90000"), 5, "80000");
  CHECK(send("mb-mms", source_of("mb-mms"), message).action == Action::reject_auth);
  CHECK(reply_of("mb-mms", Outcome::reject_auth).body.find("\"12\"") != std::string::npos);
}

TEST_CASE("BIDV characters moved between the two ids are noticed") {
  Message message = sample("bidv");
  const auto replace = [&](std::string_view from, std::string_view to) {
    message.body.replace(message.body.find(from), from.size(), to);
  };
  replace("BIDV77", "BIDV7");
  replace("VQ7K2M", "7VQ7K2M");
  CHECK(send("bidv", source_of("bidv"), message).action == Action::review);
}

TEST_CASE("BIDV may sign with a base64 HMAC instead") {
  for (const bool secret_in_text : {false, true}) {
    const std::string secret(source_of("bidv").secrets.current.view());
    const auto mac = hmac_sha256(secret, {secret_in_text ? secret : "", "BIDV77VQ7K2M85000"});
    const std::string checksum = '"' + to_base64(view(mac)) + '"';
    const Message message{{}, json_of(with(transaction_of("bidv"), "checksum", checksum))};
    CHECK(send("bidv", source_of("bidv"), message).action == Action::credit);
  }
}

TEST_CASE("BIDV asks for the bills of a customer and gets them") {
  const Fields ask{{"customer_id", "\"STALL1\""}, {"service_id", "\"S1\""}};
  const Verdict verdict = verdict_on("bidv", ask);
  REQUIRE(verdict.action == Action::inquiry);
  CHECK(verdict.customer == "STALL1");
  const std::vector<Bill> bills{{"VQ7K2M", ledger::Dong{85'000}}, {"VQ7K2N", ledger::Dong{1}}};
  const Reply reply = find_adapter("bidv")->reply({.outcome = Outcome::ignored,
                                                   .verdict = verdict,
                                                   .entry_id = {},
                                                   .customer_name = "Sạp 1",
                                                   .bills = bills});
  CHECK(reply.body ==
        R"({"result_code":"000","customer_id":"STALL1","customer_name":"Sạp 1",)"
        R"("customer_addr":"","data":[{"type":0,"amount":"85000","bill_id":"VQ7K2M"},)"
        R"({"type":0,"amount":"1","bill_id":"VQ7K2N"}]})");
  CHECK(reply_of("bidv", Outcome::ignored, verdict).body.find("\"012\"") != std::string::npos);
}

TEST_CASE("VietinBank fields that are absent are skipped in the signed text") {
  CHECK(verdict_on("vietinbank", without(transaction_of("vietinbank"), "remark")).action ==
        Action::credit);
  const auto no_bank_ref = without(transaction_of("vietinbank"), "bankTransId");
  CHECK(verdict_on("vietinbank", no_bank_ref).notices.front().bank_ref == "vietinbank:V1");
}

TEST_CASE("VietinBank money that went out or is not VND is not credited") {
  const Fields record = transaction_of("vietinbank");
  CHECK(verdict_on("vietinbank", with(record, "transType", "\"D\"")).action ==
        Action::ignore_outgoing);
  CHECK(verdict_on("vietinbank", with(record, "currencyCode", "\"USD\"")).action ==
        Action::ignore_failed);
  CHECK(reply_of("vietinbank", Outcome::accepted).body == R"({"statusCode":"00"})");
}

TEST_CASE("camt.054 counts booked entries in VND only") {
  CHECK(camt_verdict(camt_entry("85000.00", "CRDT")).action == Action::credit);
  CHECK(camt_verdict(camt_entry("85000", "DBIT")).action == Action::ignore_outgoing);
  CHECK(camt_verdict(camt_entry("85000", "CRDT", "PDNG")).action == Action::ignore_failed);
  std::string dollars = camt_entry("85000", "CRDT");
  dollars.replace(dollars.find("VND"), 3, "USD");
  CHECK(camt_verdict(dollars).action == Action::ignore_failed);
  CHECK(camt_verdict(camt_entry("85000.5", "CRDT")).action == Action::reject_malformed);
  CHECK(camt_verdict(camt_entry("8e4", "CRDT")).action == Action::reject_malformed);
  CHECK(camt_verdict(camt_entry("0", "CRDT")).action == Action::reject_malformed);
  CHECK(camt_verdict("").action == Action::ping);
}

TEST_CASE("A camt.054 entry that takes a credit back is kept for review") {
  const Verdict verdict =
      camt_verdict(camt_entry("85000", "DBIT", "BOOK", "<RvslInd>true</RvslInd>"));
  REQUIRE(verdict.action == Action::review);
  CHECK(verdict.notices.front().reversal);
  CHECK(verdict.notices.front().direction == merchant::Direction::out);
}

TEST_CASE("A camt.054 batch entry gives one notice each, if they add up") {
  const std::string inside = "<NtryDtls>" + details("50000", "R1", "VQ7K2M") +
                             details("35000", "", "VQ7K2N") + "</NtryDtls>";
  const Verdict verdict = camt_verdict(camt_entry("85000", "CRDT", "BOOK", inside));
  REQUIRE(verdict.action == Action::batch);
  REQUIRE(verdict.notices.size() == 2);
  CHECK(verdict.notices[0].bank_ref == "R1");
  CHECK(verdict.notices[0].content == "VQ7K2M");
  CHECK(verdict.notices[1].bank_ref == "FT1/2");
  CHECK(verdict.notices[1].amount == ledger::Dong{35'000});
  CHECK(camt_verdict(camt_entry("85001", "CRDT", "BOOK", inside)).action == Action::review);
}

TEST_CASE("A doubtful camt.054 entry does not hold back the others") {
  const auto good = camt_entry("85000", "CRDT");
  const auto taken_back = camt_entry("70000", "DBIT", "BOOK", "<RvslInd>true</RvslInd>");
  const auto does_not_add_up = camt_entry(
      "85001", "CRDT", "BOOK",
      "<NtryDtls>" + details("50000", "R1", "a") + details("35000", "R2", "b") + "</NtryDtls>");
  const auto unreadable = camt_entry("8e4", "CRDT");
  for (const auto& doubtful : {taken_back, does_not_add_up, unreadable}) {
    for (const auto& entries : {good + doubtful, doubtful + good}) {
      const Verdict verdict = camt_verdict(entries);
      REQUIRE(verdict.action == Action::credit);
      REQUIRE(verdict.notices.size() == 1);
      CHECK(verdict.notices.front().amount == ledger::Dong{85'000});
      CHECK_FALSE(verdict.doubt.empty());
    }
  }
  CHECK(camt_verdict(good).doubt.empty());
}

TEST_CASE("A signed text that leaves fields out names itself, so that it can be held to them") {
  for (const std::string_view kind : {"bidv", "vietinbank", "mb-mms"}) {
    INFO(kind);
    const auto fields = transaction_of(kind);
    const auto good = verdict_on(kind, fields);
    CHECK(good.signed_text.size() == 64);
    const auto unsigned_name = kind == "bidv"         ? "customer_id"
                               : kind == "vietinbank" ? "recvAcctId"
                                                      : "terminalLabel";
    const auto other = verdict_on(kind, with(fields, unsigned_name, "\"999\""));
    CHECK(other.signed_text == good.signed_text);
    CHECK(other.notices.front().account != good.notices.front().account);
  }
  CHECK(verdict_on("payos", transaction_of("payos")).signed_text.empty());
}

TEST_CASE("The lines of a camt.054 transfer text are joined, entities decoded") {
  const std::string inside =
      "<NtryDtls><TxDtls><RmtInf><Ustrd>VQ7K2M rau &amp; </Ustrd><Ustrd><![CDATA[c&á]]></Ustrd>"
      "</RmtInf></TxDtls></NtryDtls>";
  const auto notice = camt_verdict(camt_entry("85000", "CRDT", "BOOK", inside)).notices.front();
  CHECK(notice.content == "VQ7K2M rau &c&á");
}

TEST_CASE("XML with a document type, other entities or great depth is refused") {
  const auto refused = [](const std::string& body) {
    return send("camt.054", source_of("camt.054"), with_headers("camt.054", body)).action ==
           Action::reject_malformed;
  };
  CHECK(refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" +
                camt(camt_entry("1", "CRDT"))));
  CHECK(refused(camt(camt_entry("1", "CRDT", "BOOK", "<X>&xxe;</X>"))));
  CHECK(refused(camt(camt_entry("1", "CRDT", "BOOK", "<X>a & b</X>"))));
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "<x>";
  for (int i = 0; i < 40; ++i) deep += "</x>";
  CHECK(refused(camt(deep)));
  CHECK(refused(camt(camt_entry("1", "CRDT")) + "<b/>"));
}

TEST_CASE("camt.054 takes a client certificate only when no secret is configured") {
  Source source = source_with("");
  const Message unsigned_message{{}, camt(camt_entry("85000", "CRDT"))};
  CHECK(send("camt.054", source, unsigned_message).action == Action::reject_auth);
  source.client_certificate = true;
  CHECK(send("camt.054", source, unsigned_message).action == Action::credit);
  source.secrets.current = Secret("whsec_AAAA");
  CHECK(send("camt.054", source, unsigned_message).action == Action::reject_auth);
}
