#include "gateway/pages/words.hpp"

#include <catch2/catch.hpp>

#include "gateway/pages/embedded.hpp"
#include "sample.hpp"

using namespace chopay::pages;

TEST_CASE("Every phrase of every template is there in both languages") {
  for (const auto* name : {"pay.html", "pay_apps.html", "pay_code.html", "pay_preview.html",
                           "set_up_done.html", "set_up_form.html", "set_up_link.html",
                           "set_up_source.html", "sign_in.html", "sticker_check.html"}) {
    INFO(name);
    REQUIRE_FALSE(embedded(name).empty());
    for (const auto language : {Language::vietnamese, Language::english}) {
      std::string text;
      REQUIRE_NOTHROW(text = worded(embedded(name), language));
      CHECK(text.find("[[") == std::string::npos);
      CHECK(text.find("]]") == std::string::npos);
    }
  }
}

TEST_CASE("A phrase without its English is found at once, not by a reader") {
  CHECK_THROWS(say("không có", Language::english));
  CHECK_THROWS(say("không có", Language::vietnamese));
  CHECK_THROWS(worded("[[Trả", Language::english));
}

TEST_CASE("A phrase is put in as text, never as elements") {
  CHECK(worded("<p>[[Trả]]</p>", Language::english) == "<p>Pay</p>");
  CHECK(worded("<p>[[Trả]]</p>", Language::vietnamese) == "<p>Trả</p>");
}

TEST_CASE("A language is known by its tag") {
  CHECK(language_from("en") == Language::english);
  CHECK(language_from("vi") == Language::vietnamese);
  CHECK_FALSE(language_from("fr"));
  CHECK(tag_of(Language::english) == "en");
}
