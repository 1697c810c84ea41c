#include "gateway/pages/board.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace chopay::pages;
using sample::contains;

namespace {

std::string body(std::string_view today, bool sandbox = true) {
  auto settlement = sample::settlement();
  settlement.sandbox = sandbox;
  const auto now = std::string{today} + "T11:05:09.000Z";
  return board_page(settlement, chopay::ledger::parse_instant(now).value()).body;
}

}  // namespace

TEST_CASE("The board shows the day's sums, in figures and in words") {
  const auto page = body("2026-11-24");
  CHECK(contains(page, "1.250.000\u00a0₫"));
  CHECK(contains(page, "Một triệu hai trăm năm mươi nghìn đồng."));
  CHECK(contains(page, "Ngày 24 tháng 11 năm 2026"));
  CHECK(contains(page, "<strong>1/2</strong>"));
}

TEST_CASE("What no stall can be named for stands apart and with its own sum") {
  CHECK(
      contains(body("2026-11-24"), "5.000\u00a0₫</strong><small>1 giao dịch chưa rõ của sạp nào"));
}

TEST_CASE("Stalls stand in the order of their numbers") {
  const auto page = body("2026-11-24");
  CHECK(page.find(">A2<") < page.find(">A12<"));
}

TEST_CASE("The foot names the ledger's head that the figures hold at") {
  const auto page = body("2026-11-24");
  CHECK(contains(page, "bút toán số 1.017"));
  std::string hash;
  for (int i = 0; i < 32; ++i) hash += "ab";
  CHECK(contains(page, "<code>" + hash + "</code>"));
}

TEST_CASE("The day after is offered only once it has begun") {
  CHECK(contains(body("2026-11-25"), "/board?day=2026-11-25"));
  CHECK_FALSE(contains(body("2026-11-24"), "/board?day=2026-11-25"));
  CHECK(contains(body("2026-11-24"), "/board?day=2026-11-23"));
}

TEST_CASE("A trial market's day is marked as one, and a real market's is not") {
  CHECK(contains(body("2026-11-24", true), "Chợ thử – tiền không có thật"));
  CHECK_FALSE(contains(body("2026-11-24", false), "Chợ thử"));
}

TEST_CASE("Paper has room for two signatures and the moment it was printed, on Vietnam's clock") {
  const auto page = body("2026-11-24");
  CHECK(contains(page, "NGƯỜI LẬP BIỂU"));
  CHECK(contains(page, "TRƯỞNG BAN QUẢN LÝ"));
  CHECK(contains(page, "(Ký, ghi rõ họ tên)"));
  CHECK(contains(page, "In lúc <time id=\"printed\">24/11/2026 18:05:09</time>"));
}

TEST_CASE("The chosen day is written day first, whatever the browser makes of its date field") {
  CHECK(contains(body("2026-11-25"), "</span>24/11/2026</span><input type=\"date\""));
}

TEST_CASE("The day's file is one press away") {
  for (const auto* document :
       {"settlements/2026-11-24.csv", "settlements/2026-11-24.xlsx", "settlements/2026-11-24.pdf",
        "settlements/2026-11.pdf", "settlements/2026-11.xlsx", "reconciliations/2026-11-24.pdf"}) {
    CHECK(contains(body("2026-11-24"), "href=\"/v1/" + std::string{document} + '"'));
  }
}
