#include "gateway/pages/markup.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using chopay::pages::fill;
using chopay::pages::Markup;

TEST_CASE("Text cannot leave its place, neither between tags nor in an attribute") {
  CHECK(Markup::text("<a href=\"x\" title='y'>&amp;</a>").html() ==
        "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

TEST_CASE("Vietnamese letters and the no-break space stay as they are") {
  CHECK(Markup::text("Mực một nắng Út Hà 85.000\u00a0₫").html() ==
        "Mực một nắng Út Hà 85.000\u00a0₫");
}

TEST_CASE("A template takes text escaped and markup as it is, each slot as often as it stands") {
  const auto page = fill("<b>{{a}}</b>{{b}}<i>{{a}}</i>",
                         {{"a", "1 < 2"}, {"b", Markup::trusted("<hr>")}, {"unused", "x"}});
  CHECK(page.html() == "<b>1 &lt; 2</b><hr><i>1 &lt; 2</i>");
}

TEST_CASE("What fills a slot is not searched for slots again") {
  CHECK(fill("{{a}}{{b}}", {{"a", "{{b}}"}, {"b", "2"}}).html() == "{{b}}2");
}

TEST_CASE("A slot without a filling, or one that never closes, is a bug and is reported") {
  CHECK_THROWS_AS(fill("{{a}} {{c}}", {{"a", "1"}}), std::logic_error);
  CHECK_THROWS_AS(fill("{{a}} {{c", {{"a", "1"}}), std::logic_error);
}
