#include "tests/merchant/report/reported_market.hpp"

#include <array>
#include <span>

namespace chopay::testing {
namespace {

using namespace merchant;

constexpr std::array households{"Hộ KD Vũ Thị Thoan", "Hộ KD Phạm Văn Đạt",   "Hộ KD Ngô Hải Yến",
                                "Hộ KD Trần Thu Hà",  "Hộ KD Nguyễn Thị Quý", "Hộ KD Lưu Đức Huỳnh",
                                "=cmd|' /C calc'!A0", "Hộ KD \"Tám; Chín\"",  "Hộ KD Đỗ Thị Lý",
                                "Hộ KD Bùi Ngọc Sơn"};
constexpr std::size_t in_zone_a = 8;

StallId id_of(const std::string& stall) {
  return StallId::parse(stall).value();
}

}  // namespace

ReportedMarket::ReportedMarket() {
  const auto market = MarketDesk::market();
  desk.ask(OpenMarket{market,
                      {"Chợ Hạ Long I", "Quảng Ninh", false,
                       "UBND phường Hồng Gai / Ban quản lý chợ Hạ Long I"}})
      .value();
  desk.ask(OpenZone{market, {"A", "Khu hải sản"}}).value();
  desk.ask(OpenZone{market, {"B", "Khu ăn uống, tạp hóa"}}).value();
  for (std::size_t i = 0; i < households.size(); ++i) {
    const bool first = i < in_zone_a;
    const auto number = std::to_string(i + 1);
    // S9 and S10 share an account: what comes in there without a code is nobody's.
    const PayeeAccount account{"970436", first ? "00" + number : "0099"};
    desk.ask(OpenStall{market, id_of("S" + number), first ? "A" : "B", "Sạp " + number,
                       first ? "Hải sản" : "Ăn uống", households[i], account, "HKD"})
        .value();
  }
}

void ReportedMarket::sell(const std::string& stall, std::int64_t dong) {
  const auto* sold = registry()->stall(id_of(stall));
  desk.take(desk.notice(stall, dong, std::string{"SAP "} + std::string{sold->memo.text()}), false);
}

void ReportedMarket::receive_unexplained(std::int64_t dong) {
  desk.take(desk.notice("S9", dong, "mua hang"), false);
}

void ReportedMarket::agree(const std::string& stall, bool cash) {
  desk.ask(SetConsent{MarketDesk::market(), id_of(stall), true, "till:1", cash}).value();
}

CashLine ReportedMarket::note_cash(const std::string& stall, std::int64_t dong) {
  return desk
      .ask(NoteCash{MarketDesk::market(), id_of(stall), ledger::business_day_of(desk.clock.now()),
                    Dong{dong}, "n" + std::to_string(desk.log.size()), "till:1"})
      .value();
}

void ReportedMarket::store() {
  store_.begin();
  store_.append(std::span{desk.log}.subspan(stored_), {});
  stored_ = desk.log.size();
}

std::shared_ptr<const Registry> ReportedMarket::registry() {
  return desk.rules.book(MarketDesk::market())->registry();
}

report::Figures ReportedMarket::figures(const std::string& period) {
  store();
  return report::read_figures(*reader(), registry(), report::parse_period(period).value());
}

report::Figures ReportedMarket::hourly(const std::string& period) {
  auto read = figures(period);
  read.hours = report::read_hours(*reader(), read);
  return read;
}

void ReportedMarket::keep(const ledger::VaultChange& row) {
  store_.begin();
  store_.append({}, std::span{&row, 1});
}

report::Report ReportedMarket::report(const std::string& period, report::By by) {
  store();
  const auto days = report::parse_period(period).value();
  return report::settlement_report(report::read_figures_by(*reader(), registry(), days, by), by);
}

}  // namespace chopay::testing
