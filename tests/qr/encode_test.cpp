#include <catch2/catch.hpp>

#include <string>

#include "qr/emv_tlv.hpp"
#include "qr/vietqr.hpp"

using namespace chopay::qr;

namespace {

TransferCode stall_code() {
  TransferCode code;
  code.bin = "970436";
  code.account = "0071000123456";
  return code;
}

Errc refusal(const TransferCode& code, EncodeOptions options = {}) {
  const auto made = encode(code, options);
  REQUIRE(made.has_error());
  return made.error().code;
}

struct Golden {
  const char* bin;
  const char* account;
  Service service;
  std::int64_t amount_dong;  // 0: none
  const char* bill;
  const char* memo;
  const char* crc;
};

}  // namespace

TEST_CASE("Codes made from public examples end in the checksums of those examples") {
  // The example of a card transfer is made with the switch that allows card numbers.
  const Golden rows[] = {
      {"970416", "257678859", Service::to_account, 0, "", "", "AE9F"},
      {"970416", "257678859", Service::to_account, 10000, "", "Chuyen tien", "53E6"},
      {"970416", "257678859", Service::to_account, 999999, "", "Cam on nhe", "E786"},
      {"970407", "19030413601018", Service::to_account, 0, "", "", "0283"},
      {"970454", "99ZP24009M07248267", Service::to_account, 0, "", "", "073C"},
      {"970403", "0011012345678", Service::to_account, 0, "", "", "9E6F"},
      {"970403", "0011012345678", Service::to_account, 180000, "NPS6869", "thanh toan don hang",
       "2E2E"},
      {"970403", "9704031101234567", Service::to_card, 0, "", "", "4F52"},
      {"970403", "9704031101234567", Service::to_card, 180000, "NPS6869", "thanh toan don hang",
       "A203"},
      {"970415", "0011001932418", Service::to_account, 120000, "", "ung ho lu lut", "C15C"},
      {"970422", "VQRQ00027klkm", Service::to_account, 12000, "NPS6869", "41791304 SaB", "6F1F"},
      {"970407", "MS00P00000000647117", Service::to_account, 0, "", "", "4D07"},
      {"970423", "mynamebvh", Service::to_account, 50000, "", "test", "AB76"},
  };
  for (const Golden& row : rows) {
    TransferCode code;
    code.bin = row.bin;
    code.account = row.account;
    code.service = row.service;
    if (row.amount_dong > 0) code.amount_dong = row.amount_dong;
    code.additional.bill = row.bill;
    code.memo = row.memo;
    const std::string payload = encode(code, {.allow_card = true}).value();
    INFO(payload);
    CHECK(payload.substr(payload.size() - 8) == std::string("6304") + row.crc);
    CHECK(decode(payload, Mode::strict).has_value());
  }
}

TEST_CASE("A code without an amount is static, one with an amount is for one transfer") {
  TransferCode code = stall_code();
  CHECK(decode(encode(code).value()).value().field(1) == "11");
  CHECK(decode(encode(code).value()).value().amount().empty());
  code.amount_dong = 85'000;
  const Decoded read = decode(encode(code).value()).value();
  CHECK(read.field(1) == "12");
  CHECK(read.amount() == "85000");
  CHECK(read.amount_dong() == 85'000);
}

TEST_CASE("A memo of 26 characters is refused, not cut") {
  TransferCode code = stall_code();
  code.memo = std::string(25, 'x');
  CHECK(decode(encode(code).value()).value().memo() == code.memo);
  code.memo += 'x';
  CHECK(refusal(code) == Errc::field_too_long);
}

TEST_CASE("A memo with marks, signs or line ends is refused, not passed through") {
  for (const char* memo : {"Mận Hà Nội", "M\u00E2\u0323n", "a-b", "a_b", "a.b", "a\nb", "50%"}) {
    TransferCode code = stall_code();
    code.memo = memo;
    INFO(memo);
    CHECK(refusal(code) == Errc::bad_text);
  }
}

TEST_CASE("Amounts of zero, below zero and of half a billion are refused") {
  TransferCode code = stall_code();
  for (const std::int64_t amount : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{500'000'000}}) {
    code.amount_dong = amount;
    CHECK(refusal(code) == Errc::bad_amount);
  }
  for (const std::int64_t amount : {std::int64_t{1}, amount_dong_max}) {
    code.amount_dong = amount;
    CHECK(decode(encode(code).value()).value().amount_dong() == amount);
  }
}

TEST_CASE("An empty account, one of 20 characters or with other signs is refused") {
  TransferCode code = stall_code();
  code.account = std::string(19, '7');
  CHECK(encode(code).has_value());
  for (const char* account : {"", "12345678901234567890", "0071-000123", "0071 000", "٠١٢"}) {
    code.account = account;
    CHECK(refusal(code) == Errc::bad_account);
  }
}

