#include "qr/decode.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "qr/crc16.hpp"

using namespace chopay::qr;

namespace {

std::string object(int id, const std::string& value, std::size_t length = 0) {
  const std::size_t size = length ? length : value.size();
  const std::string digits = std::to_string(1000000 + id * 100 + static_cast<int>(size));
  return digits.substr(3) + value;
}

std::string sealed(std::string body) {
  body += "6304";
  char crc[4];
  write_crc_hex(crc16(body), crc);
  return body.append(crc, 4);
}

const std::string beneficiary = object(0, "970422") + object(1, "99MM24011M348");

std::string napas(int id, const std::string& who = beneficiary) {
  return object(id, object(0, "A000000727") + object(1, who) + object(2, "QRIBFTTA"));
}

const std::string begin = "000201010211";
const std::string end = "53037045802VN";

Errc refusal(const std::string& payload) {
  const auto read = decode(payload);
  REQUIRE(read.has_error());
  return read.error().code;
}

bool breaks(const Decoded& code, const std::string& name) {
  const auto& all = code.violations();
  return std::any_of(all.begin(), all.end(), [&](const Violation& v) { return v.name() == name; });
}

}  // namespace

TEST_CASE("The NAPAS identifier makes a VietQR, whatever the template's number") {
  for (const int id : {26, 38, 51}) {
    const Decoded read = decode(sealed(begin + napas(id) + end), Mode::strict).value();
    CHECK(read.scheme() == Scheme::vietqr);
    CHECK(read.bin() == "970422");
    CHECK(read.account() == "99MM24011M348");
    CHECK(read.napas_id() == id);
  }
}

TEST_CASE("Template 38 with another identifier is not a VietQR") {
  const std::string lao =
      object(38, object(0, "A005266284662577") + object(1, "27710418") + object(2, "002"));
  const Decoded read = decode(sealed(begin + lao + "53034185802LA")).value();
  CHECK(read.scheme() == Scheme::lao_qr);
  CHECK(read.bin().empty());
}

TEST_CASE("The schemes of the neighbours are told apart") {
  const auto scheme = [](int id, const std::string& guid, const std::string& tail) {
    const std::string account = object(id, object(0, guid) + object(1, "0066812345678"));
    return scheme_name(decode(sealed(begin + account + tail)).value().scheme());
  };
  CHECK(scheme(29, "A000000677010111", "53037645802TH") == "PromptPay");
  CHECK(scheme(30, "A000000677010112", "53037645802TH") == "PromptPay");
  CHECK(scheme(26, "ID.CO.BANK.WWW", "53033605802ID") == "QRIS");
  CHECK(scheme(26, "A0000006150001", "53034585802MY") == "DuitNow");
  CHECK(scheme(26, "SG.PAYNOW", "53037025802SG") == "PayNow");
  CHECK(scheme(51, "SG.SGQR", "53037025802SG") == "PayNow/SGQR");
  CHECK(scheme(29, "dara@bank", "53031165802KH") == "KHQR");
  CHECK(scheme(29, "dara@bank", "53037045802VN") == "EMV-other");
  CHECK(scheme(26, "A000000775", "53037045802VN") == "VNPAY");
}

TEST_CASE("A wallet's own template beside the NAPAS one does not hide the account") {
  const std::string wallet = object(26, object(0, "vn.zalopay") + object(1, "x7"));
  const std::string union_pay = object(15, "3970070400520446000093628102009");
  const Decoded read = decode(sealed(begin + union_pay + wallet + napas(38) + end)).value();
  CHECK(read.scheme() == Scheme::vietqr);
  CHECK(read.account() == "99MM24011M348");
  REQUIRE(read.merchant_accounts().size() == 3);
  CHECK(read.merchant_accounts()[1].guid == "vn.zalopay");
}

TEST_CASE("Two beneficiaries in one payload are refused: which one would be paid?") {
  CHECK(refusal(sealed(begin + napas(38) + napas(39) + end)) == Errc::two_beneficiaries);
  const std::string twice = beneficiary + object(1, "111111");
  CHECK(refusal(sealed(begin + napas(38, twice) + end)) == Errc::duplicate_id);
}

TEST_CASE("An account longer than declared is refused, not shortened by a digit") {
  const std::string drift = object(0, "970422") + object(1, "0011012345678", 12);
  const auto read = decode(sealed(begin + napas(38, drift) + end));
  REQUIRE(read.has_error());
  CHECK(read.error().code == Errc::trailing);
  CHECK(read.error().detail == "38-01");
  CHECK(read.error().at == 12 + 4 + 14 + 4 + 10 + 16);
}

TEST_CASE("A beneficiary without account or bank is refused") {
  CHECK(refusal(sealed(begin + napas(38, object(0, "970422")) + end)) == Errc::no_beneficiary);
  CHECK(refusal(sealed(begin + napas(38, object(1, "1234567")) + end)) == Errc::no_beneficiary);
  const std::string bare = object(38, object(0, "A000000727") + object(2, "QRIBFTTA"));
  CHECK(refusal(sealed(begin + bare + end)) == Errc::no_beneficiary);
}

