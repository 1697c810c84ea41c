#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace chopay::pages;
using chopay::merchant::RequestStatus;
using sample::contains;

namespace {

std::string body(RequestStatus status, std::int64_t received = 0, bool sandbox = false) {
  return pay_page(sample::request(status, received), sample::look(sandbox)).body;
}

}  // namespace

TEST_CASE("A waiting request shows who, how much, the code, and what a transfer by hand needs") {
  const auto page = body(RequestStatus::pending);
  CHECK(contains(page, "85.000\u00a0₫"));
  CHECK(contains(page, "<svg viewBox=\"0 0 1 1\"></svg>"));
  CHECK(contains(page, "Sạp A12"));
  CHECK(contains(page, "BIDV"));
  CHECK(contains(page, "9903000000112"));
  CHECK(contains(page, "JXF00000000"));
  CHECK(contains(page, "Đừng sửa số tiền và nội dung"));
  CHECK(contains(page, "14:20 ngày 24/11/2026"));
  CHECK(contains(page, "Chờ thanh toán"));
}

TEST_CASE("A request that waits no longer is shown without its code and its account") {
  for (const auto status :
       {RequestStatus::paid, RequestStatus::short_, RequestStatus::over, RequestStatus::late,
        RequestStatus::expired, RequestStatus::cancelled}) {
    const auto page = body(status, 200);
    CHECK_FALSE(contains(page, "<svg viewBox=\"0 0 1 1\"></svg>"));
    CHECK_FALSE(contains(page, "9903000000112"));
    CHECK_FALSE(contains(page, "JXF00000000"));
  }
}

TEST_CASE("Only an expired request offers a new code, and only money that came a receipt") {
  CHECK(contains(body(RequestStatus::expired), "/renew"));
  for (const auto status :
       {RequestStatus::pending, RequestStatus::cancelled, RequestStatus::paid}) {
    CHECK_FALSE(contains(body(status), "/renew"));
  }
  CHECK(contains(body(RequestStatus::paid, 85'000), "/receipt"));
  CHECK_FALSE(contains(body(RequestStatus::pending), "/receipt"));
}

TEST_CASE("An online shop's order is cancelled, not renewed, and leads back when it has ended") {
  auto look = sample::look();
  const auto shown = [&](RequestStatus status) {
    return pay_page(sample::request(status), look).body;
  };
  CHECK_FALSE(contains(shown(RequestStatus::pending), "/cancel"));
  CHECK_FALSE(contains(shown(RequestStatus::cancelled), "/shop"));
  look.of_shop = true;
  CHECK(contains(shown(RequestStatus::pending), "/cancel\""));
  for (const auto status : {RequestStatus::cancelled, RequestStatus::paid}) {
    CHECK_FALSE(contains(shown(status), "/cancel\""));
  }
  CHECK_FALSE(contains(shown(RequestStatus::expired), "/renew"));
  CHECK_FALSE(contains(shown(RequestStatus::expired), "/shop\""));
  look.leads_back = true;
  for (const auto status :
       {RequestStatus::cancelled, RequestStatus::paid, RequestStatus::expired}) {
    CHECK(contains(shown(status), "/shop\" rel=\"noreferrer\">Quay lại cửa hàng"));
  }
}

TEST_CASE("Each status has its own words and its own sums") {
  CHECK(contains(body(RequestStatus::paid, 85'000), "Đã nhận 85.000\u00a0₫"));
  CHECK(contains(body(RequestStatus::short_, 200), "còn thiếu 84.800\u00a0₫"));
  CHECK(contains(body(RequestStatus::over, 95'000), "thừa 10.000\u00a0₫"));
  CHECK(contains(body(RequestStatus::late, 85'000), "Tiền về muộn"));
  CHECK(contains(body(RequestStatus::expired), "Hết hạn"));
  CHECK(contains(body(RequestStatus::cancelled), "Đã hủy"));
}

TEST_CASE("Paying with play money is offered in the sandbox alone") {
  CHECK(contains(body(RequestStatus::pending, 0, true), "Trả thử"));
  CHECK_FALSE(contains(body(RequestStatus::pending, 0, false), "Trả thử"));
  CHECK_FALSE(contains(body(RequestStatus::pending, 0, false), "Chợ thử"));
}