TEST_CASE("A bank number that is not six digits or of no known bank is refused") {
  TransferCode code = stall_code();
  for (const char* bin : {"", "97043", "9704366", "97O436"}) {
    code.bin = bin;
    CHECK(refusal(code) == Errc::bad_bin);
  }
  code.bin = "123456";
  CHECK(refusal(code) == Errc::unknown_bank);
  CHECK(encode(code, {.allow_unknown_bank = true}).has_value());
}

TEST_CASE("A card number is not written unless asked for") {
  TransferCode code = stall_code();
  code.service = Service::to_card;
  CHECK(refusal(code) == Errc::card_refused);
  CHECK(decode(encode(code, {.allow_card = true}).value()).value().service_code() == "QRIBFTTC");
}

TEST_CASE("Additional data that does not fit into 99 characters together is refused") {
  TransferCode code = stall_code();
  code.additional.bill = std::string(25, 'b');
  code.additional.store = std::string(25, 's');
  code.memo = std::string(25, 'm');
  code.additional.terminal = std::string(8, 't');
  CHECK(find_tlv(encode(code).value(), 62).size() == 99);
  code.additional.terminal += 't';
  CHECK(refusal(code) == Errc::field_too_long);
}

TEST_CASE("Every additional field comes back as it was written") {
  TransferCode code = stall_code();
  code.additional = {"HD-1/24", "0912345678", "Q1", "***", "R7", "C 8", "T9", "AME"};
  code.memo = "PK7Q2M";
  const Decoded read = decode(encode(code).value(), Mode::strict).value();
  const char* wanted[] = {"HD-1/24", "0912345678", "Q1", "***", "R7", "C 8", "T9", "PK7Q2M", "AME"};
  for (int id = 1; id <= 9; ++id) CHECK(read.additional(id) == wanted[id - 1]);
  code.additional.data_request = "AA";
  CHECK(refusal(code) == Errc::bad_text);
  code.additional.data_request = "X";
  CHECK(refusal(code) == Errc::bad_text);
}

TEST_CASE("The name in Vietnamese stands in the language template, counted in characters") {
  TransferCode code = stall_code();
  code.merchant_name = "CO BAY TRAI CAY";
  code.merchant_city = "Can Tho";
  code.language = LanguageTemplate{"vi", "Cô Bảy trái cây miệt vườn", "Cần Thơ"};
  const Decoded read = decode(encode(code).value(), Mode::strict).value();
  CHECK(read.language(0) == "vi");
  CHECK(read.language(1) == "Cô Bảy trái cây miệt vườn");
  CHECK(read.language(2) == "Cần Thơ");
  CHECK(read.merchant_name() == "CO BAY TRAI CAY");
  code.language->name += "!";
  CHECK(refusal(code) == Errc::field_too_long);
  code.language->name = "\xC3";
  CHECK(refusal(code) == Errc::bad_text);
  code.language.reset();
  code.merchant_name = "Cô Bảy";
  CHECK(refusal(code) == Errc::bad_text);
}

TEST_CASE("Unreserved templates keep their identifier and value, each ID once") {
  TransferCode code = stall_code();
  code.unreserved = {{80, "vn.chopay", "k7"}, {99, "vn.market", ""}};
  const Decoded read = decode(encode(code).value(), Mode::strict).value();
  CHECK(find_tlv(read.field(80), 0) == "vn.chopay");
  CHECK(find_tlv(read.field(80), 1) == "k7");
  CHECK(find_tlv(read.field(99), 0) == "vn.market");
  code.unreserved[1].id = 80;
  CHECK(refusal(code) == Errc::duplicate_id);
  code.unreserved[1].id = 79;
  CHECK(refusal(code) == Errc::bad_text);
  code.unreserved = {{80, "vn.chopay", std::string(83, 'x')}};
  CHECK(refusal(code) == Errc::field_too_long);
}

TEST_CASE("A payload of more than 512 characters is refused") {
  TransferCode code = stall_code();
  for (int id = 80; id < 90; ++id) code.unreserved.push_back({id, "a", std::string(60, 'x')});
  CHECK(refusal(code) == Errc::payload_too_long);
}

TEST_CASE("A purchase code needs category, name and city, a cash code terminal and reference too") {
  TransferCode code = stall_code();
  code.service = Service::purchase;
  CHECK(refusal(code) == Errc::missing_field);
  code.category = "5411";
  code.merchant_name = "CO BAY";
  CHECK(refusal(code) == Errc::missing_field);
  code.merchant_city = "HANOI";
  CHECK(decode(encode(code).value(), Mode::strict).value().service_code() == "QRPUSH");
  code.service = Service::cash;
  CHECK(refusal(code) == Errc::bad_text);
  code.category = "6011";
  CHECK(refusal(code) == Errc::missing_field);
  code.additional.reference = "20260901";
  code.additional.terminal = "0001";
  CHECK(decode(encode(code).value(), Mode::strict).value().field(1) == "12");
}