TEST_CASE("A changed digit, a missing and a misplaced checksum are told apart") {
  std::string payload = sealed(begin + napas(38) + end);
  CHECK(refusal(payload.substr(0, payload.size() - 8)) == Errc::no_crc);
  CHECK(refusal(payload + object(80, "x")) == Errc::crc_not_last);
  payload[60] = payload[60] == '1' ? '2' : '1';
  CHECK(refusal(payload) == Errc::crc_mismatch);
  CHECK(refusal(begin + napas(38) + end + "6304XYZ0") == Errc::no_crc);
}

TEST_CASE("A lower-case checksum is read and reported") {
  std::string payload;
  for (int i = 0; payload.find_first_of("ABCDEF", payload.size() - 4) == std::string::npos; ++i) {
    payload = sealed(begin + napas(38) + end + object(62, object(8, "m" + std::to_string(i))));
  }
  for (std::size_t i = payload.size() - 4; i < payload.size(); ++i) {
    payload[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(payload[i])));
  }
  const Decoded read = decode(payload).value();
  CHECK(breaks(read, "CRC_LOWERCASE"));
  const auto strict = decode(payload, Mode::strict);
  REQUIRE(strict.has_error());
  CHECK(strict.error().code == Errc::not_strict);
  CHECK(strict.error().detail == "CRC_LOWERCASE");
}

TEST_CASE("The second of two amounts does not win: duplicates are refused") {
  const std::string two = object(54, "50000") + object(54, "5000000");
  CHECK(refusal(sealed(begin + napas(38) + two + end)) == Errc::duplicate_id);
}

TEST_CASE("Text around the payload is refused") {
  const std::string payload = sealed(begin + napas(38) + end);
  CHECK(refusal("\xEF\xBB\xBF" + payload) == Errc::bad_id);
  CHECK(refusal(payload + "\n") == Errc::trailing);
  CHECK(refusal(" " + payload) == Errc::bad_id);
  CHECK(refusal("") == Errc::no_crc);
  CHECK(refusal(std::string("\0\0\0\0\0", 5)) == Errc::bad_id);
  CHECK(refusal("hQVDUFYwMWETTwegAAAABVUBAVcxVgNqaW") == Errc::customer_code);
  CHECK(refusal("\xC3\x28") == Errc::not_utf8);
  CHECK(refusal(std::string(513, '0')) == Errc::payload_too_long);
  CHECK(refusal(std::string(5'000'000, '0')) == Errc::payload_too_long);
}

TEST_CASE("Unreserved objects that are not TLV stay opaque and do not fail the code") {
  const Decoded read = decode(sealed(begin + napas(38) + end + object(80, "046"))).value();
  CHECK(read.field(80) == "046");
  CHECK(breaks(read, "UNRESERVED_NOT_TLV_80"));
}

TEST_CASE("Amounts are judged by the decimals of their currency") {
  const auto amount = [](const std::string& text) {
    return decode(sealed(begin + napas(38) + object(54, text) + end)).value();
  };
  CHECK(amount("50000").amount_dong() == 50'000);
  CHECK(amount("50000.").amount_dong() == 50'000);
  CHECK(amount("50000.").strict_ok());
  for (const char* bad : {"0", "50,000", "50 000", "-5", "50000.50", "1.2.3", ".", "1e5"}) {
    INFO(bad);
    CHECK(breaks(amount(bad), "AMOUNT_FORMAT"));
    CHECK_FALSE(amount(bad).amount_dong());
  }
  const std::string yuan = object(54, "23.72") + "53031565802CN";
  const Decoded foreign = decode(sealed(begin + napas(38) + yuan)).value();
  CHECK(foreign.strict_ok());
  CHECK_FALSE(foreign.amount_dong());
}

TEST_CASE("Broken rules are named with their field and limit") {
  const Decoded read =
      decode(sealed("000201010213" + napas(38) + end + object(59, std::string(26, 'n')) +
                    object(62, object(8, std::string(26, 'm')) + object(9, "AA"))))
          .value();
  CHECK(breaks(read, "INIT_METHOD_RFU"));
  CHECK(breaks(read, "LEN_59_OVER_25"));
  CHECK(breaks(read, "LEN_62_08_OVER_25"));
  CHECK(breaks(read, "BAD_62_09"));
  for (const Violation& violation : read.violations()) CHECK(violation.at < read.payload().size());
}

TEST_CASE("A result stays right when it is copied and moved") {
  Decoded first = decode(sealed(begin + napas(38) + end)).value();
  const Decoded copy = first;
  const Decoded moved = std::move(first);
  CHECK(copy.account() == "99MM24011M348");
  CHECK(moved.account() == "99MM24011M348");
  CHECK(copy.account().data() != moved.account().data());
  CHECK(copy.field(100).empty());
  CHECK(copy.field(-1).empty());
}

TEST_CASE("Every single damaged character of a code is noticed") {
  const std::string payload = sealed(begin + napas(38) + end);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    for (const char c : {'0', 'Z', ' ', '\n', '\xFF'}) {
      std::string damaged = payload;
      if (damaged[i] == c) continue;
      damaged[i] = c;
      CHECK(decode(damaged).has_error());
    }
    CHECK(decode(payload.substr(0, i)).has_error());
  }
}
