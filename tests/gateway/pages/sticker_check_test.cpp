#include "gateway/pages/sticker_check.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace chopay::pages;
using sample::contains;

namespace {

/// The page of a stall whose newest sticker is the third.
std::string body(std::optional<int> issue) {
  auto market = *sample::hostile_market();
  auto& stall = market.stalls.begin()->second;
  stall.issue = 3;
  stall.name = "Cá tươi";
  stall.holder = "HKD NGUYEN VAN AN";
  return sticker_check_page(market, stall, issue).body;
}

}  // namespace

TEST_CASE("A stall's page shows what its sticker shows, and of the account the last digits") {
  const auto page = body(3);
  CHECK(contains(page, "So với tem trước mặt"));
  CHECK(contains(page, "HKD NGUYEN VAN AN"));
  CHECK(contains(page, "••••0112"));
  CHECK(contains(page, "Tem số 3 đang dùng"));
  CHECK_FALSE(contains(page, "9903000000112"));
  CHECK_FALSE(contains(page, "Hộ "));  // the household is no shopper's business
}

TEST_CASE("An earlier issue is called outdated, and one that was never printed is called out") {
  CHECK(contains(body(2), "class=\"state warn\""));
  CHECK(contains(body(2), "Tem số 2 là tem cũ, đã thay"));
  CHECK(contains(body(2), "tem số 3"));
  CHECK(contains(body(4), "class=\"state bad\""));
  CHECK(contains(body(4), "Tem số 4 chưa từng được in"));
}

TEST_CASE("An address without an issue judges none") {
  CHECK_FALSE(contains(body({}), "class=\"state"));
  CHECK(contains(body({}), "Số 3"));
}
