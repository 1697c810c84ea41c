#include "gateway/api/statement_import.hpp"

#include <algorithm>

#include "gateway/api/evidence.hpp"
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
  const auto today = ledger::business_day_of(services.clock.now());
  const auto& lines = check.statement.lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (check.comparison.lines[i].verdict != statement::Verdict::missing_in_ledger) continue;
    if (!statement::can_be_posted(lines[i], today)) {
      check.posted[i] = {lines[i].reference.empty() ? "no_reference" : "day_not_come", {}};
      continue;
    }
    auto notice = notice_of_line(lines[i], check.heading);
    auto evidence = ledger::make_private_part(evidence_of(notice, statement::line_json(lines[i])),
                                              services.random);
    merchant::TakeNotice what{std::move(notice), sandbox, std::move(evidence)};
    const auto asked = co_await services.lane.ask(loop, what);
    if (asked.state != LaneState::answered) co_return asked.state;
    check.posted[i] = {posted_name(asked.answer.outcome), asked.answer.seq};
  }
  merchant::ImportStatement what{
      market, check.heading,
      ledger::make_private_part(statement::lines_text(lines), services.random)};
  const auto asked = co_await services.lane.ask(loop, what);
  if (asked.state == LaneState::answered && asked.answer) check.heading = *asked.answer;
  co_return asked.state;
}

}  // namespace chopay::api
