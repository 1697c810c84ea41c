#include "merchant/statement/balance_chain.hpp"

#include <algorithm>

namespace chopay::merchant::statement {

void BalanceChain::open(std::optional<Dong> balance) {
  if (balance && !opening_) opening_ = balance;
}

void BalanceChain::close(std::optional<Dong> balance, std::size_t row) {
  if (!balance) return;
  closing_ = balance;
  closing_row_ = row;
}

void BalanceChain::add(std::size_t row, Dong change, Dong fees, std::optional<Dong> balance) {
  links_.push_back({row, change, fees, balance});
}

bool BalanceChain::follows(Dong before, const Link& link) {
  return *link.balance == before + link.change || *link.balance == before + link.change - link.fees;
}

/// At how many places the chain breaks when it is read this way round.
std::size_t BalanceChain::breaks(bool newest_first) const {
  std::size_t found = 0;
  for (std::size_t i = 0; i + 1 < links_.size(); ++i) {
    const auto& earlier = newest_first ? links_[i + 1] : links_[i];
    const auto& later = newest_first ? links_[i] : links_[i + 1];
    if (!follows(*earlier.balance, later)) ++found;
  }
  return found;
}

void BalanceChain::check_links(Statement& statement) const {
  const bool newest_first = breaks(true) < breaks(false);
  for (std::size_t i = 0; i + 1 < links_.size(); ++i) {
    const auto& earlier = newest_first ? links_[i + 1] : links_[i];
    const auto& later = newest_first ? links_[i] : links_[i + 1];
    if (follows(*earlier.balance, later)) continue;
    note(statement, links_[i + 1].row, "",
         "the balance does not follow from the row above; is a row missing?");
  }
}

/// The first booking in time must follow from the balance before it.
void BalanceChain::check_start(Statement& statement) const {
  if (!opening_ || links_.empty()) return;
  const auto& first = breaks(true) < breaks(false) ? links_.back() : links_.front();
  const auto& other = breaks(true) < breaks(false) ? links_.front() : links_.back();
  // A single row, and rows of one amount, fit both ways.
  if (follows(*opening_, first) || (breaks(true) == breaks(false) && follows(*opening_, other))) {
    return;
  }
  note(statement, first.row, "",
       "the balance does not follow from the balance before; is a row missing?");
}

/// The balances before and after are compared with the bookings' sum, with or without the fees.
void BalanceChain::check_ends(Statement& statement) const {
  if (!opening_ || !closing_) return;
  Dong sum;
  Dong fees;
  for (const auto& link : links_) {
    sum += link.change;
    fees += link.fees;
  }
  if (*closing_ == *opening_ + sum || *closing_ == *opening_ + sum - fees) return;
  note(statement, closing_row_, "",
       "the bookings do not lead from the balance before to the balance after; is one missing?");
}

void BalanceChain::finish(Statement& statement) const {
  const auto has_balance = [](const Link& link) { return link.balance.has_value(); };
  const auto with = std::ranges::count_if(links_, has_balance);
  if (with != 0 && static_cast<std::size_t>(with) != links_.size()) {
    const auto missing = std::ranges::find_if_not(links_, has_balance);
    note(statement, missing->row, "", "the balance is missing; is the file only half there?");
    return;
  }
  if (with != 0) {
    check_links(statement);
    check_start(statement);
  }
  check_ends(statement);
}

}  // namespace chopay::merchant::statement
