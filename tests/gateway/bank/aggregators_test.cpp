#include <catch2/catch.hpp>

#include "tests/gateway/bank/samples.hpp"

// Casso, payOS, SePay's IPN, Pay2S, Tingee.
using namespace chopay;
using namespace chopay::bank;
using namespace chopay::bank::testing;

namespace {

Verdict casso_v1(const std::string& data) {
  return send("casso-v1", source_of("casso-v1"),
              with_headers("casso-v1", R"({"error":0,"data":[)" + data + "]}"));
}

std::string casso_item(std::string id, std::string amount) {
  return json_of(
      with(with(transaction_of("casso-v1"), "id", std::move(id)), "amount", std::move(amount)));
}

Verdict payos_with(std::string_view name, std::string value) {
  return verdict_on("payos", with(transaction_of("payos"), name, std::move(value)));
}

Verdict ipn_with(std::string_view name, std::string value) {
  return verdict_on("sepay-ipn", with(transaction_of("sepay-ipn"), name, std::move(value)));
}

}  // namespace

TEST_CASE("Casso v1 brings several transactions in one call, outgoing ones among them") {
  const Verdict verdict = casso_v1(casso_item("1", "5000") + "," + casso_item("2", "-7000"));
  REQUIRE(verdict.action == Action::batch);
  REQUIRE(verdict.notices.size() == 2);
  CHECK(verdict.notices[0].direction == merchant::Direction::in);
  CHECK(verdict.notices[1].direction == merchant::Direction::out);
  CHECK(verdict.notices[1].amount == ledger::Dong{7000});
  CHECK(casso_v1(casso_item("1", "-5000")).action == Action::ignore_outgoing);
  CHECK(casso_v1("").action == Action::ping);
  CHECK(casso_v1(casso_item("0", "5000")).action == Action::ping);
}

TEST_CASE("One unreadable transaction makes the whole call of Casso malformed") {
  const Verdict verdict = casso_v1(casso_item("1", "5000") + "," + casso_item("2", "0.5"));
  CHECK(verdict.action == Action::reject_malformed);
  CHECK(verdict.notices.empty());
}

TEST_CASE("A Casso v1 transaction may have a day only, and no reference") {
  Fields item = with(transaction_of("casso-v1"), "when", "\"2026-11-24\"");
  item = with(item, "tid", "\"\"");
  const auto notice = verdict_on("casso-v1", item).notices.front();
  CHECK(ledger::format_instant(notice.occurred_at) == "2026-11-23T17:00:00.000Z");
  CHECK(notice.bank_ref == "casso:7");
}

TEST_CASE("Casso v2 is verified over sorted keys, however the body is ordered and spaced") {
  Message message = sample("casso-v2");
  Fields backwards = transaction_of("casso-v2");
  std::reverse(backwards.begin(), backwards.end());
  message.body = R"({ "error" : 0, "data" : )" + json_of(backwards) + "}";
  CHECK(send("casso-v2", source_of("casso-v2"), message).action == Action::credit);
  message.body = R"({"error":1,"data":)" + json_of(backwards) + "}";
  CHECK(send("casso-v2", source_of("casso-v2"), message).action == Action::reject_auth);
}

TEST_CASE("Casso v2 text beyond ASCII is verified as JavaScript and as PHP write it") {
  const Fields data = with(transaction_of("casso-v2"), "description", "\"rau muống 1/2 🥬\"");
  CHECK(verdict_on("casso-v2", data).action == Action::credit);
  Message php = signed_by("casso-v2", with(transaction_of("casso-v2"), "description",
                                           R"("rau mu\u1ed1ng 1\/2 \ud83e\udd6c")"));
  php.body = signed_by("casso-v2", data).body;
  const Verdict verdict = send("casso-v2", source_of("casso-v2"), php);
  REQUIRE(verdict.action == Action::credit);
  CHECK(verdict.notices.front().content == "rau muống 1/2 🥬");
}

