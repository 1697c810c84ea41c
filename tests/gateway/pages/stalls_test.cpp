#include "gateway/pages/stalls.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace chopay;
using namespace chopay::pages;
using sample::contains;

namespace {

merchant::Stall stall() {
  return sample::hostile_market()->stalls.begin()->second;
}

std::string card(const merchant::Stall& stall, bool acts = true, bool signed_in = false) {
  return stall_card_page(*sample::hostile_market(), stall, {acts, signed_in}).body;
}

}  // namespace

TEST_CASE("The registry lists stalls in the order of their numbers, accounts by their ends alone") {
  const auto page = stall_list_page(*sample::hostile_market(), {}).body;
  CHECK(page.find("/board/stalls/A2\"") < page.find("/board/stalls/A12\""));
  CHECK(contains(page, "••••0112"));
  CHECK_FALSE(contains(page, "9903000000112"));
}

TEST_CASE("A stall's page shows every account that receives its money, by its end alone") {
  auto at = stall();
  at.further.push_back({{"970422", "0901234567"}, "HKD AN"});
  const auto page = card(at);
  CHECK(contains(page, "••••0112"));
  CHECK(contains(page, "••••4567"));
  CHECK_FALSE(contains(page, "0901234567"));
}

TEST_CASE("A stall's page tells whether the household lets the board see its figures") {
  auto at = stall();
  CHECK(contains(card(at), "Hộ chưa cho xem"));
  at.consented_at = ledger::parse_instant("2026-11-24T07:05:00.000Z").value();
  CHECK(contains(card(at), "Hộ cho xem từ 24/11/2026 14:05:00"));
  at.consent_withdrawn_at = ledger::parse_instant("2026-11-25T07:05:00.000Z").value();
  CHECK(contains(card(at), "Hộ cho xem từ 24/11/2026 14:05:00, đã rút lại ngày 25/11/2026 14:05"));
}

TEST_CASE("An area is written in square metres with a comma, one not told as a dash") {
  auto at = stall();
  CHECK(contains(card(at), "<dt>Diện tích</dt><dd>–</dd>"));
  for (const auto& [area, text] :
       {std::pair{1'250, "12,5 m²"}, {1'205, "12,05 m²"}, {600, "6 m²"}}) {
    at.area_dm2 = area;
    CHECK(contains(card(at), "<dd>" + std::string{text} + "</dd>"));
  }
}

TEST_CASE("Who only looks on can neither correct a stall nor let devices in") {
  CHECK(contains(card(stall(), true), "id=\"correct\""));
  CHECK_FALSE(contains(card(stall(), false, true), "<form"));
  CHECK_FALSE(contains(card(stall(), false, true), "<button"));
  CHECK(contains(card(stall(), true, true), "id=\"proof\""));
  CHECK(contains(board_people_page(*sample::hostile_market(), true).body, "id=\"proof\""));
}

TEST_CASE("Whoever may correct the registry has a form for each name, escaped; others have none") {
  const auto page = stall_list_page(*sample::hostile_market(), {true, false}).body;
  CHECK(contains(page, "data-correct=\"/v1/market/correction\""));
  CHECK(contains(page, "/correction\"><label for=\"zone-"));
  const auto looked_at = stall_list_page(*sample::hostile_market(), {}).body;
  CHECK_FALSE(contains(looked_at, "data-correct"));
}
