#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

/// A sale of 85.000 đ at A01 that was paid whole.
struct PaidSale {
  MarketDesk desk;
  PaymentRequest request = (desk.open_market(), desk.open_request("A01", 85'000).request);
  ledger::Seq credit =
      desk.take(desk.notice("A01", 85'000, std::string{request.reference.text()})).seq;

  Result<Refund> refund(std::int64_t dong) {
    return desk.ask(RequestRefund{MarketDesk::market(), credit, Dong{dong}, {}, {}, "till", "x"});
  }
  TakeNotice::Answer pay_out(const Refund& refund, std::int64_t dong) {
    auto notice = desk.notice("A01", dong, "hoan tien " + std::string{refund.reference.text()});
    notice.direction = Direction::out;
    return desk.take(notice);
  }
  RequestStatus status() { return desk.ask(FindRequest{request.id})->status; }
  RefundStatus status_of(const Refund& refund) {
    return desk.ask(ShowRefunds{MarketDesk::market(), refund.id})->front().status();
  }
};

}  // namespace

TEST_CASE("Asking for a refund moves no money, the bank's notice with its code does") {
  PaidSale sale;
  const auto refund = sale.refund(85'000).value();
  CHECK(refund.status() == RefundStatus::waiting);
  CHECK(sale.status() == RequestStatus::paid);
  CHECK(sale.desk.balance("refund/A01").is_zero());
  CHECK(sale.pay_out(refund, 85'000).outcome == NoticeOutcome::refund_paid);
  CHECK(sale.status_of(refund) == RefundStatus::paid);
  CHECK(sale.status() == RequestStatus::refunded);
  CHECK(sale.desk.balance("refund/A01") == Dong{85'000});
  CHECK(sale.desk.balance("bank/970436/1017595600").is_zero());
}

TEST_CASE("A refund in parts closes with the last, and never takes more than it asked for") {
  PaidSale sale;
  const auto refund = sale.refund(50'000).value();
  CHECK(sale.pay_out(refund, 50'001).outcome == NoticeOutcome::outgoing);
  CHECK(sale.pay_out(refund, 20'000).outcome == NoticeOutcome::refund_paid);
  CHECK(sale.status_of(refund) == RefundStatus::part_paid);
  CHECK(sale.status() == RequestStatus::part_refunded);
  CHECK(sale.pay_out(refund, 30'000).outcome == NoticeOutcome::refund_paid);
  CHECK(sale.status_of(refund) == RefundStatus::paid);
  CHECK(sale.pay_out(refund, 1).outcome == NoticeOutcome::outgoing);
  CHECK(sale.refund(35'001).error().code == Errc::bad_refund_amount);
  CHECK(sale.refund(35'000).has_value());
}

TEST_CASE("The same outgoing notice again writes nothing") {
  PaidSale sale;
  const auto refund = sale.refund(50'000).value();
  auto notice = sale.desk.notice("A01", 20'000, std::string{refund.reference.text()});
  notice.direction = Direction::out;
  const auto first = sale.desk.take(notice);
  const auto entries = sale.desk.log.size();
  const auto again = sale.desk.take(notice);
  CHECK(again.outcome == NoticeOutcome::duplicate);
  CHECK(again.seq == first.seq);
  CHECK(sale.desk.log.size() == entries);
  CHECK(sale.status_of(refund) == RefundStatus::part_paid);
}

TEST_CASE("No more can be asked back than came, however many refunds wait") {
  PaidSale sale;
  CHECK(sale.refund(0).error().code == Errc::bad_refund_amount);
  CHECK(sale.refund(-1).error().code == Errc::bad_refund_amount);
  CHECK(sale.refund(85'001).error().code == Errc::bad_refund_amount);
  const auto first = sale.refund(60'000).value();
  CHECK(sale.refund(60'000).error().code == Errc::bad_refund_amount);
  CHECK(sale.desk.ask(CancelRefund{MarketDesk::market(), first.id, "till"})->cancelled);
  CHECK(sale.refund(60'000).has_value());
}

TEST_CASE("A cancelled refund that is paid all the same is counted, as far as money is left") {
  PaidSale sale;
  const auto refund = sale.refund(60'000).value();
  sale.desk.ask(CancelRefund{MarketDesk::market(), refund.id, "till"});
  const auto other = sale.refund(85'000).value();
  CHECK(sale.pay_out(refund, 60'000).outcome == NoticeOutcome::outgoing);
  sale.desk.ask(CancelRefund{MarketDesk::market(), other.id, "till"});
  CHECK(sale.pay_out(refund, 60'000).outcome == NoticeOutcome::refund_paid);
  CHECK(sale.status() == RequestStatus::part_refunded);
}

TEST_CASE("Money of a credit that goes back cannot be moved to another sale") {
  PaidSale sale;
  CHECK(sale.refund(10'000).has_value());
  const auto other = sale.desk.open_request("A01", 85'000).request;
  const auto moved = sale.desk.ask(Allocate{
      MarketDesk::market(), sale.credit, {{other.stall, other.id, Dong{85'000}}}, "till", ""});
  CHECK(moved.error().code == Errc::credit_refunded);
}

TEST_CASE("What no stall explains is explained first, then given back") {
  MarketDesk desk;
  desk.open_market();
  const auto seq = desk.take(desk.notice("A02", 30'000, "nham")).seq;
  const auto ask = [&] {
    return desk.ask(RequestRefund{MarketDesk::market(), seq, Dong{30'000}, {}, {}, "board", ""});
  };
  CHECK(ask().error().code == Errc::not_allocated);
  const auto a02 = StallId::parse("A02").value();
  CHECK(desk.ask(Allocate{MarketDesk::market(), seq, {{a02, "", Dong{30'000}}}, "board", ""})
            .has_value());
  CHECK(ask().has_value());
}

TEST_CASE("A refund's code in money that comes in, or on another account, closes nothing") {
  PaidSale sale;
  const auto refund = sale.refund(85'000).value();
  const std::string code{refund.reference.text()};
  sale.desk.take(sale.desk.notice("A01", 85'000, code));
  auto other = sale.desk.notice("A02", 85'000, code);
  other.direction = Direction::out;
  CHECK(sale.desk.take(other).outcome == NoticeOutcome::outgoing);
  CHECK(sale.status_of(refund) == RefundStatus::waiting);
}

TEST_CASE("Money that leaves with a code that is mistyped, or of a sale, closes no refund") {
  PaidSale sale;
  const auto refund = sale.refund(85'000).value();
  std::string mistyped{refund.reference.text()};
  mistyped.back() = mistyped.back() == '7' ? '8' : '7';
  for (const auto& text : {mistyped, std::string{sale.request.reference.text()}}) {
    auto notice = sale.desk.notice("A01", 85'000, text);
    notice.direction = Direction::out;
    CHECK(sale.desk.take(notice).outcome == NoticeOutcome::outgoing);
  }
  CHECK(sale.status_of(refund) == RefundStatus::waiting);
  CHECK(sale.pay_out(refund, 85'000).outcome == NoticeOutcome::refund_paid);
}
