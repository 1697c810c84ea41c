#include "gateway/api/statement_import.hpp"

#include <algorithm>

#include "gateway/api/evidence.hpp"
#include "gateway/net/signal.hpp"
#include "merchant/board_view.hpp"
#include "merchant/statement/statement_json.hpp"

namespace chopay::api {
namespace {

namespace statement = merchant::statement;
using merchant::NoticeOutcome;

std::string_view posted_name(NoticeOutcome outcome) {
  switch (outcome) {
    case NoticeOutcome::posted:
      return "posted";
    case NoticeOutcome::duplicate:
      return "duplicate";
    case NoticeOutcome::conflict:
      return "conflict";
    default:
      return "refused";
  }
}

/// The line as the notice that never came. Without a time of day it is the day's first moment, so
/// that nothing is matched by a time that nobody knows.
merchant::BankNotice notice_of_line(const statement::Line& line,
                                    const statement::Imported& heading) {
  merchant::BankNotice notice;
  notice.source = statement::source_of(heading.id);
  notice.provider_id = "row " + std::to_string(line.row);
  notice.bank = heading.account.bank;
  notice.account = heading.account.number;
  notice.bank_ref = line.reference;
  notice.day = line.day;
  notice.amount = line.amount;
  notice.content = line.text;
  notice.occurred_at =
      line.occurred_at.value_or(ledger::Instant{line.day.date()} - ledger::vietnam_offset);
  notice.payer_name = line.counter_name;
  notice.payer_account = line.counter_account;
  return notice;
}

/// How many lines wait for the lane at once: enough to share its commits, few beside the notices
/// that it has room for.
constexpr std::size_t posters_max = 16;

/// The lines that are to be posted, taken one after the other by coroutines of one loop.
struct LinesToPost {
  LinesToPost(net::Loop& loop, StatementCheck& check_, bool sandbox_)
      : check(check_), sandbox(sandbox_), ended(loop) {}

  /// Takes those that can be posted; of the others it is said why not.
  void choose(ledger::BusinessDay today) {
    for (std::size_t i = 0; i < check.statement.lines.size(); ++i) {
      if (check.comparison.lines[i].verdict != statement::Verdict::missing_in_ledger) continue;
      const auto& line = check.statement.lines[i];
      if (statement::can_be_posted(line, today)) {
        lines.push_back(i);
      } else {
        check.posted[i] = {line.reference.empty() ? "no_reference" : "day_not_come", {}};
      }
    }
  }

  StatementCheck& check;  ///< of the one who waits for `ended`
  bool sandbox;
  std::vector<std::size_t> lines;
  std::size_t next = 0;     ///< the first that nobody has taken
  std::size_t posters = 0;  ///< coroutines that have not ended
  LaneState state = LaneState::answered;
  net::Signal ended;
};

net::Task<void> post_lines(Services& services, net::Loop& loop, std::shared_ptr<LinesToPost> work) {
  auto& check = work->check;
  while (work->next < work->lines.size() && work->state == LaneState::answered) {
    const auto i = work->lines[work->next++];
    const auto& line = check.statement.lines[i];
    auto notice = notice_of_line(line, check.heading);
    auto evidence =
        ledger::make_private_part(evidence_of(notice, statement::line_json(line)), services.random);
    merchant::TakeNotice what{std::move(notice), work->sandbox, std::move(evidence)};
    const auto asked = co_await services.lane.ask(loop, what);
    if (asked.state != LaneState::answered) {
      work->state = asked.state;
    } else {
      check.posted[i] = {posted_name(asked.answer.outcome), asked.answer.seq};
    }
  }
  --work->posters;
  work->ended.notify();
}

}  // namespace

merchant::Result<merchant::PayeeAccount> statement_account(const merchant::Registry& registry,
                                                           const statement::Statement& statement,
                                                           bool board) {
  std::vector<merchant::PayeeAccount> found;
  const auto consider = [&](const merchant::PayeeAccount& account) {
    const bool fits = account.number == statement.account &&
                      (statement.bank.empty() || account.bank == statement.bank);
    if (fits && std::ranges::find(found, account) == found.end()) found.push_back(account);
  };
  for (const auto& [id, stall] : registry.stalls) {
    consider(stall.account);
    for (const auto& account : stall.former) consider(account);
    for (const auto& held : stall.further) consider(held.account);
  }
  if (statement.account.empty()) {
    return merchant::Error{merchant::Errc::unknown_account, "the file names none; say which"};
  }
  if (found.size() > 1) {
    return merchant::Error{merchant::Errc::unknown_account, "two banks have it; say which bank"};
  }
  if (found.empty()) return merchant::Error{merchant::Errc::unknown_account};
  if (board && !merchant::board_sees(registry, found.front())) {
    return merchant::Error{merchant::Errc::consent_needed};
  }
  return found.front();
}

net::Task<LaneState> import_statement(Services& services, net::Loop& loop,
                                      const merchant::MarketId& market, bool sandbox,
                                      StatementCheck& check) {
  const auto work = std::make_shared<LinesToPost>(loop, check, sandbox);
  work->choose(ledger::business_day_of(services.clock.now()));
  work->posters = std::min(posters_max, work->lines.size());
  for (std::size_t i = work->posters; i > 0; --i) loop.spawn(post_lines(services, loop, work));
  net::Waiter waiter{loop};
  while (work->posters > 0) {
    const auto seen = work->ended.version();
    co_await work->ended.wait(waiter, seen, std::chrono::seconds{1});
  }
  if (work->state != LaneState::answered) co_return work->state;
  merchant::ImportStatement what{market, check.heading,
                                 ledger::make_private_part(check.kept_lines, services.random)};
  const auto asked = co_await services.lane.ask(loop, what);
  if (asked.state == LaneState::answered && asked.answer) check.heading = *asked.answer;
  co_return asked.state;
}

}  // namespace chopay::api
