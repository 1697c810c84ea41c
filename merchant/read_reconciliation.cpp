#include "merchant/read_reconciliation.hpp"

#include <algorithm>
#include <string_view>

#include "merchant/entry_data.hpp"
#include "merchant/log_search.hpp"
#include "merchant/statement/day_comparison.hpp"

namespace chopay::merchant {
namespace {

/// The credits that count for the day since their own was closed. None can be older than the day
/// before, and none comes after the close of the day itself; where the day before is open, there
/// are none, and the log need not be read: a day that nobody ever closes would be read to its head.
std::vector<LateCredit> late_credits(ledger::Reader& reader, const MarketId& market,
                                     ledger::BusinessDay date, ledger::Seq head) {
  std::vector<LateCredit> late;
  const ledger::Instant midnight{date.date() - ledger::vietnam_offset};
  const auto after = last_before(reader, market, midnight - std::chrono::hours{24}, head);
  reader.read(market, after, ledger::number(head), [&](const ledger::StoredEntry& stored) {
    const auto entry = ledger::decode(stored.bytes).value();
    if (entry.kind == ledger::Kind::day_closed && entry.day == date) return false;
    if (entry.kind == ledger::Kind::credit && entry.day == date && entry.key->day != date) {
      late.push_back(
          {entry.seq, entry.stall, received_at_bank(entry), read_credit(entry).occurred_at});
    }
    return true;
  });
  return late;
}

/// What the banks say came, and the accounts of which no statement tells.
void add_accounts(const DayState& state, const ledger::DayTotals& sums, Reconciliation& all) {
  constexpr std::string_view bank_prefix = "bank/";
  for (const auto& total : sums.totals) {
    if (!total.account.starts_with(bank_prefix)) continue;
    all.at_banks += total.amount;
    const auto path = total.account.substr(bank_prefix.size());
    const auto slash = path.find('/');
    if (slash == std::string::npos) continue;
    const PayeeAccount account{path.substr(0, slash), path.substr(slash + 1)};
    const auto is_of_account = [&](const auto& one) { return one.account == account; };
    if (std::ranges::none_of(state.statements, is_of_account)) {
      all.without_statement.push_back({account, total.postings, total.amount});
    }
  }
}

Reconciliation read_one(ledger::Reader& reader, const DayState& state) {
  const auto sums = reader.day_totals(state.registry->market, state.date);
  Reconciliation all;
  all.settlement = settle(*state.registry, state.date, sums);
  all.closed = state.closed;
  all.unexplained = state.unexplained;
  add_accounts(state, sums, all);
  return all;
}

}  // namespace

Reconciliation read_reconciliation(ledger::Reader& reader, const DayState& state) {
  auto all = std::move(read_reconciliations(reader, {state}).front());
  if (state.takes_late) {
    all.late = late_credits(reader, state.registry->market, state.date, all.settlement.head.seq);
  }
  return all;
}

std::vector<Reconciliation> read_reconciliations(ledger::Reader& reader,
                                                 const std::vector<DayState>& states) {
  std::vector<Reconciliation> days;
  days.reserve(states.size());
  std::vector<statement::DayStatements> statements;
  statements.reserve(states.size());
  {
    const ledger::FrozenView view{reader};  // one head for all days
    for (const auto& state : states) days.push_back(read_one(reader, state));
  }
  for (const auto& state : states) statements.push_back({state.date, state.statements});
  const auto& market = states.front().registry->market;
  const auto head = days.back().settlement.head.seq;
  for (auto& account : statement::account_days(reader, market, statements, head)) {
    const auto place = account.day.days() - states.front().date.days();
    days[static_cast<std::size_t>(place)].statements.push_back(std::move(account));
  }
  return days;
}

}  // namespace chopay::merchant
