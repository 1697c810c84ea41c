#include "gateway/payos/order.hpp"

#include <catch2/catch.hpp>

using namespace chopay;
using namespace chopay::payos;

namespace {

/// The checksum key that payOS's documentation publishes.
constexpr std::string_view documentation_key =
    "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675";

Shop shop(const std::string& client_id = "client-1") {
  return {client_id,
          merchant::MarketId::parse("cho").value(),
          merchant::StallId::parse("A12").value(),
          {},
          {}};
}

std::string body(const std::string& signature, const std::string& more = "") {
  return R"({"orderCode":123,"amount":2000,"description":"VQRIO123",)"
         R"("cancelUrl":"https://a.example/no","returnUrl":"https://a.example/ok",)" +
         more + R"("signature":")" + signature + R"("})";
}

// As @payos/node 2.0.5 signs it.
constexpr auto golden = "71f34bfde1a3ebe1d1addf914ff91aad1ba07c631c6b08c54b6b633b17f259f6";

}  // namespace

TEST_CASE("What payOS's own package signs is taken, with what is unsigned passed over") {
  const auto read =
      read_order(body(golden, R"("items":[{"name":"x"}],"buyerName":"A","expiredAt":2000000000,)"),
                 documentation_key);
  REQUIRE(std::holds_alternative<Order>(read));
  const auto& order = std::get<Order>(read);
  CHECK(order.code == 123);
  CHECK(order.amount == ledger::Dong{2000});
  CHECK(order.description == "VQRIO123");
  CHECK(order.expires_at == ledger::Instant{std::chrono::seconds{2'000'000'000}});
}

TEST_CASE("Another signature, and none, are different faults") {
  auto wrong = std::string{golden};
  wrong.back() = '0';
  CHECK(std::get<Fault>(read_order(body(wrong), documentation_key)) == Fault::bad_signature);
  CHECK(std::get<Fault>(read_order(body(golden), "another key")) == Fault::bad_signature);
  CHECK(std::get<Fault>(read_order(R"({"orderCode":1,"amount":2000,"description":"d",)"
                                   R"("cancelUrl":"c","returnUrl":"r"})",
                                   documentation_key)) == Fault::no_signature);
  for (const auto* text : {"", "[]", "{", "null"}) {
    CHECK(std::get<Fault>(read_order(text, documentation_key)) == Fault::parameter);
  }
}

TEST_CASE("An order is named by its code and by its link, and by no other shop's") {
  for (const std::int64_t code : {std::int64_t{1}, std::int64_t{123}, order_code_max}) {
    const auto link = link_id(shop(), code);
    CHECK(link.size() == 32);
    CHECK(named_order(shop(), link) == code);
    CHECK(named_order(shop(), std::to_string(code)) == code);
    CHECK_FALSE(named_order(shop("client-2"), link).has_value());
    CHECK(order_code_in(shop(), request_id(shop(), code)) == code);
    CHECK_FALSE(order_code_in(shop("client"), request_id(shop(), code)).has_value());
  }
  CHECK(request_id(shop(std::string(36, 'c')), order_code_max).size() <= 64);
  for (const auto* text : {"0", "-1", "01", "1x", "9007199254740992", "x", ""}) {
    INFO(text);
    CHECK_FALSE(named_order(shop(), text).has_value());
  }
}

TEST_CASE("An order's row gives the order back") {
  Order order{7, ledger::Dong{1'000}, "Mực \"một\" nắng", "https://a.example/?x=1&y=2", "app://ok"};
  CHECK(read_row(to_row(order)) == order);
  order.expires_at = ledger::Instant{std::chrono::seconds{1'900'000'000}};
  order.cancellation_reason = "khách đổi ý";
  CHECK(read_row(to_row(order)) == order);
  CHECK_FALSE(read_row("{}").has_value());
}
