#include "merchant/stall_code.hpp"

#include <catch2/catch.hpp>

#include <cctype>

#include "qr/decode.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using qr::Verdict;

namespace {

const PrintRun run{ledger::parse_business_day("2026-11-24").value(), "cho.vn/s"};

std::shared_ptr<const Registry> market() {
  testing::MarketDesk desk;
  desk.open_market();
  return desk.ask(ShowRegistry{testing::MarketDesk::market()}).value();
}

const Stall& stall(const Registry& registry, const char* id) {
  return *registry.stall(StallId::parse(id).value());
}

Verdict verdict(const std::string& text, const char* at) {
  return qr::judge(text, at, issued_codes(market())).verdict;
}

}  // namespace

TEST_CASE("A stall's code pays into its account and names it, without an amount") {
  const auto registry = market();
  const auto& a01 = stall(*registry, "A01");
  const auto code = qr::decode(static_payload(a01), qr::Mode::strict).value();
  CHECK(code.bin() == a01.account.bank);
  CHECK(code.account() == a01.account.number);
  CHECK(code.amount().empty());
  CHECK(code.memo() == static_memo(a01));
  CHECK(static_memo(a01) == std::string{a01.memo.text()} + " A01");
}

TEST_CASE("A code is judged against what the market has issued") {
  const auto registry = market();
  const auto a01 = static_payload(stall(*registry, "A01"));
  const auto a02 = static_payload(stall(*registry, "A02"));
  CHECK(verdict(a01, "A01") == Verdict::genuine);
  CHECK(verdict(a01, "A02") == Verdict::other_stall);
  CHECK(verdict(a01, "") == Verdict::genuine);
  // Two stalls with one account: each has its own code, told apart by its memo.
  CHECK(verdict(a02, "A02") == Verdict::genuine);
  CHECK(verdict(a02, "A03") == Verdict::outdated);
  auto thief = stall(*registry, "A01");
  thief.account.number += "9";
  CHECK(verdict(static_payload(thief), "A01") == Verdict::foreign);
  CHECK(verdict("https://example.vn", "A01") == Verdict::foreign);
  CHECK(verdict(a01.substr(0, a01.size() - 1), "A01") == Verdict::broken);
}

TEST_CASE("A sticker has the registered names, the memo, its issue and where to check it") {
  const auto registry = market();
  const auto& a01 = stall(*registry, "A01");
  const auto sticker = sticker_of(*registry, a01, run);
  CHECK(sticker.market == registry->name);
  CHECK(sticker.zone == registry->zone("A")->name);
  CHECK(sticker.stall_number == "A01");
  CHECK(sticker.account_holder == a01.holder);
  CHECK(sticker.bank_name == "Vietcombank");
  CHECK(sticker.memo == static_memo(a01));
  CHECK(sticker.issue == "Tem số 1, 24/11/2026");
  CHECK(sticker.verify_address == "cho.vn/s/" + std::string{a01.memo.text()} + "-1");
  CHECK(sticker.payload == static_payload(a01));
}

TEST_CASE("A market is printed by zone, and in a zone by number, not by letters") {
  auto registry = *market();
  const auto add = [&](const char* id, const char* zone) {
    auto one = stall(registry, "A01");
    one.id = StallId::parse(id).value();
    one.zone = zone;
    registry.stalls.emplace(one.id, one);
  };
  registry.zones = {{"B", "Khu B"}, {"A", "Khu A"}};
  for (const auto* id : {"B10", "B9", "B1"}) add(id, "B");
  std::vector<std::string> order;
  for (const auto& one : stickers_of(registry, "", run)) order.push_back(one.stall_number);
  CHECK(order == std::vector<std::string>{"B1", "B9", "B10", "A01", "A02", "A03"});
  CHECK(stickers_of(registry, "B", run).size() == 3);
  CHECK(stickers_of(registry, "C", run).empty());
}

TEST_CASE("A sticker's name is read as it was printed, in either case, and in no other form") {
  const auto registry = market();
  const StickerName name{stall(*registry, "A01").memo, 12};
  const auto read = StickerName::parse(name.text());
  REQUIRE(read.has_value());
  CHECK(read->memo == name.memo);
  CHECK(read->issue == 12);
  auto lower = name.text();
  for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  CHECK(StickerName::parse(lower).has_value());
  const std::string memo{name.memo.text()};
  for (const std::string& bad :
       {std::string{}, memo, memo + "-", memo + "-0", memo + "-01", memo + "-1x", memo + "--1",
        memo + "-1000000", "X" + memo + "-1", memo + "-99999999999999999999"}) {
    CHECK_FALSE(StickerName::parse(bad).has_value());
  }
}

TEST_CASE("A stall is found by its own code, whatever its market, and no other code finds one") {
  testing::MarketDesk desk;
  desk.open_market();
  const auto registry = desk.ask(ShowRegistry{testing::MarketDesk::market()}).value();
  const auto& a02 = stall(*registry, "A02");
  const auto found = desk.ask(FindStall{a02.memo});
  REQUIRE(found.has_value());
  CHECK(found->stall == a02.id);
  CHECK(found->registry->market == registry->market);
  const auto request = desk.open_request("A01", 5'000);
  const auto none = desk.ask(FindStall{request.request.reference});
  REQUIRE(none.has_error());
  CHECK(none.error().code == Errc::unknown_stall);
}
