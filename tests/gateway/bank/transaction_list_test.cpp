#include "gateway/bank/transaction_list.hpp"

#include <catch2/catch.hpp>

#include "gateway/bank/sepay.hpp"

using namespace chopay;
using namespace chopay::bank;

namespace {

Source source() {
  Source source;
  source.id = "sepay-main";
  source.scheme = Scheme::none;
  source.lookup = [](std::string_view name) {
    return std::string{name == "Vietcombank" || name == "VCB" ? "970436" : ""};
  };
  return source;
}

ledger::Instant instant(std::string_view text) {
  return ledger::parse_instant(text).value();
}

const ListWindow window{instant("2026-11-24T01:30:00.000Z"), instant("2026-11-24T18:05:09.000Z"),
                        3};

const std::string sepay_page =
    R"({"status":"success","data":[)"
    R"({"id":"07ad3dc9-0000-4000-8000-0afffe87053b","transaction_date":"2026-11-24 14:02:37",)"
    R"("account_number":"1017595600","va":"","transfer_type":"in","amount_in":85000,"amount_out":0,)"
    R"("accumulated":0,"transaction_content":"tien hang A01","reference_number":"FT26328001",)"
    R"("code":null,"bank_brand_name":"Vietcombank"},)"
    R"({"id":"b","transaction_date":"2026-11-24 14:03:00","account_number":"1017595600",)"
    R"("transfer_type":"out","amount_in":0,"amount_out":5000,"reference_number":"FT26328002",)"
    R"("bank_brand_name":"Vietcombank"},)"
    R"({"id":"c","transaction_date":"2026-11-24 14:04:00","account_number":"1017595600",)"
    R"("transfer_type":"in","amount_in":7000,"reference_number":"","bank_brand_name":"VCB"},)"
    R"({"id":"d","transaction_date":"yesterday","account_number":"1017595600",)"
    R"("transfer_type":"in","amount_in":7000,"reference_number":"X","bank_brand_name":"VCB"}],)"
    R"("meta":{"pagination":{"total":400,"current_page":3,"last_page":4,"has_more":true}}})";

}  // namespace

TEST_CASE("SePay is asked for the window by Vietnam's clock, the oldest first") {
  CHECK(find_transaction_list("sepay")->query(window) ==
        "transaction_date_from=2026-11-24%2008:30:00&transaction_date_to=2026-11-25%2001:05:09"
        "&transaction_date_sort=asc&per_page=100&page=3");
}

TEST_CASE("Casso is asked for the days of the window by Vietnam's clock") {
  CHECK(find_transaction_list("casso")->query(window) ==
        "fromDate=2026-11-24&toDate=2026-11-25&sort=ASC&pageSize=100&page=3");
}

TEST_CASE("SePay's rows are notices; one without reference or without a time holds back no other") {
  const auto page = find_transaction_list("sepay")->read(sepay_page, source());
  REQUIRE(page.has_value());
  CHECK(page->more);
  CHECK(page->unusable == 2);
  REQUIRE(page->notices.size() == 2);
  CHECK(page->notices[0].amount == ledger::Dong{85'000});
  CHECK(page->notices[0].direction == merchant::Direction::in);
  CHECK(page->notices[0].content == "tien hang A01");
  CHECK(page->notices[1].direction == merchant::Direction::out);
  CHECK(page->notices[1].amount == ledger::Dong{5'000});
}

TEST_CASE("A row of SePay's list has the key of the callback that tells the same transfer") {
  const auto listed = find_transaction_list("sepay")->read(sepay_page, source())->notices.front();
  const std::string body =
      R"({"id":92704,"gateway":"Vietcombank","transactionDate":"2026-11-24 14:02:37",)"
      R"("accountNumber":"1017595600","content":"tien hang A01","transferType":"in",)"
      R"("transferAmount":85000,"subAccount":null,"referenceCode":"FT26328001"})";
  const http::Headers headers;
  const auto told = sepay_verdict({"POST", "", headers, body}, source(), window.to).notices.at(0);
  CHECK(listed.bank == told.bank);
  CHECK(listed.account == told.account);
  CHECK(listed.bank_ref == told.bank_ref);
  CHECK(listed.day == told.day);
  CHECK(listed.amount == told.amount);
}

TEST_CASE("Casso's rows are notices; a negative amount went out, and a next page is named") {
  const auto page = find_transaction_list("casso")->read(
      R"({"error":0,"message":"success","data":{"page":1,"nextPage":2,"records":[)"
      R"({"id":1,"tid":"TF80307914","amount":200500,"description":"DH35",)"
      R"("when":"2026-11-24 09:10:11","bankSubAccId":"123456789","bankAbbreviation":"VCB",)"
      R"("corresponsiveName":"NGUYEN VAN A"},)"
      R"({"id":2,"tid":"TF80307915","amount":-500,"description":"phi","when":"2026-11-24 09:11:00",)"
      R"("bankSubAccId":"123456789","bankAbbreviation":"VCB"}]}})",
      source());
  REQUIRE(page.has_value());
  CHECK(page->more);
  REQUIRE(page->notices.size() == 2);
  CHECK(page->notices[0].bank == "970436");
  CHECK(page->notices[0].payer_name == "NGUYEN VAN A");
  CHECK(page->notices[1].direction == merchant::Direction::out);
  CHECK(page->notices[1].amount == ledger::Dong{500});
  const auto last = find_transaction_list("casso")->read(
      R"({"error":0,"data":{"page":2,"nextPage":null,"records":[]}})", source());
  REQUIRE(last.has_value());
  CHECK_FALSE(last->more);
}

TEST_CASE("What is no list is an error, not an empty list") {
  for (const char* body : {"", "[]", "{}", R"({"data":null})", R"({"data":{"records":{}}})"}) {
    CHECK_FALSE(find_transaction_list("sepay")->read(body, source()).has_value());
    CHECK_FALSE(find_transaction_list("casso")->read(body, source()).has_value());
  }
  CHECK(find_transaction_list("payos") == nullptr);
}
