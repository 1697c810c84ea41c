#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

const Actor household{Party::household, "an"};
const Actor board{Party::board, "binh"};
const PayeeAccount new_account{"970422", "0901234567"};

/// Stall A01 of a market, and the steps of a change of its account.
struct Stall01 {
  MarketDesk desk;
  StallId id = (desk.open_market(), StallId::parse("A01").value());

  Result<PayeeChange> ask(const Actor& actor, PayeeAccount account = new_account) {
    return desk.ask(
        AskPayeeChange{MarketDesk::market(), id, std::move(account), "HKD NGUYEN VAN AN", actor});
  }
  Result<PayeeChange> approve(const std::string& change, const Actor& actor) {
    return desk.ask(ApprovePayeeChange{MarketDesk::market(), id, change, actor, 24h});
  }
  Result<PayeeChange> withdraw(const std::string& change, const Actor& actor) {
    return desk.ask(WithdrawPayeeChange{MarketDesk::market(), id, change, actor});
  }
  Result<PayeeChange> complete(const std::string& change, const Actor& actor) {
    return desk.ask(CompletePayeeChange{MarketDesk::market(), id, change, actor});
  }
  const Stall& stall() const {
    return *desk.rules.book(MarketDesk::market())->registry()->stall(id);
  }
};

}  // namespace

TEST_CASE("One side agrees with nobody but itself: no order of steps changes the account alone") {
  for (const auto& alone : {household, board}) {
    Stall01 at;
    const auto before = at.stall().account;
    const auto id = at.ask(alone)->id;
    // The same side under another name, and the same person on the other side.
    const Actor again{alone.party, "another name"};
    const Actor both{alone.party == Party::board ? Party::household : Party::board, alone.by};
    for (const auto& actor : {alone, again, both}) {
      CHECK(at.approve(id, actor).error().code == Errc::needs_other_party);
      at.desk.clock.advance(48h);
      CHECK(at.complete(id, actor).error().code == Errc::payee_change_not_ready);
    }
    CHECK(at.stall().account == before);
    CHECK(at.stall().issue == 1);
  }
}

TEST_CASE("Two people, a day of waiting, then a new sticker: not an hour before") {
  Stall01 at;
  const auto old_account = at.stall().account;
  const auto id = at.ask(household)->id;
  CHECK(at.approve(id, board)->status(at.desk.clock.now()) == PayeeChangeStatus::cooling);
  at.desk.clock.advance(24h - 1ms);
  CHECK(at.complete(id, board).error().code == Errc::payee_change_not_ready);
  CHECK(at.stall().account == old_account);
  at.desk.clock.advance(1ms);
  CHECK(at.complete(id, household)->done);
  CHECK(at.stall().account == new_account);
  CHECK(at.stall().holder == "HKD NGUYEN VAN AN");
  CHECK(at.stall().issue == 2);
  const auto entries = at.desk.log.size();
  CHECK(at.complete(id, board)->done);
  CHECK(at.desk.log.size() == entries);
  auto paid = at.desk.notice("A01", 50'000, "mua ca");
  CHECK(paid.account == new_account.number);
  CHECK(at.desk.take(paid).verdict == CreditVerdict::static_);
}

TEST_CASE("Either side can stop a change until it is done") {
  for (const auto& actor : {household, board}) {
    Stall01 at;
    const auto id = at.ask(board)->id;
    at.approve(id, household);
    at.desk.clock.advance(48h);
    CHECK(at.withdraw(id, actor)->withdrawn);
    CHECK(at.complete(id, actor).error().code == Errc::payee_change_not_ready);
    CHECK(at.approve(id, household).error().code == Errc::not_pending);
    CHECK(at.ask(actor).has_value());  // and a new one may be asked for
  }
}

TEST_CASE("A stall has one open change, of another account that no other market has") {
  Stall01 at;
  CHECK(at.ask(household, at.stall().account).error().code == Errc::bad_account);
  CHECK(at.ask(household, {"97042", "1"}).error().code == Errc::bad_account);
  const auto id = at.ask(household)->id;
  CHECK(at.ask(board).error().code == Errc::payee_change_open);
  CHECK(at.approve("pc_other", board).error().code == Errc::unknown_payee_change);
  CHECK(at.desk.ask(ShowPayeeChange{MarketDesk::market(), at.id})->id == id);
}

TEST_CASE("Money to the account that a stall gave up waits for a person, its open sales do not") {
  Stall01 at;
  const auto sale = at.desk.open_request("A01", 70'000).request;
  auto to_old = at.desk.notice("A01", 50'000, "mua ca");
  auto for_sale = at.desk.notice("A01", 70'000, std::string{sale.reference.text()});
  const auto id = at.ask(household)->id;
  at.approve(id, board);
  at.desk.clock.advance(24h);
  at.complete(id, board);
  CHECK(at.desk.take(for_sale).verdict == CreditVerdict::paid);
  const auto taken = at.desk.take(to_old);
  CHECK(taken.verdict == CreditVerdict::unmatched);
  CHECK(read_credit(at.desk.log.back().entry).reason == MatchReason::former_account);
  CHECK(at.desk.ask(Allocate{MarketDesk::market(), taken.seq, {{at.id, "", Dong{50'000}}}, "b", ""})
            .has_value());
}

TEST_CASE("For money on an account that no stall has any more no sale is offered") {
  Stall01 at;
  at.desk.open_request("A01", 50'000);
  auto to_old = at.desk.notice("A01", 50'000, "mua ca");
  const auto id = at.ask(household)->id;
  at.approve(id, board);
  at.desk.clock.advance(24h);
  at.complete(id, board);
  REQUIRE(at.desk.take(to_old).verdict == CreditVerdict::unmatched);
  const auto suspense = at.desk.ask(ShowSuspense{MarketDesk::market()}).value();
  CHECK(suspense.credits.size() == 1);
  CHECK(suspense.requests.empty());
}

TEST_CASE("A stall that is there cannot be opened again with another account") {
  Stall01 at;
  const auto& stall = at.stall();
  const OpenStall again{MarketDesk::market(), at.id,           stall.zone,  stall.name,
                        stall.trade,          stall.household, new_account, "X"};
  CHECK(at.desk.ask(again).error().code == Errc::already_exists);
  CHECK(at.stall().account != new_account);
}

TEST_CASE("A change that waits is listed until it is done or taken back, and no longer") {
  Stall01 at;
  const auto listed = [&] { return at.desk.ask(ShowPayeeChanges{MarketDesk::market()}).value(); };
  CHECK(listed().empty());
  const auto id = at.ask(household)->id;
  REQUIRE(listed().size() == 1);
  CHECK(listed().front().id == id);
  at.approve(id, board);
  at.desk.clock.advance(24h);
  CHECK(listed().size() == 1);
  at.complete(id, board);
  CHECK(listed().empty());
  at.withdraw(at.ask(board, {"970422", "0901234568"})->id, household);
  CHECK(listed().empty());
  CHECK(at.desk.ask(ShowPayeeChanges{MarketId::parse("cho-khac").value()}).error().code ==
        Errc::unknown_market);
}
