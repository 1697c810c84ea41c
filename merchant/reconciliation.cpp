#include "merchant/reconciliation.hpp"

#include <boost/json.hpp>

namespace chopay::merchant {

namespace json = boost::json;

Dong Reconciliation::explained_elsewhere() const {
  Dong listed;
  for (const auto& credit : unexplained) listed += credit.amount;
  return settlement.totals.unmatched - listed;
}

Dong Reconciliation::difference() const {
  const auto& totals = settlement.totals;
  return at_banks - totals.gross + totals.refunds - totals.unmatched;
}

namespace {

json::array statements_json(const Reconciliation& reconciliation) {
  json::array rows;
  for (const auto& day : reconciliation.statements) rows.push_back(statement::to_json(day));
  return rows;
}

json::array without_statement_json(const Reconciliation& reconciliation) {
  json::array rows;
  for (const auto& row : reconciliation.without_statement) {
    rows.push_back({{"bank", row.account.bank},
                    {"account", masked(row.account)},
                    {"postings", row.postings},
                    {"amount", row.amount.count()}});
  }
  return rows;
}

}  // namespace

std::string to_json(const Reconciliation& reconciliation) {
  const auto& settlement = reconciliation.settlement;
  json::array unexplained_rows;
  for (const auto& credit : reconciliation.unexplained) {
    unexplained_rows.push_back({{"seq", ledger::number(credit.seq)},
                                {"amount", credit.amount.count()},
                                {"account", masked(credit.account)},
                                {"occurred_at", ledger::format_instant(credit.occurred_at)}});
  }
  json::array late_rows;
  for (const auto& credit : reconciliation.late) {
    late_rows.push_back(
        {{"seq", ledger::number(credit.seq)},
         {"stall", credit.stall.empty() ? json::value{} : json::value(credit.stall.text())},
         {"amount", credit.amount.count()},
         {"occurred_at", ledger::format_instant(credit.occurred_at)},
         {"mark", "Ghi nhận muộn"}});
  }
  const auto& totals = settlement.totals;
  const auto shown = [&](Dong sum) {
    return settlement.hidden ? json::value{} : json::value(sum.count());
  };
  return json::serialize(
      json::object{{"date", to_string(settlement.date)},
                   {"market", settlement.market.text()},
                   {"closed", reconciliation.closed},
                   {"at_banks", shown(reconciliation.at_banks)},
                   {"sales", shown(totals.gross)},
                   {"refunds", shown(totals.refunds)},
                   {"unmatched", totals.unmatched.count()},
                   {"explained_elsewhere", reconciliation.explained_elsewhere().count()},
                   {"difference", reconciliation.difference().count()},
                   {"unexplained", std::move(unexplained_rows)},
                   {"late", std::move(late_rows)},
                   {"late_hidden", reconciliation.late_hidden},
                   {"statements", statements_json(reconciliation)},
                   {"without_statement", without_statement_json(reconciliation)},
                   {"accounts_hidden", reconciliation.accounts_hidden},
                   {"head",
                    {{"seq", ledger::number(settlement.head.seq)},
                     {"hash", ledger::to_hex(settlement.head.hash)}}}});
}

}  // namespace chopay::merchant
