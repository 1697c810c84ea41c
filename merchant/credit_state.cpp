#include "merchant/credit_state.hpp"

#include "merchant/entry_data.hpp"

namespace chopay::merchant {
namespace {

constexpr std::string_view bank_prefix = "bank/";

/// "bank/970436/1017595600": what it says of the account.
PayeeAccount account_of(const std::string& posting) {
  const auto slash = posting.find('/', bank_prefix.size());
  if (slash == std::string::npos) throw BrokenLog("a bank account without a number");
  return {posting.substr(bank_prefix.size(), slash - bank_prefix.size()),
          posting.substr(slash + 1)};
}

/// The amounts by account of explanation; one row for the suspense list where nothing explains.
std::map<std::string, Dong> explained_by(const MarketId& market, Dong amount,
                                         const std::vector<CreditPart>& parts) {
  if (parts.empty()) return {{"suspense/" + market.text(), amount}};
  std::map<std::string, Dong> accounts;
  for (const auto& [stall, sum] : by_stall(parts)) accounts["sales/" + stall.text()] = sum;
  return accounts;
}

}  // namespace

CreditState credit_of(const ledger::Entry& entry) {
  const auto data = read_credit(entry);
  CreditState credit;
  credit.seq = entry.seq;
  credit.day = entry.day;
  credit.occurred_at = data.occurred_at;
  credit.recorded_at = entry.at;
  credit.since = entry.at;
  credit.amount = received_at_bank(entry);
  credit.source = data.source;
  for (const auto& posting : entry.postings) {
    if (posting.account.starts_with(bank_prefix)) credit.account = account_of(posting.account);
  }
  if (!entry.stall.empty()) credit.parts = {{entry.stall, data.request, credit.amount}};
  return credit;
}

std::map<StallId, Dong> by_stall(const std::vector<CreditPart>& parts) {
  std::map<StallId, Dong> sums;
  for (const auto& part : parts) sums[part.stall] += part.amount;
  return sums;
}

std::vector<ledger::Posting> reallocated(const MarketId& market, Dong amount,
                                         const std::vector<CreditPart>& before,
                                         const std::vector<CreditPart>& after) {
  const auto was = explained_by(market, amount, before);
  const auto is = explained_by(market, amount, after);
  const auto same = [](const auto& accounts, const auto& row) {
    const auto found = accounts.find(row.first);
    return found != accounts.end() && found->second == row.second;
  };
  std::vector<ledger::Posting> postings;
  for (const auto& row : was) {
    if (!same(is, row)) postings.push_back({"reversed/" + row.first, row.second});
  }
  for (const auto& row : is) {
    if (!same(was, row)) postings.push_back({row.first, -row.second});
  }
  return postings;
}

}  // namespace chopay::merchant
