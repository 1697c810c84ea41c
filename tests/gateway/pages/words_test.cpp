#include "gateway/pages/words.hpp"

#include <catch2/catch.hpp>

#include "gateway/pages/embedded.hpp"
#include "gateway/pages/markup.hpp"
#include "sample.hpp"

using namespace chopay::pages;

TEST_CASE("Every phrase of every template is there in both languages") {
  for (const auto* name : {"account.html",
                           "alarms.html",
                           "alarms_held.html",
                           "alarms_held_card.html",
                           "audit.html",
                           "audit_checkpoint.html",
                           "audit_row.html",
                           "authenticator.html",
                           "bank_delay.html",
                           "board.html",
                           "board_day.html",
                           "board_figures.html",
                           "board_people.html",
                           "charges.html",
                           "charges_collect.html",
                           "charges_hand_over.html",
                           "charges_month.html",
                           "charges_price.html",
                           "charges_waiver.html",
                           "enrol.html",
                           "enrol_person.html",
                           "hall.html",
                           "invited.html",
                           "market_import.html",
                           "month.html",
                           "patrol.html",
                           "pay.html",
                           "pay_apps.html",
                           "pay_code.html",
                           "pay_preview.html",
                           "pay_try.html",
                           "payee_change_card.html",
                           "payee_changes.html",
                           "proof.html",
                           "receipt.html",
                           "reconcile.html",
                           "registry_names.html",
                           "set_up_done.html",
                           "set_up_form.html",
                           "set_up_link.html",
                           "set_up_source.html",
                           "sign_in.html",
                           "sources.html",
                           "sources_one.html",
                           "stall_card.html",
                           "stall_deeds.html",
                           "stall_list.html",
                           "start.html",
                           "sticker_check.html"}) {
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

TEST_CASE("What somebody has typed is never taken for a phrase") {
  const auto html =
      fill("<p>{{name}} {{word}}</p>", {{"name", "[[Trả]]"}, {"word", phrase("Trả")}});
  CHECK(worded(html.html(), Language::english) == "<p>&#91;&#91;Trả]] Pay</p>");
}

TEST_CASE("A long day is told in either language") {
  const auto day = *chopay::ledger::parse_business_day("2026-11-24");
  CHECK(long_day(day, Language::vietnamese) == "Ngày 24 tháng 11 năm 2026");
  CHECK(long_day(day, Language::english) == "24 November 2026");
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
