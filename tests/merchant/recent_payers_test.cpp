#include "merchant/recent_payers.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay::merchant;
using namespace std::chrono_literals;

namespace {

BankNotice payment(std::string payer, std::int64_t dong = 50'000) {
  BankNotice notice;
  notice.bank = "970436";
  notice.account = "1017595600";
  notice.amount = chopay::ledger::Dong{dong};
  notice.payer_name = std::move(payer);
  notice.occurred_at = chopay::testing::market_morning();
  return notice;
}

BankNotice later(BankNotice notice, std::chrono::seconds by) {
  notice.occurred_at += by;
  return notice;
}

}  // namespace

TEST_CASE("The same payer, sum and account within a minute, either way round, is paid just now") {
  RecentPayers payers;
  const auto first = payment("NGUYEN VAN A");
  CHECK_FALSE(payers.paid_just_now(first));
  payers.remember(first);
  CHECK(payers.paid_just_now(later(first, 60s)));
  CHECK(payers.paid_just_now(later(first, -60s)));
  CHECK_FALSE(payers.paid_just_now(later(first, 61s)));
  CHECK_FALSE(payers.paid_just_now(later(first, -61s)));
}

TEST_CASE("Another payer, sum or account is another payment, and no name is nobody's") {
  RecentPayers payers;
  const auto first = payment("NGUYEN VAN A");
  payers.remember(first);
  payers.remember(payment(""));
  CHECK_FALSE(payers.paid_just_now(payment("TRAN THI B")));
  CHECK_FALSE(payers.paid_just_now(payment("NGUYEN VAN A", 50'001)));
  CHECK_FALSE(payers.paid_just_now(payment("")));
  auto elsewhere = first;
  elsewhere.account = "1017595601";
  CHECK_FALSE(payers.paid_just_now(elsewhere));
  auto numbered = first;
  numbered.payer_account = "0123";
  CHECK_FALSE(payers.paid_just_now(numbered));
}

TEST_CASE("The payment before last is forgotten for the last, and the oldest for the newest") {
  RecentPayers payers;
  const auto first = payment("NGUYEN VAN A");
  payers.remember(first);
  payers.remember(later(first, 10min));
  CHECK_FALSE(payers.paid_just_now(first));
  CHECK(payers.paid_just_now(later(first, 10min)));
  for (std::size_t i = 1; i < RecentPayers::kept_max; ++i) {
    payers.remember(payment("PAYER " + std::to_string(i)));
  }
  CHECK(payers.paid_just_now(later(first, 10min)));
  payers.remember(payment("ONE MORE"));
  CHECK_FALSE(payers.paid_just_now(later(first, 10min)));
  CHECK(payers.paid_just_now(payment("ONE MORE")));
}
