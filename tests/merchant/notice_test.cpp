#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

RequestStatus status(MarketDesk& desk, const PaymentRequest& request) {
  return desk.ask(FindRequest{request.id})->status;
}

std::string text_with(const PaymentRequest& request) {
  std::string code{request.reference.text()};
  for (auto& c : code) c = static_cast<char>(std::tolower(c));
  return "MBVCB.3278907687.123456." + code + ".CT tu 0123 NGUYEN VAN A toi 1017595600";
}

}  // namespace

TEST_CASE("Exact money with the code pays the request, whatever the bank put around the code") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  const auto taken = desk.take(desk.notice("A01", 85'000, text_with(request)));
  CHECK(taken.outcome == NoticeOutcome::posted);
  CHECK(taken.verdict == CreditVerdict::paid);
  CHECK(status(desk, request) == RequestStatus::paid);
  CHECK(desk.balance("sales/A01") == Dong{-85'000});
  CHECK(desk.balance("bank/970436/1017595600") == Dong{85'000});
}

TEST_CASE("Short, then the rest: short first, paid in the end") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 200'000).request;
  CHECK(desk.take(desk.notice("A01", 200, text_with(request))).verdict == CreditVerdict::short_);
  CHECK(status(desk, request) == RequestStatus::short_);
  CHECK(desk.take(desk.notice("A01", 199'800, text_with(request))).verdict == CreditVerdict::paid);
  CHECK(status(desk, request) == RequestStatus::paid);
}

TEST_CASE("Too much is over, and a second payment of a paid request is named again") {
  MarketDesk desk;
  desk.open_market();
  const auto over = desk.open_request("A01", 50'000).request;
  CHECK(desk.take(desk.notice("A01", 60'000, text_with(over))).verdict == CreditVerdict::over);
  CHECK(status(desk, over) == RequestStatus::over);
  const auto twice = desk.open_request("A01", 50'000).request;
  desk.take(desk.notice("A01", 50'000, text_with(twice)));
  CHECK(desk.take(desk.notice("A01", 50'000, text_with(twice))).verdict == CreditVerdict::again);
  CHECK(status(desk, twice) == RequestStatus::over);
}

TEST_CASE("Money after the end is late, by the bank's clock and not by ours") {
  MarketDesk desk;
  desk.open_market();
  const auto in_time = desk.open_request("A01", 50'000).request;
  auto notice = desk.notice("A01", 50'000, text_with(in_time));
  desk.clock.advance(20min);  // the notice was delayed, the transfer was not
  CHECK(desk.take(notice).verdict == CreditVerdict::paid);
  CHECK(status(desk, in_time) == RequestStatus::paid);

  const auto late = desk.open_request("A01", 50'000).request;
  desk.clock.advance(20min);
  CHECK(desk.take(desk.notice("A01", 50'000, text_with(late))).verdict == CreditVerdict::late);
  CHECK(status(desk, late) == RequestStatus::late);
}

TEST_CASE("The same notice again gives the same seq and writes nothing") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  const auto notice = desk.notice("A01", 85'000, text_with(request));
  const auto first = desk.take(notice);
  const auto entries = desk.log.size();
  const auto again = desk.take(notice);
  CHECK(again.outcome == NoticeOutcome::duplicate);
  CHECK(again.seq == first.seq);
  CHECK(again.verdict == CreditVerdict::paid);
  CHECK(desk.log.size() == entries);
}

TEST_CASE("The same key with another amount is kept as a rejection once and posts nothing") {
  MarketDesk desk;
  desk.open_market();
  auto notice = desk.notice("A01", 85'000, "");
  desk.take(notice);
  notice.amount = Dong{850'000};
  CHECK(desk.take(notice).outcome == NoticeOutcome::conflict);
  const auto entries = desk.log.size();
  CHECK(desk.log.back().entry.kind == ledger::Kind::rejection);
  CHECK(desk.take(notice).outcome == NoticeOutcome::conflict);
  CHECK(desk.log.size() == entries);
  CHECK(desk.balance("sales/A01") == Dong{-85'000});
}

TEST_CASE("Without a code the account's only stall is credited") {
  MarketDesk desk;
  desk.open_market();
  CHECK(desk.take(desk.notice("A01", 30'000, "mua ca")).verdict == CreditVerdict::static_);
  CHECK(desk.log.back().entry.stall.text() == "A01");
}

TEST_CASE("A shared account without a code is suspense, the stall's own code decides") {
  MarketDesk desk;
  desk.open_market();
  CHECK(desk.take(desk.notice("A02", 30'000, "mua ca")).verdict == CreditVerdict::unmatched);
  CHECK(desk.balance("suspense/ha-long-1") == Dong{-30'000});
  const auto& registry = *desk.rules.book(MarketDesk::market())->registry();
  const auto* a03 = registry.stall(StallId::parse("A03").value());
  const auto taken = desk.take(desk.notice("A03", 40'000, std::string{a03->memo.text()}));
  CHECK(taken.verdict == CreditVerdict::static_);
  CHECK(desk.balance("sales/A03") == Dong{-40'000});
}

TEST_CASE("A code in a transfer to another account names nothing") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  const auto taken = desk.take(desk.notice("A02", 85'000, text_with(request)));
  CHECK(taken.verdict == CreditVerdict::unmatched);
  CHECK(status(desk, request) == RequestStatus::pending);
}

TEST_CASE("A code with one wrong symbol counts only for an open request of exactly the amount") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A02", 85'000).request;
  std::string damaged{request.reference.text()};
  damaged.back() = damaged.back() == '7' ? '8' : '7';
  CHECK(desk.take(desk.notice("A02", 84'000, damaged)).verdict == CreditVerdict::unmatched);
  CHECK(desk.take(desk.notice("A02", 85'000, damaged)).verdict == CreditVerdict::paid);
  CHECK(desk.take(desk.notice("A02", 85'000, damaged)).verdict == CreditVerdict::unmatched);
}

TEST_CASE("Play money never reaches a live market, nor real money a sandbox") {
  MarketDesk live;
  live.open_market(false);
  CHECK(live.take(live.notice("A01", 1'000, ""), true).outcome == NoticeOutcome::wrong_realm);
  CHECK(live.take(live.notice("A01", 1'000, ""), false).outcome == NoticeOutcome::posted);
  MarketDesk sandbox;
  sandbox.open_market(true);
  CHECK(sandbox.take(sandbox.notice("A01", 1'000, ""), false).outcome ==
        NoticeOutcome::wrong_realm);
}

TEST_CASE("Outgoing money and unknown accounts write nothing") {
  MarketDesk desk;
  desk.open_market();
  const auto entries = desk.log.size();
  auto outgoing = desk.notice("A01", 1'000, "");
  outgoing.direction = Direction::out;
  CHECK(desk.take(outgoing).outcome == NoticeOutcome::outgoing);
  auto unknown = desk.notice("A01", 1'000, "");
  unknown.account = "000";
  CHECK(desk.take(unknown).outcome == NoticeOutcome::unknown_account);
  CHECK(desk.log.size() == entries);
}

TEST_CASE("Neither the payer nor the transfer text stands in the log") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  desk.take(desk.notice("A01", 85'000, text_with(request)));
  CHECK(desk.log.back().bytes.find("NGUYEN") == std::string::npos);
  CHECK(desk.log.back().private_part.find("raw FT") != std::string::npos);
}

TEST_CASE("Money into a stall's virtual account is the stall's, whatever account lies under it") {
  MarketDesk desk;
  desk.open_market();
  auto notice = desk.notice("A01", 30'000, "mua ca");
  notice.virtual_account = notice.account;
  notice.account = "000";
  CHECK(desk.take(notice).verdict == CreditVerdict::static_);
  CHECK(desk.balance("bank/970436/1017595600") == Dong{30'000});
  CHECK(desk.balance("sales/A01") == Dong{-30'000});
}

TEST_CASE("A source of one market posts to no other, neither to its stalls nor to its board") {
  MarketDesk desk;
  desk.open_market();
  const auto other = MarketId::parse("cho-khac").value();
  const PayeeAccount of_board{"970436", "888"};
  desk.ask(OpenMarket{other, {"Chợ khác", "Hải Phòng", true, "Ban quản lý", {of_board, "BQL"}}})
      .value();
  const auto entries = desk.log.size();
  const auto take = [&](const BankNotice& notice, const MarketId& only) {
    return desk.ask(TakeNotice{notice, true, {}, {only}});
  };
  const auto to_stall = desk.notice("A01", 30'000, "mua ca");
  auto to_board = desk.notice("A01", 50'000, "nop phi cho");
  to_board.account = of_board.number;
  CHECK(take(to_stall, other).outcome == NoticeOutcome::unknown_account);
  CHECK(take(to_board, MarketDesk::market()).outcome == NoticeOutcome::unknown_account);
  CHECK(desk.log.size() == entries);
  CHECK(take(to_stall, MarketDesk::market()).outcome == NoticeOutcome::posted);
  CHECK(take(to_board, other).market == other);
}
