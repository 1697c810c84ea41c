#include "gateway/pages/sources.hpp"

#include <catch2/catch.hpp>

#include "gateway/pages/sign_in.hpp"
#include "sample.hpp"

using namespace chopay::pages;
using sample::contains;
using namespace std::chrono_literals;

TEST_CASE("A source that is silent or was never heard does not look like one that is heard") {
  const auto page = sources_page(sample::sources_look()).body;
  CHECK(contains(page, "Đang nghe"));
  CHECK(contains(page, "Im lặng"));
  CHECK(contains(page, "Chưa nghe từ khi khởi động"));
  CHECK(contains(page, "12 đã ghi; 1 thử, không ghi tiền"));
}

TEST_CASE("Who may only look sees no message and no button that sends") {
  auto look = sample::sources_look();
  CHECK(contains(sources_page(look).body, "sai chữ ký, từ chối"));
  look.may_run = false;
  CHECK_FALSE(contains(sources_page(look).body, "sai chữ ký, từ chối"));
  CHECK_FALSE(contains(sources_page(look).body, "data-may=\"yes\""));
}

TEST_CASE("Who has no board is not sent to it") {
  auto look = sample::sources_look();
  CHECK_FALSE(contains(sources_page(look).body, "href=\"/board\""));
  CHECK(contains(sources_page(look).body, "href=\"/account\""));
  look.has_board = true;
  CHECK(contains(sources_page(look).body, "href=\"/board\""));
  AccountView view{"an", "Vận hành", "Chợ", "token", false, {}, true};
  CHECK(contains(account_page(view).body, "/board/sources"));
  view.has_board = true;
  CHECK_FALSE(contains(account_page(view).body, "/board/sources"));
}

TEST_CASE("A bank's delay is told in words, rounded up, and none where no bank was heard") {
  CHECK(duration_text(0us) == "0,0 giây");
  CHECK(duration_text(850ms) == "0,9 giây");
  CHECK(duration_text(9'999ms) == "10,0 giây");
  CHECK(duration_text(10'001ms) == "11 giây");
  CHECK(duration_text(59'001ms) == "1 phút 0 giây");
  CHECK(duration_text(75s) == "1 phút 15 giây");
  const auto page = sources_page(sample::sources_look()).body;
  CHECK(contains(page, "Vietcombank</strong> nửa số tin trong 0,9 giây, 95% trong 1 phút 15 giây"));
  auto look = sample::sources_look();
  look.delays.clear();
  CHECK_FALSE(contains(sources_page(look).body, "sau bao lâu"));
}
