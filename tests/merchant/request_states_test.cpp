#include <catch2/catch.hpp>

#include <array>
#include <string>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

constexpr Dong asked{200'000};

/// What can happen to a request. The amounts are chosen so that each means one thing.
enum class Step {
  exact,       // 200.000 in time
  part,        // 150.000 in time
  rest,        // 50.000 in time
  more,        // 260.000 in time
  exact_late,  // 200.000 after the end
  rest_late,   // 50.000 after the end
  cancel,
  time,      // the lifetime passes
  back_60,   // 60.000 given back
  back_all,  // all that is kept given back
  take_out   // the last credit turns out to belong elsewhere
};

class Sale {
 public:
  void take(Step step) {
    switch (step) {
      case Step::exact:
        return credit(200'000, false);
      case Step::part:
        return credit(150'000, false);
      case Step::rest:
        return credit(50'000, false);
      case Step::more:
        return credit(260'000, false);
      case Step::exact_late:
        return credit(200'000, true);
      case Step::rest_late:
        return credit(50'000, true);
      case Step::cancel:
        request_.cancelled_at = now_;
        return;
      case Step::time:
        now_ = request_.expires_at;
        return;
      case Step::back_60:
        return request_.give_back(Dong{60'000});
      case Step::back_all:
        return request_.give_back(request_.kept());
      case Step::take_out:
        return request_.release(last_);
    }
  }
  RequestStatus status() const { return request_.status(now_); }

 private:
  void credit(std::int64_t dong, bool late) {
    last_ = Dong{dong};
    request_.receive(last_, late ? request_.expires_at + 1s : request_.created_at + 1s);
  }

  Instant now_ = testing::market_morning();
  PaymentRequest request_{"r",
                          StallId::parse("A01").value(),
                          asked,
                          "",
                          make_reference(1),
                          {"970436", "1"},
                          now_,
                          now_ + 15min,
                          {},
                          {}};
  Dong last_;
};

struct Row {
  std::vector<Step> before;
  RequestStatus from;
  Step step;
  RequestStatus to;
};

}  // namespace

TEST_CASE("Every transition of a payment request") {
  using S = RequestStatus;
  const std::vector<Row> rows{
      {{}, S::pending, Step::exact, S::paid},
      {{}, S::pending, Step::part, S::short_},
      {{}, S::pending, Step::more, S::over},
      {{}, S::pending, Step::exact_late, S::late},
      {{}, S::pending, Step::rest_late, S::short_},
      {{}, S::pending, Step::cancel, S::cancelled},
      {{}, S::pending, Step::time, S::expired},
      {{Step::time}, S::expired, Step::exact, S::paid},  // the notice was late, not the money
      {{Step::time}, S::expired, Step::exact_late, S::late},
      {{Step::time}, S::expired, Step::rest_late, S::short_},
      {{Step::time}, S::expired, Step::more, S::over},
      {{Step::cancel}, S::cancelled, Step::exact_late, S::late},
      {{Step::cancel}, S::cancelled, Step::part, S::short_},
      {{Step::cancel}, S::cancelled, Step::more, S::over},
      {{Step::cancel}, S::cancelled, Step::time, S::cancelled},
      {{Step::part}, S::short_, Step::rest, S::paid},
      {{Step::part}, S::short_, Step::rest_late, S::late},
      {{Step::part}, S::short_, Step::exact, S::over},
      {{Step::part}, S::short_, Step::time, S::short_},
      {{Step::part}, S::short_, Step::back_60, S::part_refunded},
      {{Step::part}, S::short_, Step::back_all, S::refunded},
      {{Step::part}, S::short_, Step::take_out, S::pending},
      {{Step::part, Step::time}, S::short_, Step::take_out, S::expired},
      {{Step::exact}, S::paid, Step::exact, S::over},  // paid twice
      {{Step::exact}, S::paid, Step::time, S::paid},
      {{Step::exact}, S::paid, Step::back_60, S::part_refunded},
      {{Step::exact}, S::paid, Step::back_all, S::refunded},
      {{Step::exact}, S::paid, Step::take_out, S::pending},
      {{Step::exact_late}, S::late, Step::back_all, S::refunded},
      {{Step::exact_late}, S::late, Step::back_60, S::part_refunded},
      {{Step::exact_late}, S::late, Step::rest, S::over},
      {{Step::exact_late, Step::time}, S::late, Step::take_out, S::expired},
      {{Step::more}, S::over, Step::back_60, S::paid},  // the surplus is back where it came from
      {{Step::more}, S::over, Step::back_all, S::refunded},
      {{Step::more}, S::over, Step::rest, S::over},
      {{Step::more}, S::over, Step::take_out, S::pending},
      {{Step::exact, Step::exact}, S::over, Step::take_out, S::paid},
      {{Step::exact, Step::back_60}, S::part_refunded, Step::back_all, S::refunded},
      {{Step::exact, Step::back_60}, S::part_refunded, Step::time, S::part_refunded},
      {{Step::exact, Step::back_all}, S::refunded, Step::exact, S::paid},
      {{Step::exact, Step::back_all}, S::refunded, Step::time, S::refunded},
  };
  for (const auto& [before, from, step, to] : rows) {
    Sale sale;
    for (const auto earlier : before) sale.take(earlier);
    INFO(status_name(from) << " + step " << static_cast<int>(step) << " after " << before.size());
    CHECK(sale.status() == from);
    sale.take(step);
    CHECK(sale.status() == to);
  }
}

TEST_CASE("A short request asks for the rest with a code of its own, which pays it in time") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A02", 200'000).request;
  const auto ask = [&] { return desk.ask(AskRest{MarketDesk::market(), request.id, 15min}); };
  CHECK(ask().error().code == Errc::not_short);
  desk.take(desk.notice("A02", 150'000, std::string{request.reference.text()}));
  desk.clock.advance(20min);
  const auto rest = ask().value();
  CHECK(rest.request.asks().amount == Dong{50'000});
  CHECK(rest.request.asks().reference != request.reference);
  const auto entries = desk.log.size();
  CHECK(ask()->request.asks().reference == rest.request.asks().reference);
  CHECK(desk.log.size() == entries);
  const auto code = std::string{rest.request.asks().reference.text()};
  CHECK(desk.take(desk.notice("A02", 50'000, code)).verdict == CreditVerdict::paid);
  CHECK(desk.ask(FindRequest{request.id})->status == RequestStatus::paid);
  CHECK(ask().error().code == Errc::not_short);
}

TEST_CASE("A request gets so many codes for its rest and no more") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 200'000).request;
  desk.take(desk.notice("A01", 100'000, std::string{request.reference.text()}));
  for (std::size_t count = 0; count < rest_codes_max; ++count) {
    CHECK(desk.ask(AskRest{MarketDesk::market(), request.id, 15min}).has_value());
    desk.clock.advance(16min);
  }
  CHECK(desk.ask(AskRest{MarketDesk::market(), request.id, 15min}).error().code ==
        Errc::too_many_rests);
}

TEST_CASE("Where some of the rest came the code for the rest asks for what is missing now") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 200'000).request;
  const auto ask = [&] { return desk.ask(AskRest{MarketDesk::market(), request.id, 15min}); };
  desk.take(desk.notice("A01", 100'000, std::string{request.reference.text()}));
  const auto first = ask()->request.asks();
  desk.take(desk.notice("A01", 30'000, std::string{first.reference.text()}));
  const auto entries = desk.log.size();
  REQUIRE(ask().has_value());
  CHECK(desk.log.size() == entries + 1);
  const auto second = ask()->request.asks();
  CHECK(second.amount == Dong{70'000});
  CHECK(second.reference != first.reference);
  // Who pays the code of before all the same has paid for this sale.
  desk.take(desk.notice("A01", 70'000, std::string{first.reference.text()}));
  CHECK(desk.ask(FindRequest{request.id})->status == RequestStatus::paid);
}

TEST_CASE("A chosen id opens one request however often it is put, and names what differs") {
  MarketDesk desk;
  desk.open_market();
  const auto put = [&](std::string id, const char* stall, std::int64_t dong, std::string note) {
    return desk.ask(OpenRequest{MarketDesk::market(),
                                StallId::parse(stall).value(),
                                Dong{dong},
                                std::move(note),
                                15min,
                                {},
                                std::move(id)});
  };
  const auto first = put("order-17", "A01", 85'000, "a").value();
  CHECK(first.request.id == "order-17");
  CHECK(first.request.link().starts_with("pr_"));
  const auto entries = desk.log.size();
  CHECK(put("order-17", "A01", 85'000, "a")->repeated);
  CHECK(desk.log.size() == entries);
  CHECK(put("order-17", "A02", 85'000, "a").error().detail == "stall");
  CHECK(put("order-17", "A01", 85'001, "a").error().detail == "amount");
  CHECK(put("order-17", "A01", 85'000, "b").error().detail == "note");
  CHECK(put("order-17", "A01", 85'000, "b").error().code == Errc::request_conflict);
  for (const auto* bad : {"pr_mine", "a b", "ä", "a/b"}) {
    CHECK(put(bad, "A01", 85'000, "").error().code == Errc::bad_request_id);
  }
  CHECK(put(std::string(65, 'x'), "A01", 1, "").error().code == Errc::bad_request_id);
  CHECK(put(std::string(64, 'x'), "A01", 1, "").has_value());
  CHECK(put("Sale_2026-11-24.Z~", "A01", 1, "").error().code == Errc::bad_request_id);
  CHECK(put("Sale_2026-11-24.Z", "A01", 1, "")->request.id == "Sale_2026-11-24.Z");
}

TEST_CASE("A chosen id can be guessed, so it opens no pay link") {
  MarketDesk desk;
  desk.open_market();
  const auto opened = desk.ask(OpenRequest{MarketDesk::market(),
                                           StallId::parse("A01").value(),
                                           Dong{85'000},
                                           "",
                                           15min,
                                           {},
                                           "1"})
                          .value();
  CHECK(desk.ask(FindRequest{"1"}).error().code == Errc::unknown_request);
  CHECK(desk.ask(FindRequest{opened.request.link()})->request.id == "1");
  CHECK(desk.ask(FindRequest{"1", MarketDesk::market()})->request.amount == Dong{85'000});
}

TEST_CASE("A finished request leaves the book after a week, with its codes and its link") {
  MarketDesk desk;
  desk.open_market();
  const auto& book = *desk.rules.book(MarketDesk::market());
  const auto old = desk.open_request("A01", 85'000).request;
  desk.clock.advance(request_kept - 1s);
  desk.open_request("A01", 10'000);
  CHECK(book.requests_kept() == 2);
  CHECK(book.request_of(old.reference));
  desk.clock.advance(1s);
  desk.open_request("A01", 10'000);
  CHECK(book.requests_kept() == 2);
  CHECK_FALSE(book.request_of(old.reference));
  CHECK_FALSE(book.reference_taken(old.reference));
  CHECK(desk.ask(FindRequest{old.id}).error().code == Errc::unknown_request);
  // Money with the forgotten code is money of the stall.
  const auto taken = desk.take(desk.notice("A01", 85'000, std::string{old.reference.text()}));
  CHECK(taken.verdict == CreditVerdict::static_);
}
