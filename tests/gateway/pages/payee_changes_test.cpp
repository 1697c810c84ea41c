#include "gateway/pages/payee_changes.hpp"

#include <catch2/catch.hpp>

#include "gateway/pages/board.hpp"
#include "sample.hpp"

using namespace chopay;
using namespace chopay::pages;
using merchant::Party;
using sample::contains;

namespace {

ledger::Instant at(std::string_view text) {
  return ledger::parse_instant(text).value();
}

/// The page of 24 November, 18:05 in Vietnam.
std::string page_of(const merchant::PayeeChange& change, bool acts = true, bool signed_in = false) {
  return payee_changes_page(*sample::hostile_market(), {{change, "lan"}},
                            at("2026-11-24T11:05:00.000Z"), {acts, signed_in})
      .body;
}

merchant::PayeeChange approved(std::string_view effective_at) {
  auto change = sample::payee_change();
  change.approved = merchant::Actor{Party::board, "binh"};
  change.effective_at = at(effective_at);
  return change;
}

}  // namespace

TEST_CASE("A change that waits names both accounts, hidden but for their ends, and who asked") {
  const auto page = page_of(sample::payee_change());
  CHECK(contains(page, "••••0112"));
  CHECK(contains(page, "••••4567"));
  CHECK_FALSE(contains(page, "0901234567"));
  CHECK_FALSE(contains(page, "9903000000112"));
  CHECK(contains(page, "Hộ kinh doanh (lan), 24/11/2026 14:05:00"));
}

TEST_CASE("The board may approve what the household asked, and never what it asked itself") {
  auto change = sample::payee_change();
  CHECK(contains(page_of(change), "data-step=\"approve\""));
  change.asked.party = Party::board;
  CHECK_FALSE(contains(page_of(change), "data-step=\"approve\""));
  CHECK(contains(page_of(change), "Chờ hộ kinh doanh đồng ý"));
}

TEST_CASE("A change is completed once the cooling-off is over and not before") {
  const auto cooling = page_of(approved("2026-11-25T07:05:00.000Z"));
  CHECK(contains(cooling, "Chờ đến 25/11/2026 14:05:00"));
  CHECK_FALSE(contains(cooling, "data-step=\"complete\""));
  CHECK(contains(cooling, "data-step=\"withdraw\""));
  const auto ready = page_of(approved("2026-11-24T07:05:00.000Z"));
  CHECK(contains(ready, "data-step=\"complete\""));
  CHECK(contains(ready, "data-step=\"withdraw\""));
}

TEST_CASE("Who only looks on has no button and is asked for no password") {
  const auto page = page_of(sample::payee_change(), false, true);
  CHECK(contains(page, "••••4567"));
  CHECK_FALSE(contains(page, "<button"));
  CHECK_FALSE(contains(page, "id=\"proof\""));
  CHECK(contains(page_of(sample::payee_change(), true, true), "id=\"proof\""));
  CHECK_FALSE(contains(page_of(sample::payee_change(), true, false), "id=\"proof\""));
}

TEST_CASE("The board's day says that changes wait, to those who may see them") {
  const auto day = [](std::optional<std::size_t> waiting) {
    return board_page(sample::settlement(), at("2026-11-24T11:05:09.000Z"), {true, {}, {}, waiting})
        .body;
  };
  CHECK(contains(day(2), "Đổi tài khoản nhận tiền: 2 đang chờ"));
  CHECK_FALSE(contains(day(0), "đang chờ"));
  CHECK(contains(day(0), "/board/payee-changes"));
  CHECK_FALSE(contains(day(std::nullopt), "/board/payee-changes"));
}
