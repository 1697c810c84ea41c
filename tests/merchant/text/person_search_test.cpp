#include "merchant/person_search.hpp"

#include <catch2/catch.hpp>

using chopay::merchant::PersonSearch;
using chopay::merchant::read_json_escapes;

TEST_CASE("A person is found however the sender wrote the name") {
  const PersonSearch search{"Phạm Đình Thọ"};
  CHECK(search.is_found_in(R"({"name":"Phạm Đình Thọ"})"));
  CHECK(search.is_found_in("PHAM DINH THO chuyen tien"));
  CHECK(search.is_found_in(R"({"name":"Ph\u1ea1m \u0110\u00ecnh Th\u1ECD"})"));
  CHECK(search.is_found_in(R"({"name":"Pha\u0323m \u0110i\u0300nh Tho\u0323"})"));
  CHECK(search.is_found_in(R"({"body":"{\"name\":\"Ph\\u1ea1m \\u0110\\u00ecnh Th\\u1ecd\"}"})"));
  CHECK_FALSE(search.is_found_in("PHAM DINH THU"));
  CHECK(PersonSearch{"pham dinh tho"}.is_found_in("Phạm Đình Thọ"));
}

TEST_CASE("A text with a backslash is found as it stands and as it is meant") {
  const PersonSearch search{R"(A\B)"};
  CHECK(search.is_found_in(R"(a\b)"));
  CHECK(search.is_found_in(R"("a\\b")"));
}

TEST_CASE("What leaves nothing to look for is said to be empty") {
  CHECK(PersonSearch{""}.is_empty());
  CHECK(PersonSearch{"\xCC\xA3"}.is_empty());  // a mark without a letter
  CHECK(PersonSearch{"\xFF"}.is_empty());
  CHECK_FALSE(PersonSearch{"Ọ"}.is_empty());
}

TEST_CASE("Escapes of JSON are read, and what is none stays as it is") {
  CHECK(read_json_escapes(R"(\"\\\/\b\f\n\r\t)") == "\"\\/\b\f\n\r\t");
  CHECK(read_json_escapes(R"(\u0041\u00e9\u20ab\ud83d\ude00)") == "Aé₫😀");
  for (const char* text : {R"(\)", R"(a\)", R"(\x41)", R"(\u12)", R"(\u12g4)", R"(\u-123)",
                           R"(\ud83d)", R"(\ud83dx)", R"(\ude00)"}) {
    INFO(text);
    CHECK(read_json_escapes(text) == text);
  }
  CHECK(read_json_escapes(R"(\ud83d\u0041)") == R"(\ud83dA)");
}
