#include "gateway/app/kept_retention.hpp"

#include <catch2/catch.hpp>

#include "gateway/api/kept_answer.hpp"
#include "gateway/bank/kept_message.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace std::chrono_literals;

namespace {

std::pair<std::string, std::string> kept(const std::string& body, ledger::Instant at) {
  const auto row = bank::kept_row({"sepay-main", "of no account of ours", at, body});
  return {row.name, *row.value};
}

}  // namespace

TEST_CASE("A kept message goes when its time is over, not a moment before") {
  const auto now = testing::market_morning();
  const auto keep = 24h;
  const std::vector rows{kept("new", now), kept("due", now - keep), kept("old", now - keep - 1ms)};
  CHECK(app::outlived(rows, now, keep) == std::vector{rows[2].first});
}

TEST_CASE("A kept answer goes after its day, and at once where nobody can read it") {
  const auto now = testing::market_morning();
  const auto row = [](ledger::Instant at) { return api::kept_answer_text({at, {}, {}, "sealed"}); };
  const app::VaultRows rows{
      {"answer/new", row(now)}, {"answer/old", row(now - 24h)}, {"answer/other", "no answer"}};
  CHECK(app::outlived_answers(rows, now) == app::VaultRows{rows[1], rows[2]});
}

TEST_CASE("A kept message that nobody can read, or of tomorrow, stays") {
  const auto now = testing::market_morning();
  CHECK(app::outlived({{"kept/sepay-main/00", "no message"}}, now, 1h).empty());
  CHECK(app::outlived({kept("of a clock ahead", now + 48h)}, now, 1h).empty());
}
