#include "merchant/charges/show_charges.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using namespace charges;

constexpr std::ptrdiff_t months_shown_max = 24;
constexpr std::size_t named_shown_max = 50;

/// The one price for each m², where there is just one.
std::optional<Dong> area_price(const ChargeBook& book, const Stall& stall, BusinessDay month) {
  std::optional<Dong> price;
  for (const auto& tariff : book.tariffs_of(stall, month)) {
    if (!tariff.by_area) continue;
    if (price) return std::nullopt;
    price = tariff.price;
  }
  return price;
}

/// REQUIRES: the month was billed.
void show_bills(Charges& shown, const ChargeBook& book, BusinessDay month) {
  shown.bills = *book.month(month);
  for (const auto& [id, stall] : shown.registry->stalls) {
    if (!shown.bills.stalls.contains(id)) continue;
    if (const auto price = area_price(book, stall, month)) shown.area_prices[id] = *price;
  }
}

void show_debts(Charges& shown, const ChargeBook& book) {
  for (const auto& [id, stall] : shown.registry->stalls) {
    const auto debt = book.aged(id);
    if (!debt.all.is_zero()) shown.debts[id] = debt;
  }
}

MonthSums sums_of(BusinessDay month, const ChargeMonth& bills) {
  MonthSums sums{month, {}, bills.closed};
  for (const auto& [stall, charge] : bills.stalls) {
    sums.sum.arrears += charge.arrears;
    sums.sum.due += charge.due;
    sums.sum.cash += charge.cash;
    sums.sum.transfer += charge.transfer;
    sums.sum.waived += charge.waived;
  }
  return sums;
}

void show_unnamed(Charges& shown, const ChargeBook& book) {
  std::size_t named = 0;
  for (auto money = book.unnamed().rbegin(); money != book.unnamed().rend(); ++money) {
    if (money->second.left().is_zero() && ++named > named_shown_max) continue;
    shown.unnamed.push_back(money->second);
  }
  std::ranges::reverse(shown.unnamed);
}

void show_overview(Charges& shown, const ChargeBook& book) {
  shown.tariffs = book.tariffs();
  const auto& months = book.months();
  auto month =
      months.size() > months_shown_max ? std::prev(months.end(), months_shown_max) : months.begin();
  for (; month != months.end(); ++month) {
    shown.months.push_back(sums_of(month->first, month->second));
  }
  for (const auto& [who, cash] : book.cash()) {
    if (!cash.held.is_zero() || !cash.handed.is_zero()) shown.cash.emplace(who, cash);
  }
  std::ranges::copy_if(book.hand_overs(), std::back_inserter(shown.hand_overs),
                       [](const HandOver& one) { return one.confirmed_by.empty(); });
  show_unnamed(shown, book);
}

}  // namespace

Result<Charges> charges::part_of_charges(std::shared_ptr<const Registry> registry,
                                         const ChargeBook& book, ChargesPart part,
                                         BusinessDay month) {
  Charges shown;
  shown.registry = std::move(registry);
  shown.last = book.last();
  shown.last_at = book.last_at();
  if (const auto* newest = book.newest()) shown.newest = newest->first;
  switch (part) {
    case ChargesPart::bills:
      if (!book.month(month)) return Error{Errc::unknown_charge_month};
      show_bills(shown, book, month);
      break;
    case ChargesPart::hand_overs:
      std::ranges::copy_if(
          book.hand_overs(), std::back_inserter(shown.hand_overs),
          [&](const HandOver& one) { return month_text(one.day) == month_text(month); });
      break;
    case ChargesPart::debts:
      show_debts(shown, book);
      break;
    case ChargesPart::overview:
      show_overview(shown, book);
      break;
  }
  return shown;
}

Rules::Outcome Rules::decide_on(const ShowCharges& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowCharges::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  return {
      {},
      Answer{part_of_charges(market->registry(), market->charges(), command.part, command.month)}};
}

}  // namespace chopay::merchant
