#include "merchant/report/letterhead.hpp"

#include <catch2/catch.hpp>

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;

namespace {

Registry market_of(const std::string& body) {
  Registry registry;
  registry.name = "Chợ Hạ Long I";
  registry.province = "Quảng Ninh";
  registry.managing_body = body;
  return registry;
}

const auto day = ledger::parse_business_day("2026-02-05").value();

}  // namespace

TEST_CASE("The paper's head and who signs go by the kind of the managing body") {
  struct Case {
    const char* body;
    const char* printed;
    bool motto;
    const char* head;
  };
  for (const auto& [body, printed, motto, head] :
       {Case{"Ban Quản lý chợ Hạ Long I", "BAN QUẢN LÝ CHỢ HẠ LONG I", true,
             "TRƯỞNG BAN QUẢN LÝ CHỢ"},
        Case{"Tổ quản lý chợ Cái Rồng", "TỔ QUẢN LÝ CHỢ CÁI RỒNG", true,
             "TỔ TRƯỞNG TỔ QUẢN LÝ CHỢ"},
        Case{"Công ty TNHH Chợ Đêm", "CÔNG TY TNHH CHỢ ĐÊM", false, "GIÁM ĐỐC"},
        Case{"HTX dịch vụ Mạo Khê", "HTX DỊCH VỤ MẠO KHÊ", false, "GIÁM ĐỐC HỢP TÁC XÃ"},
        Case{"", "CHỢ HẠ LONG I", false, "ĐẠI DIỆN ĐƠN VỊ QUẢN LÝ CHỢ"}}) {
    const auto market = market_of(body);
    const auto letterhead = letterhead_of(market, day);
    CHECK(letterhead.body == printed);
    CHECK(letterhead.motto == motto);
    CHECK(letterhead.number.empty() == !motto);
    CHECK(letterhead.superior.empty());
    const auto signatures = signatures_of(market);
    REQUIRE(signatures.size() == 3);
    CHECK(signatures[0].title == "NGƯỜI LẬP BIỂU");
    CHECK(signatures[1].title == "KẾ TOÁN");
    CHECK(signatures[2].title == head);
  }
}

TEST_CASE("The office above the board stands over it, and the place before the day") {
  auto market = market_of("UBND phường Hồng Gai / Ban quản lý chợ Hạ Long I");
  CHECK(letterhead_of(market, day).superior == "UBND PHƯỜNG HỒNG GAI");
  CHECK(letterhead_of(market, day).body == "BAN QUẢN LÝ CHỢ HẠ LONG I");
  CHECK(letterhead_of(market, day).place_and_day == "Quảng Ninh, ngày 05 tháng 02 năm 2026");
  market.province.clear();
  CHECK(letterhead_of(market, day).place_and_day == "Ngày 05 tháng 02 năm 2026");
}
