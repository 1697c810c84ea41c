#include <catch2/catch.hpp>

#include "gateway/pages/assets.hpp"
#include "gateway/pages/start.hpp"
#include "gateway/pages/till.hpp"
#include "sample.hpp"

using namespace chopay::pages;
using sample::contains;

TEST_CASE("No page lets a text of vendors or banks become an element") {
  for (const auto& page : sample::all_pages()) {
    CHECK_FALSE(contains(page.body, "<script>alert"));
    CHECK_FALSE(contains(page.body, "<b style"));
    CHECK_FALSE(contains(page.body, "\"'>"));
  }
}

TEST_CASE("Every page forbids all that does not come from its own origin") {
  for (const auto& page : sample::all_pages()) {
    CHECK(page.headers.get("Content-Security-Policy") ==
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
          "frame-ancestors 'none'");
    CHECK(page.content_type == "text/html; charset=utf-8");
    CHECK_FALSE(contains(page.body, "http://"));
    CHECK_FALSE(contains(page.body, "https://"));
  }
}

TEST_CASE("Every page is kept out of search engines, and tells no other site where one was") {
  for (const auto& page : sample::all_pages()) {
    CHECK(contains(page.headers.get("X-Robots-Tag"), "noindex"));
    CHECK(contains(page.body, "<meta name=\"robots\" content=\"noindex, nofollow\">"));
    CHECK(contains(page.body, "<meta name=\"referrer\" content=\"no-referrer\">"));
  }
}

TEST_CASE("No page has a script, a style or a handler inside its HTML") {
  for (const auto& page : sample::all_pages()) {
    CHECK_FALSE(contains(page.body, "<style"));
    CHECK_FALSE(contains(page.body, " style=\""));
    CHECK_FALSE(contains(page.body, " onclick=\""));
    CHECK_FALSE(contains(page.body, "javascript:"));
    for (auto at = page.body.find("<script"); at != std::string::npos;
         at = page.body.find("<script", at + 1)) {
      CHECK(page.body.substr(at, 41) ==
            "<script type=\"module\" src=\"/assets/" + page.body.substr(at + 35, 6));
      CHECK(contains(page.body.substr(at, 120), "\"></script>"));
    }
  }
}

TEST_CASE("Every page says that it is Vietnamese and fits a phone") {
  for (const auto& page : sample::all_pages()) {
    CHECK(page.body.starts_with("<!doctype html>\n<html lang=\"vi\">"));
    CHECK(contains(page.body, "width=device-width, initial-scale=1"));
    CHECK_FALSE(contains(page.body, "{{"));
  }
}

TEST_CASE("No screen calls a stall by another name") {
  for (const auto& page : sample::all_pages()) {
    CHECK_FALSE(contains(page.body, "quầy"));
    CHECK_FALSE(contains(page.body, "Quầy"));
  }
  CHECK_FALSE(contains(asset(asset_path("till.js").substr(8))->body, "quầy"));
}

TEST_CASE("The start page tells of the trial market's links only where there is one") {
  CHECK(contains(start_page(true).body, "sandbox.json"));
  CHECK_FALSE(contains(start_page(false).body, "sandbox"));
  CHECK_FALSE(contains(start_page(true).body, "key="));
}

TEST_CASE("The till shows the account by its last digits only: the whole is in its code") {
  auto body = sample::all_pages().front().body;
  const auto code = body.find(" data-payload=\"0002");
  REQUIRE(code != std::string::npos);
  body.erase(code, body.find('"', code + 15) - code);
  CHECK(contains(body, "••••0112"));
  CHECK_FALSE(contains(body, "9903000000112"));
}

TEST_CASE("The till's worker names this build's files and reaches this origin alone") {
  const auto worker = till_worker();
  CHECK(contains(worker.body, asset_path("till.js")));
  CHECK_FALSE(contains(worker.body, "{{"));
  CHECK(worker.headers.get("Content-Security-Policy") == "default-src 'none'; connect-src 'self'");
}
