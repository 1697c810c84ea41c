#include "tests/merchant/charges/charged_market.hpp"

namespace chopay::testing {

using namespace merchant;
using namespace merchant::charges;
using ledger::Dong;

ledger::BusinessDay month_of(const char* text) {
  return parse_charge_month(text).value();
}

ledger::StallId stall_id(const char* code) {
  return ledger::StallId::parse(code).value();
}

ChargedMarket::ChargedMarket() {
  const auto market = MarketDesk::market();
  MarketOpened opened{"Chợ Hạ Long I",
                      "Quảng Ninh",
                      false,
                      "Ban quản lý chợ Hạ Long I",
                      {{"970436", "0011009999"}, "BQL CHO HA LONG I"}};
  desk.ask(OpenMarket{market, opened}).value();
  desk.ask(OpenZone{market, {"A", "Khu hải sản"}}).value();
  struct Place {
    const char* code;
    const char* household;
    std::int64_t area_dm2;
  };
  for (const auto& [code, household, area] :
       {Place{"A01", "Vũ Thị Thoan", 450}, Place{"A02", "Phạm Văn Đạt", 300},
        Place{"A10", "Ngô Hải An", 0}}) {
    OpenStall stall{market,
                    stall_id(code),
                    "A",
                    std::string{"Sạp "} + code,
                    "Hải sản",
                    household,
                    {"970436", std::string{"00"} + code},
                    "HKD"};
    stall.area_dm2 = area;
    desk.ask(stall).value();
  }
  const auto from = month_of("2026-11");
  desk.ask(SetTariff{
               market,
               {{"sap", "Giá dịch vụ sử dụng diện tích bán hàng", true, Dong{100'000}, "", from},
                "board:a"}})
      .value();
  desk.ask(
          SetTariff{market, {{"ve-sinh", "Phí vệ sinh", false, Dong{20'000}, "", from}, "board:a"}})
      .value();
}

Billed ChargedMarket::bill(const char* month) {
  return desk.ask(BillStalls{MarketDesk::market(), month_of(month), "board:a"}).value();
}

Result<ChargeState> ChargedMarket::collect(const char* stall, std::int64_t dong, std::string id,
                                           std::string collector, std::string name) {
  return desk.ask(CollectCharge{MarketDesk::market(), stall_id(stall), Dong{dong}, std::move(id),
                                std::move(collector), std::move(name)});
}

TakeNotice::Answer ChargedMarket::transfer(std::int64_t dong, std::string content) {
  auto notice = desk.notice("A01", dong, std::move(content));
  notice.account = "0011009999";
  notice.bank_ref = "CH" + std::to_string(++references_);
  return desk.take(notice, false);
}

Charges ChargedMarket::charges(ChargesPart part, const char* month) {
  return desk.ask(ShowCharges{MarketDesk::market(), part, month_of(month)}).value();
}

Dong ChargedMarket::owed(const char* stall) {
  return desk.ask(ShowOwed{MarketDesk::market(), stall_id(stall)}).value().owed;
}

std::string ChargedMarket::payload(const char* stall) {
  const ShowOwed what{MarketDesk::market(), stall_id(stall)};
  return charge_payload(desk.ask(what).value(), what.stall);
}

std::string ChargedMarket::memo(const char* stall) {
  const auto* found = desk.rules.book(MarketDesk::market())->registry()->stall(stall_id(stall));
  return std::string{found->memo.text()};
}

}  // namespace chopay::testing
