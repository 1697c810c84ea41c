#include "gateway/payos/way_back.hpp"

#include <catch2/catch.hpp>

using namespace chopay;
using namespace chopay::payos;
using merchant::RequestStatus;

namespace {

const Shop seller{"client-1",
                  merchant::MarketId::parse("cho").value(),
                  merchant::StallId::parse("A12").value(),
                  {},
                  {}};

Order order(const std::string& return_url, const std::string& cancel_url = "https://a.example/no") {
  return {803'347, ledger::Dong{2'000}, "VQRIO123", cancel_url, return_url};
}

std::string paid_at(const std::string& url) {
  return way_back(seller, order(url), RequestStatus::paid).value_or("");
}

}  // namespace

TEST_CASE("A paid order leads to its returnUrl with the parameters that payOS documents") {
  const auto query =
      "?code=00&id=" + link_id(seller, 803'347) + "&cancel=false&status=PAID&orderCode=803347";
  for (const auto status : {RequestStatus::paid, RequestStatus::over, RequestStatus::late,
                            RequestStatus::refunded, RequestStatus::part_refunded}) {
    CHECK(way_back(seller, order("https://a.example/ok"), status) ==
          "https://a.example/ok" + query);
  }
}

TEST_CASE("A cancelled or expired order leads to its cancelUrl, one that waits nowhere") {
  const auto ended = [](RequestStatus status, const std::string& name) {
    CHECK(way_back(seller, order("https://a.example/ok"), status) ==
          "https://a.example/no?code=00&id=" + link_id(seller, 803'347) +
              "&cancel=true&status=" + name + "&orderCode=803347");
  };
  ended(RequestStatus::cancelled, "CANCELLED");
  ended(RequestStatus::expired, "EXPIRED");
  for (const auto status : {RequestStatus::pending, RequestStatus::short_}) {
    CHECK_FALSE(way_back(seller, order("https://a.example/ok"), status));
  }
}

TEST_CASE("The shop's own query and fragment stay where they are") {
  CHECK(paid_at("https://a.example/?a=1&b=2").starts_with("https://a.example/?a=1&b=2&code=00&"));
  CHECK(paid_at("https://a.example/?").starts_with("https://a.example/?code=00&"));
  CHECK(paid_at("https://a.example/?a&").starts_with("https://a.example/?a&code=00&"));
  const auto with_fragment = paid_at("http://a.example/ok#/cart?x");
  CHECK(with_fragment.starts_with("http://a.example/ok?code=00&"));
  CHECK(with_fragment.ends_with("&orderCode=803347#/cart?x"));
  CHECK(paid_at("https://a.example/đơn").starts_with("https://a.example/%C4%91%C6%A1n?code=00&"));
}

TEST_CASE("Only an absolute address of the web is led to") {
  for (const auto* good : {"https://a.example", "http://127.0.0.1:3000/ok?a=b", "https://[::1]/",
                           "https://cửa-hàng.example/đơn"}) {
    INFO(good);
    CHECK(is_web_address(good));
  }
  for (const auto* bad : {"",
                          "/ok",
                          "//a.example/ok",
                          "a.example",
                          "javascript:alert(1)",
                          "data:text/html,x",
                          "ftp://a.example",
                          "myapp://paid",
                          "https:/a.example",
                          "https://",
                          "https:///ok",
                          "https://?x",
                          "https://:443/",
                          "https://bank.example@a.example/",
                          "https://a.example\\ok",
                          "https://a.example/ ok",
                          "https://a.example/\nLocation: x",
                          "https://a.example/\"onclick=",
                          " https://a.example",
                          "https://a.example/<b>"}) {
    INFO(bad);
    CHECK_FALSE(is_web_address(bad));
    CHECK(paid_at(bad).empty());
  }
}
