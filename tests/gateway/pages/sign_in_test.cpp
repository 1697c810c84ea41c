#include "gateway/pages/sign_in.hpp"

#include <catch2/catch.hpp>

#include <regex>

#include "gateway/pages/lock.hpp"
#include "sample.hpp"

using namespace chopay::pages;
using sample::contains;

TEST_CASE(
    "Every field of people's pages has a label of its own, and says what a browser may fill in") {
  const std::regex field{"<input id=\"([a-z]+)\"[^>]*>"};
  for (const auto& page : sample::pages_of_people()) {
    const auto& body = page.body;
    for (std::sregex_iterator one{body.begin(), body.end(), field}, end; one != end; ++one) {
      CHECK(contains(body, "<label for=\"" + one->str(1) + "\">"));
      CHECK(contains(one->str(), "autocomplete=\""));
    }
  }
}

TEST_CASE("The fields are what password managers and phones know them by") {
  const auto sign_in = sign_in_form_page({"token", "lan"}).body;
  for (const auto* word : {"\"username\"", "\"current-password\"", "\"one-time-code\""}) {
    CHECK(contains(sign_in, std::string{"autocomplete="} + word));
  }
  CHECK(contains(sign_in, "name=\"csrf\" value=\"token\""));
  CHECK(contains(sign_in, "value=\"lan\""));
}

TEST_CASE("What was wrong is said in words, with a status that no cache keeps") {
  const auto said = [](const chopay::http::Response& page, int status, std::string_view words) {
    return page.status == status && contains(page.body, words) &&
           contains(page.body, "role=\"alert\"");
  };
  CHECK(said(sign_in_form_page({"t", "", SignInWord::wrong}), 403, "không đúng"));
  const auto wait = sign_in_form_page({"t", "", SignInWord::wait, std::chrono::seconds{100}});
  CHECK(said(wait, 429, "100 giây"));
  CHECK(wait.headers.get("Retry-After") == "100");
  CHECK(said(sign_in_form_page({"t", "", SignInWord::busy}), 503, "đang bận"));
  CHECK(said(lock_page({LockState::wrong, "A12", 3}), 403, "Còn 3 lần thử"));
  CHECK(said(lock_page({LockState::wait, "A12", 3, std::chrono::seconds{200}}), 429, "4 phút"));
  CHECK_FALSE(contains(sign_in_form_page({"t", ""}).body, "role=\"alert\""));
}

TEST_CASE("A session is named as its owner knows the device") {
  const auto now = chopay::ledger::parse_instant("2026-11-24T11:05:09.000Z").value();
  const std::pair<const char*, const char*> agents[] = {
      {"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile "
       "Safari/537.36",
       "Chrome, Android"},
      {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 "
       "Mobile/15E148 Safari/604.1",
       "Safari, iPhone"},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 "
       "Edg/120.0",
       "Edge, Windows"},
      {"curl/7.88.1", "Trình duyệt"},
      {"", "Trình duyệt"}};
  for (const auto& [agent, name] : agents) {
    const auto page =
        account_page({"lan", "Phường", "Chợ A", "t", true, {{"0a1b", agent, now, now, false}}});
    CHECK(contains(page.body, "<span>" + std::string{name} + "<small>"));
  }
}

TEST_CASE("A device that was revoked or has no PIN is asked for none") {
  CHECK(contains(lock_page({LockState::locked, "A12"}).body, "name=\"pin\""));
  for (const auto state : {LockState::revoked, LockState::no_pin, LockState::unlocked}) {
    CHECK_FALSE(contains(lock_page({state, "A12"}).body, "name=\"pin\""));
  }
}

TEST_CASE("A first PIN is typed twice, and what is wrong with it is said in words") {
  const auto page = lock_page({LockState::choose, "A12"});
  CHECK(page.status == 200);
  CHECK(contains(page.body, "name=\"pin\""));
  CHECK(contains(page.body, "name=\"again\""));
  CHECK_FALSE(contains(page.body, "role=\"alert\""));
  const std::pair<LockState, const char*> wrong[] = {{LockState::choose_digits, "4 đến 8"},
                                                     {LockState::choose_obvious, "dễ đoán"},
                                                     {LockState::choose_again, "không giống nhau"}};
  for (const auto& [state, words] : wrong) {
    const auto refused = lock_page({state, "A12"});
    CHECK(refused.status == 422);
    CHECK(contains(refused.body, words));
    CHECK(contains(refused.body, "role=\"alert\""));
    CHECK(contains(refused.body, "name=\"again\""));
  }
}