TEST_CASE("Casso's time is judged in milliseconds, unless the source says not to") {
  Source source = source_of("casso-v2");
  CHECK(send("casso-v2", source, sample("casso-v2"), now_unix + 300).action == Action::credit);
  CHECK(send("casso-v2", source, sample("casso-v2"), now_unix + 301).action ==
        Action::reject_stale);
  source.tolerance = std::nullopt;
  CHECK(send("casso-v2", source, sample("casso-v2"), now_unix + 99'999).action == Action::credit);
}

TEST_CASE("payOS decides by data.code and knows its own confirmation") {
  CHECK(payos_with("code", "\"01\"").action == Action::ignore_failed);
  CHECK(payos_with("currency", "\"USD\"").action == Action::ignore_failed);
  Fields sample_order = with(transaction_of("payos"), "orderCode", "123");
  CHECK(verdict_on("payos", sample_order).action == Action::credit);
  sample_order = with(sample_order, "description", "\"VQRIO123\"");
  CHECK(verdict_on("payos", sample_order).action == Action::ping);
}

TEST_CASE("payOS fields must have their types, though the signature would fit") {
  CHECK(payos_with("amount", "\"85000\"").action == Action::reject_malformed);
  CHECK(payos_with("amount", "85000.5").action == Action::reject_malformed);
  CHECK(payos_with("orderCode", "\"9001\"").action == Action::reject_malformed);
  CHECK(payos_with("reference", "17").action == Action::reject_malformed);
  CHECK(payos_with("description", "null").action == Action::reject_malformed);
  for (const char* name : {"orderCode", "amount", "description", "accountNumber", "reference",
                           "transactionDateTime", "currency", "paymentLinkId", "code"}) {
    INFO(name);
    CHECK(verdict_on("payos", without(transaction_of("payos"), name)).action ==
          Action::reject_malformed);
  }
}

TEST_CASE("A payOS field cannot be hidden inside another one with the same signature") {
  // The signer's text "…&virtualAccountName=&virtualAccountNumber=VA01" read as one field.
  const Fields honest = with(transaction_of("payos"), "virtualAccountName", "\"\"");
  Message moved = signed_by("payos", honest);
  const Fields forged = with(without(honest, "virtualAccountNumber"), "virtualAccountName",
                             "\"&virtualAccountNumber=VA01\"");
  const auto at = moved.body.find(json_of(honest));
  REQUIRE(at != std::string::npos);
  moved.body.replace(at, json_of(honest).size(), json_of(forged));
  const Verdict verdict = send("payos", source_of("payos"), moved);
  CHECK(verdict.action == Action::reject_malformed);
  CHECK(verdict.field == "virtualAccountNumber");
}

TEST_CASE("The payOS signature is lower-case hex and must be there") {
  Message message = sample("payos");
  const auto at = message.body.find(R"("signature":")") + 13;
  for (std::size_t i = at; message.body[i] != '"'; ++i)
    message.body[i] = static_cast<char>(std::toupper(message.body[i]));
  CHECK(send("payos", source_of("payos"), message).action == Action::reject_auth);
  message.body = R"({"data":)" + json_of(transaction_of("payos")) + "}";
  CHECK(send("payos", source_of("payos"), message).action == Action::reject_auth);
}

TEST_CASE("SePay's IPN counts only approved bank transfers in VND") {
  CHECK(ipn_with("transaction_status", "\"DECLINED\"").action == Action::ignore_failed);
  CHECK(ipn_with("transaction_type", "\"REFUND\"").action == Action::ignore_failed);
  CHECK(ipn_with("payment_method", "\"CARD\"").action == Action::ignore_failed);
  CHECK(ipn_with("transaction_currency", "\"USD\"").action == Action::ignore_failed);
  CHECK(ipn_with("transaction_amount", "\"85000.50\"").action == Action::reject_malformed);
  CHECK(ipn_with("transaction_amount", "\"8.5e4\"").action == Action::reject_malformed);
  CHECK(ipn_with("transaction_amount", "\"-85000\"").action == Action::reject_malformed);
  const auto notice = verdict_on("sepay-ipn", transaction_of("sepay-ipn")).notices.front();
  CHECK(notice.content == "VQ7K2M");
  CHECK(notice.account.empty());
}

TEST_CASE("Pay2S tells the direction in capitals") {
  const Fields item = transaction_of("pay2s");
  CHECK(verdict_on("pay2s", with(item, "transferType", "\"OUT\"")).action ==
        Action::ignore_outgoing);
  CHECK(verdict_on("pay2s", with(item, "transferType", "\"in\"")).action == Action::ignore_failed);
  CHECK(verdict_on("pay2s", item).notices.front().bank_ref == "3516");
  CHECK(verdict_on("pay2s", without(item, "transactionNumber")).notices.front().bank_ref ==
        "pay2s:501");
}

TEST_CASE("Tingee's signed time is Vietnam's clock to the millisecond") {
  CHECK(send("tingee", source_of("tingee"), sample("tingee"), now_unix + 300).action ==
        Action::credit);
  CHECK(send("tingee", source_of("tingee"), sample("tingee"), now_unix + 301).action ==
        Action::reject_stale);
  Message message = sample("tingee");
  message.headers[0].second = "20261124065107";
  CHECK(send("tingee", source_of("tingee"), message).action == Action::reject_auth);
}
