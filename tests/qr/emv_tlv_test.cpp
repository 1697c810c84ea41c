#include "qr/emv_tlv.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace chopay::qr;

namespace {

Errc error_of(std::string_view text) {
  TlvReader reader(text);
  TlvField field;
  while (reader.next(field)) {
  }
  REQUIRE(reader.failed());
  return reader.error();
}

}  // namespace

TEST_CASE("Objects come in their order with the offset of their ID") {
  TlvReader reader("0002015303704");
  TlvField field;
  REQUIRE(reader.next(field));
  CHECK((field.id == 0 && field.value == "01" && field.at == 0));
  REQUIRE(reader.next(field));
  CHECK((field.id == 53 && field.value == "704" && field.at == 6));
  CHECK_FALSE(reader.next(field));
  CHECK_FALSE(reader.failed());
}

TEST_CASE("A length counts characters, not bytes") {
  CHECK(find_tlv("0104最佳运输0202北京", 1) == "最佳运输");
  CHECK(find_tlv("0104最佳运输0202北京", 2) == "北京");
  CHECK(error_of("0112最佳运输") == Errc::overrun);
}

TEST_CASE("A malformed object stops the reading where it begins") {
  CHECK(error_of("0A02xx") == Errc::bad_id);
  CHECK(error_of("010xab") == Errc::bad_length);
  CHECK(error_of("0100") == Errc::zero_length);
  CHECK(error_of("0105abcd") == Errc::overrun);
  CHECK(error_of("0101a02") == Errc::trailing);
  CHECK(error_of("01") == Errc::trailing);
  CHECK(error_of("０１02ab") == Errc::bad_id);
  TlvReader reader("0101a0x01b");
  TlvField field;
  REQUIRE(reader.next(field));
  CHECK_FALSE(reader.next(field));
  CHECK(reader.at() == 5);
  CHECK_FALSE(reader.next(field));
}

TEST_CASE("UTF-8 with overlong forms, surrogates or a cut tail is no UTF-8") {
  CHECK(is_utf8("Chợ Bến Thành"));
  CHECK(is_utf8("\xF0\x9F\x8D\x9C"));
  CHECK_FALSE(is_utf8("\xC0\xAF"));
  CHECK_FALSE(is_utf8("\xE0\x80\x80"));
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));
  CHECK_FALSE(is_utf8("\xE1\xBB"));
  CHECK_FALSE(is_utf8("a\x80"));
}
