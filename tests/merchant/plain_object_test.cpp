#include "merchant/plain_object.hpp"

#include <catch2/catch.hpp>

using chopay::merchant::PlainObject;

TEST_CASE("A plain object gives its strings by name, and nothing for a name it lacks") {
  const auto object = PlainObject::read(R"({"source":"sepay-1","reason":"code","empty":""})");
  REQUIRE(object);
  CHECK(object->text("source") == "sepay-1");
  CHECK(object->text("reason") == "code");
  CHECK(object->text("empty").empty());
  CHECK(object->text("sourc").empty());
}

TEST_CASE("Text that is no object of plain strings is not read, wherever it breaks off") {
  const std::string_view whole = R"({"a":"1","b":"2"})";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    INFO(whole.substr(0, length));
    CHECK_FALSE(PlainObject::read(whole.substr(0, length)));
  }
  for (const std::string_view other :
       {R"({"a":1})", R"({"a":{"b":"1"}})", R"({"a":"\"1"})", R"({"a\n":"1"})", R"({ "a":"1"})",
        R"({"a":"1"} )", R"({"a":"1",})", R"(["a"])", "{}", R"({"a":"1"}{"b":"2"})"}) {
    INFO(other);
    CHECK_FALSE(PlainObject::read(other));
  }
}

TEST_CASE("More fields than a plain object holds are refused, not cut off") {
  std::string text = "{";
  for (std::size_t i = 0; i < PlainObject::fields_max; ++i) text += R"("a":"1",)";
  CHECK(PlainObject::read(text.substr(0, text.size() - 1) + "}"));
  CHECK_FALSE(PlainObject::read(text + R"("a":"1"})"));
}
