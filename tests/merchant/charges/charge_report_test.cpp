#include "merchant/charges/charge_report.hpp"

#include <catch2/catch.hpp>

#include "ledger/memory_store.hpp"
#include "merchant/report/formats.hpp"
#include "qr/decode.hpp"
#include "tests/merchant/charges/charged_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::charges;
using ledger::Dong;
using testing::ChargedMarket;
using testing::MarketDesk;
using testing::month_of;
using testing::stall_id;

namespace {

std::int64_t number(const report::Row& row, std::size_t column) {
  return std::get<std::int64_t>(row.cells.at(column));
}

/// The place of the column in a table.
std::size_t at(const report::Table& table, std::string_view key) {
  std::size_t i = 0;
  while (table.columns.at(i).key != key) ++i;
  return i;
}

}  // namespace

TEST_CASE("BC-03 explains every dong of a month: owed is paid, waived or left") {
  ChargedMarket place;
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1").value();
  place.transfer(320'000, place.memo("A02"));
  const auto paper = bill_report(place.charges(ChargesPart::bills), month_of("2026-11"), {}, {});
  const auto& table = paper.tables.front();
  REQUIRE(table.rows.size() == 5);  // three stalls, their zone, all
  for (const auto& row : table.rows) {
    CHECK(number(row, at(table, "owed")) ==
          number(row, at(table, "due")) + number(row, at(table, "arrears")));
    CHECK(number(row, at(table, "left")) ==
          number(row, at(table, "owed")) - number(row, at(table, "cash")) -
              number(row, at(table, "transfer")) - number(row, at(table, "waived")));
  }
  CHECK(number(table.rows.back(), at(table, "due")) == 810'000);
  CHECK(number(table.rows.back(), at(table, "cash")) == 300'000);
  CHECK(number(table.rows.back(), at(table, "transfer")) == 320'000);
  CHECK(table.rows[0].cells[at(table, "area")] == report::text("4,5"));
  CHECK(paper.words.front() == "Số tiền đã thu bằng chữ: Sáu trăm hai mươi nghìn đồng.");
  CHECK(report::to_pdf(paper).value().starts_with("%PDF"));
}

TEST_CASE("BC-04 says what was handed over, counted and missing") {
  ChargedMarket place;
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1").value();
  const auto handed =
      place.desk.ask(HandOverCash{MarketDesk::market(), Dong{200'000}, "board:a", "Chị An"})
          .value();
  const auto open =
      hand_over_report(place.charges(ChargesPart::hand_overs), month_of("2026-11"), {})
          .tables.front();
  CHECK(open.rows.front().cells[at(open, "confirmed")] == report::Cell{});
  place.desk
      .ask(ConfirmHandOver{MarketDesk::market(), handed.seq, Dong{190'000}, "board:b", "Anh Ba"})
      .value();
  const auto table =
      hand_over_report(place.charges(ChargesPart::hand_overs), month_of("2026-11"), {})
          .tables.front();
  CHECK(number(table.rows.front(), at(table, "held")) == 300'000);
  CHECK(number(table.rows.front(), at(table, "difference")) == 10'000);
  const auto next = place.charges(ChargesPart::hand_overs, "2026-12");
  CHECK(hand_over_report(next, month_of("2026-12"), {}).tables.front().rows.size() == 1);
}

TEST_CASE("BC-05 lists debts by name and age: the newest charge is paid last") {
  ChargedMarket place;
  for (const char* month : {"2026-11", "2026-12", "2027-01", "2027-02", "2027-03"}) {
    place.bill(month);
    if (std::string_view{month} == "2026-11") place.collect("A10", 20'000, "k1").value();
    place.desk.ask(CloseCharges{MarketDesk::market(), month_of(month), "board:a"}).value();
  }
  place.transfer(100'000, place.memo("A02"));
  const auto debt = place.charges(ChargesPart::debts).debts.at(stall_id("A02"));
  CHECK(debt.all == Dong{5 * 320'000 - 100'000});
  CHECK(debt.this_month == Dong{320'000});
  CHECK(debt.recent == Dong{3 * 320'000});
  CHECK(debt.old == Dong{220'000});
  // The last second of 28 February in UTC is 1 March in Vietnam.
  const auto reminded = ledger::parse_instant("2027-02-28T23:59:59.000Z").value();
  const auto table =
      arrears_report(place.charges(ChargesPart::debts), {{stall_id("A02"), reminded}}, {})
          .tables.front();
  REQUIRE(table.rows.size() == 4);
  CHECK(table.rows[0].cells[0] == report::text("A10"));  // An, Đạt, Thoan
  CHECK(table.rows[1].cells[0] == report::text("A02"));
  CHECK(table.rows[1].cells[at(table, "reminded_on")] == report::Cell{month_of("2027-03")});
  CHECK(table.rows[2].cells[at(table, "reminded_on")] == report::Cell{});
  CHECK(table.rows[2].cells[0] == report::text("A01"));
}

TEST_CASE("The code of a charge goes to the board's account, never to a household's") {
  ChargedMarket place;
  CHECK(place.payload("A01").empty());
  place.bill("2026-11");
  const auto payload = place.payload("A01");
  const auto decoded = qr::decode(payload);
  REQUIRE(decoded.has_value());
  CHECK(payload.find("0011009999") != std::string::npos);
  CHECK(payload.find("00A01") == std::string::npos);
  CHECK(payload.find(place.memo("A01")) != std::string::npos);
  CHECK(payload.find("5406470000") != std::string::npos);
}

TEST_CASE("Papers name who took, handed over and counted the cash as people call them") {
  ChargedMarket place;
  const auto market = MarketDesk::market();
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1", "collector:0f0f", "Trần Thị Hoa").value();
  place.collect("A02", 20'000, "k2", "board:a").value();
  const auto handed =
      place.desk.ask(HandOverCash{market, Dong{300'000}, "collector:0f0f", "Trần Thị Hoa"}).value();
  place.desk.ask(ConfirmHandOver{market, handed.seq, Dong{300'000}, "board:b", "Lê Văn Ba"})
      .value();
  const auto bills =
      bill_report(place.charges(ChargesPart::bills), month_of("2026-11"), {}, {}).tables.front();
  CHECK(bills.rows[0].cells[at(bills, "collector")] == report::text("Trần Thị Hoa"));
  CHECK(bills.rows[1].cells[at(bills, "collector")] == report::text("board:a"));
  const auto table =
      hand_over_report(place.charges(ChargesPart::hand_overs), month_of("2026-11"), {})
          .tables.front();
  CHECK(table.rows[0].cells[at(table, "collector")] == report::text("Trần Thị Hoa"));
  CHECK(table.rows[0].cells[at(table, "confirmed_by")] == report::text("Lê Văn Ba"));
}

TEST_CASE("BC-03, BC-04 and BC-05 say the same in JSON, CSV, XLSX and PDF") {
  ChargedMarket place;
  const auto market = MarketDesk::market();
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1", "collector:0f0f", "Trần Thị Hoa").value();
  const auto handed =
      place.desk.ask(HandOverCash{market, Dong{300'000}, "collector:0f0f", "Trần Thị Hoa"}).value();
  place.desk.ask(ConfirmHandOver{market, handed.seq, Dong{290'000}, "board:b", "Lê Văn Ba"})
      .value();
  const auto month = month_of("2026-11");
  const std::vector<Waiver> waivers{
      {stall_id("A02"), month, Dong{20'000}, "Ốm nặng cả tháng", ledger::Seq{9}}};
  testing::check_all_formats(bill_report(place.charges(ChargesPart::bills), month, {}, waivers));
  testing::check_all_formats(hand_over_report(place.charges(ChargesPart::hand_overs), month, {}));
  testing::check_all_formats(arrears_report(place.charges(ChargesPart::debts),
                                            {{stall_id("A02"), place.desk.clock.now()}}, {}));
}

TEST_CASE(
    "One đồng more in an entry of long ago changes the check code of BC-03, BC-04 and BC-05") {
  const auto codes = [](std::int64_t first) {
    ChargedMarket place;
    place.bill("2026-11");
    place.collect("A01", first, "k1").value();
    place.collect("A02", 20'000, "k2").value();
    const auto hash_of = [&](const Charges& all) {
      return place.desk.log.at(ledger::number(all.last) - 1).hash;
    };
    const auto month = month_of("2026-11");
    const auto bills = place.charges(ChargesPart::bills);
    const auto handed = place.charges(ChargesPart::hand_overs);
    const auto debts = place.charges(ChargesPart::debts);
    return std::vector{check_code_of(bill_report(bills, month, hash_of(bills), {})),
                       check_code_of(hand_over_report(handed, month, hash_of(handed))),
                       check_code_of(arrears_report(debts, {}, hash_of(debts)))};
  };
  const auto told = codes(300'000);
  CHECK(told == codes(300'000));
  const auto changed = codes(300'001);
  for (std::size_t i = 0; i < told.size(); ++i) CHECK(told[i] != changed[i]);
}

TEST_CASE("BC-03 lists the month's waivers with their reasons, and no other month's") {
  ChargedMarket place;
  const auto waive = [&](const char* stall, std::int64_t dong, const char* why) {
    place.desk.ask(WaiveCharge{MarketDesk::market(), stall_id(stall), Dong{dong}, why, "board:a"})
        .value();
  };
  place.bill("2026-11");
  waive("A02", 20'000, "Ốm nặng cả tháng");
  waive("A02", 5'000, "Sửa mái");
  place.desk.ask(CloseCharges{MarketDesk::market(), month_of("2026-11"), "board:a"}).value();
  place.bill("2026-12");
  waive("A02", 1'000, "Tháng sau");
  ledger::MemoryStore store;
  store.begin();
  store.append(place.desk.log, {});
  const auto month = month_of("2026-11");
  const auto all = place.charges(ChargesPart::bills);
  const auto waivers = read_waivers(*store.reader(), MarketDesk::market(), all.bills, month);
  const auto paper = bill_report(all, month, {}, waivers);
  REQUIRE(paper.tables.size() == 2);
  const auto& table = paper.tables.back();
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].cells[at(table, "why")] == report::text("Ốm nặng cả tháng"));
  CHECK(table.rows[1].cells[at(table, "why")] == report::text("Sửa mái"));
  CHECK(number(table.rows[2], at(table, "amount")) == 25'000);
}
