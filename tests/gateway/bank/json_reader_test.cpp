#include "gateway/bank/json_reader.hpp"

#include <catch2/catch.hpp>

#include <string>

#include "gateway/bank/error.hpp"

using namespace chopay::bank;

namespace {

boost::system::error_code error_of(const std::string& text) {
  JsonDocument document;
  const auto root = document.parse(text);
  return root ? boost::system::error_code{} : root.error().code;
}

}  // namespace

TEST_CASE("A number keeps its text, however large") {
  const std::string text = R"({"a":10000000000000000000000,"b":1.50,"c":-7})";
  JsonDocument document;
  const auto root = document.parse(text);
  REQUIRE(root.has_value());
  CHECK(root->find("a")->text() == "10000000000000000000000");
  CHECK(root->find("b")->text() == "1.50");
  CHECK(root->find("c")->text() == "-7");
}

TEST_CASE("Escapes are decoded, and raw UTF-8 stays as it is") {
  const std::string text = R"({"k\u0065y":"rau mu\u1ed1ng \ud83e\udd6c \"x\"\/","t":"rau muống"})";
  JsonDocument document;
  const auto root = document.parse(text);
  REQUIRE(root.has_value());
  CHECK(root->find("key")->text() == "rau muống 🥬 \"x\"/");
  CHECK(root->find("t")->text() == "rau muống");
}

TEST_CASE("Containers are walked in the order of the text") {
  const std::string text = R"({"list":[1,[2],{"x":3},"4",null,true],"empty":[]})";
  JsonDocument document;
  const auto root = document.parse(text);
  REQUIRE(root.has_value());
  const auto list = *root->find("list");
  REQUIRE(list.size() == 6);
  std::string kinds;
  for (const auto value : list) kinds += std::to_string(static_cast<int>(value.kind()));
  CHECK(kinds == "245301");
  CHECK(root->find("empty")->size() == 0);
  CHECK_FALSE(root->find("absent"));
}

TEST_CASE("An object with the same key twice is refused, also when one is escaped") {
  CHECK(error_of(R"({"a":1,"a":1})") == Errc::duplicate_key);
  CHECK(error_of(R"({"a":1,"\u0061":1})") == Errc::duplicate_key);
  CHECK(error_of(R"({"a":{"b":1,"c":{},"b":2}})") == Errc::duplicate_key);
  CHECK_FALSE(error_of(R"([{"a":1},{"a":2}])"));
}

TEST_CASE("What is not JSON is refused") {
  for (const char* text : {"", " ", "{", "{}{}", "{\"a\":1,}", "{\"a\":01}", "{'a':1}", "nul",
                           "{\"a\":NaN}", "[1]x", "{\"a\":\"\x01\"}", "\xEF\xBB\xBF{}", "/**/{}"}) {
    INFO(text);
    CHECK(error_of(text) == Errc::bad_json);
  }
  CHECK_FALSE(error_of(" {} \n"));
}

TEST_CASE("Invalid UTF-8 is refused") {
  CHECK(error_of("{\"a\":\"\xFF\"}") == Errc::bad_json);
  CHECK(error_of("{\"a\":\"\xC0\xAF\"}") == Errc::bad_json);
  CHECK(error_of("{\"a\":\"\xED\xA0\x80\"}") == Errc::bad_json);
  CHECK(error_of("{\"\xE1\xBB\":1}") == Errc::bad_json);
}

TEST_CASE("Depth, size and the number of members have limits") {
  CHECK_FALSE(error_of(std::string(16, '[') + std::string(16, ']')));
  CHECK(error_of(std::string(17, '[') + std::string(17, ']')) == Errc::too_deep);
  CHECK(error_of(std::string(60'000, '[')) == Errc::too_deep);
  CHECK(error_of("\"" + std::string(64 * 1024, 'x') + "\"") == Errc::too_large);
  std::string many = "{";
  for (int i = 0; i < 129; ++i) many += (i ? ",\"" : "\"") + std::to_string(i) + "\":0";
  CHECK(error_of(many + "}") == Errc::too_large);
  std::string list = "[0";
  for (int i = 0; i < 8192; ++i) list += ",0";
  CHECK(error_of(list + "]") == Errc::too_large);
}

TEST_CASE("Whole numbers are read exactly or not at all") {
  CHECK(whole_number("45000") == 45000);
  CHECK(whole_number("2277000.0") == 2277000);
  CHECK(whole_number("100000.00") == 100000);
  CHECK(whole_number("45e3") == 45000);
  CHECK(whole_number("4.5E+4") == 45000);
  CHECK(whole_number("450000e-1") == 45000);
  CHECK(whole_number("-12") == -12);
  CHECK(whole_number("-0.0") == 0);
  CHECK(whole_number("0e9") == 0);
  CHECK(whole_number("9223372036854775807") == 9223372036854775807);
  for (const char* text : {"2277000.5", "0.1", "45e-4", "1e19", "9223372036854775808",
                           "10000000000000000000", "1e400", "", "-", ".5", "5.", "1e", "1e+",
                           "1.0x", "0x10", " 1", "+1", "1,000", "1e99999999999999999999"}) {
    INFO(text);
    CHECK(whole_number(text) == std::nullopt);
  }
}
