#include "merchant/charges/charge_book.hpp"

#include <algorithm>

namespace chopay::merchant::charges {
namespace {

constexpr std::int64_t dm2_of_m2 = 100;
constexpr int recent_months = 3;

}  // namespace

void ChargeBook::set_tariff(Tariff tariff) {
  std::erase_if(tariffs_,
                [&](const Tariff& one) { return one.id == tariff.id && one.from == tariff.from; });
  tariffs_.push_back(std::move(tariff));
}

void ChargeBook::bill(BusinessDay month, const StallId& stall, Dong due, std::int64_t area_dm2) {
  auto& row = months_[month].stalls[stall];
  row.arrears = owed(stall);
  row.due = due;
  row.area_dm2 = area_dm2;
  owed_[stall] += due;
}

void ChargeBook::close(BusinessDay month) {
  months_.at(month).closed = true;
}

StallCharge* ChargeBook::open_row(const StallId& stall) {
  if (months_.empty() || months_.rbegin()->second.closed) return nullptr;
  auto& stalls = months_.rbegin()->second.stalls;
  const auto found = stalls.find(stall);
  return found == stalls.end() ? nullptr : &found->second;
}

void ChargeBook::pay_cash(const ledger::Entry& entry, const Person& collector, Dong amount) {
  owed_[entry.stall] -= amount;
  auto& cash = cash_[collector.who];
  cash.held += amount;
  cash.name = collector.name;
  auto* row = open_row(entry.stall);
  if (!row) return;
  row->cash += amount;
  row->last_payment = entry.seq;
  row->paid_on = entry.day;
  row->collector = collector.called();
}

Dong UnnamedMoney::left() const {
  auto rest = amount;
  for (const auto& part : parts) rest -= part.amount;
  return rest;
}

void ChargeBook::receive(const ledger::Entry& entry, const std::string& source, Dong amount) {
  if (entry.stall.empty()) {
    forget_named(entry.day);
    unnamed_.emplace(entry.seq, UnnamedMoney{entry.seq, entry.day, amount, source, {}});
    return;
  }
  add_transfer(entry, amount);
}

bool ChargeBook::name_part(const ledger::Entry& entry, ledger::Seq money, Dong amount) {
  const auto found = unnamed_.find(money);
  if (found == unnamed_.end() || amount > found->second.left()) return false;
  found->second.parts.push_back({entry.seq, entry.stall, amount, entry.day});
  add_transfer(entry, amount);
  return true;
}

bool ChargeBook::take_back(const ledger::Entry& entry, ledger::Seq money, ledger::Seq named) {
  const auto found = unnamed_.find(money);
  if (found == unnamed_.end()) return false;
  auto& parts = found->second.parts;
  const auto part = std::ranges::find(parts, named, &NamedPart::entry);
  if (part == parts.end() || part->stall != entry.stall) return false;
  add_transfer(entry, -part->amount);
  parts.erase(part);
  return true;
}

/// What comes in makes room: what is not added to needs none.
void ChargeBook::forget_named(BusinessDay today) {
  std::erase_if(unnamed_, [&](const auto& row) {
    const auto& [seq, money] = row;
    return money.left().is_zero() && std::ranges::all_of(money.parts, [&](const auto& part) {
             return part.named_on.days() + named_kept_days < today.days();
           });
  });
}

void ChargeBook::add_transfer(const ledger::Entry& entry, Dong amount) {
  owed_[entry.stall] -= amount;
  auto* row = open_row(entry.stall);
  if (!row) return;
  row->transfer += amount;
  row->last_payment = entry.seq;
  row->paid_on = entry.day;
}

void ChargeBook::waive(const StallId& stall, Dong amount) {
  owed_[stall] -= amount;
  if (auto* row = open_row(stall)) row->waived += amount;
}

void ChargeBook::hand_over(const ledger::Entry& entry, const Person& collector, Dong amount) {
  auto& cash = cash_[collector.who];
  const auto held = cash.held;
  cash.held -= amount;
  cash.handed += amount;
  hand_overs_.push_back(
      {entry.seq, entry.day, collector.who, held, amount, {}, {}, collector.name, {}});
}

void ChargeBook::note_last(const ledger::Entry& entry) {
  last_ = entry.seq;
  last_at_ = entry.at;
}

void ChargeBook::confirm(ledger::Seq seq, Dong counted, const Person& by) {
  const auto found = std::ranges::find(hand_overs_, seq, &HandOver::seq);
  cash_[found->collector].handed -= found->amount;
  found->counted = counted;
  found->confirmed_by = by.who;
  found->confirmed_by_name = by.name;
}

std::vector<Tariff> ChargeBook::tariffs_of(const Stall& stall, BusinessDay month) const {
  std::map<std::string, const Tariff*> newest;
  for (const auto& tariff : tariffs_) {
    if (tariff.from > month) continue;
    const auto*& known = newest[tariff.id];
    if (!known || known->from < tariff.from) known = &tariff;
  }
  std::vector<Tariff> found;
  for (const auto& [id, tariff] : newest) {
    const bool meant = tariff->zone.empty() || tariff->zone == stall.zone;
    if (meant && !tariff->price.is_zero()) found.push_back(*tariff);
  }
  return found;
}

Dong ChargeBook::charge_of(const Stall& stall, BusinessDay month) const {
  Dong sum;
  for (const auto& tariff : tariffs_of(stall, month)) {
    const auto price = tariff.price.count();
    sum += Dong{tariff.by_area ? (price * stall.area_dm2 + dm2_of_m2 / 2) / dm2_of_m2 : price};
  }
  return sum;
}

const ChargeMonth* ChargeBook::month(BusinessDay month) const {
  const auto found = months_.find(month);
  return found == months_.end() ? nullptr : &found->second;
}

const std::pair<const BusinessDay, ChargeMonth>* ChargeBook::newest() const {
  return months_.empty() ? nullptr : &*months_.rbegin();
}

bool ChargeBook::billed(BusinessDay of, const StallId& stall) const {
  const auto* found = month(of);
  return found && found->stalls.contains(stall);
}

Dong ChargeBook::owed(const StallId& stall) const {
  const auto found = owed_.find(stall);
  return found == owed_.end() ? Dong{} : found->second;
}

CollectorCash ChargeBook::cash_of(const std::string& collector) const {
  const auto found = cash_.find(collector);
  return found == cash_.end() ? CollectorCash{} : found->second;
}

const UnnamedMoney* ChargeBook::unnamed(ledger::Seq seq) const {
  const auto found = unnamed_.find(seq);
  return found == unnamed_.end() ? nullptr : &found->second;
}

AgedDebt ChargeBook::aged(const StallId& stall) const {
  AgedDebt debt{std::max(owed(stall), Dong{}), {}, {}, {}};
  auto rest = debt.all;
  int age = 0;
  for (auto month = months_.rbegin(); month != months_.rend() && rest > Dong{}; ++month, ++age) {
    const auto found = month->second.stalls.find(stall);
    if (found == month->second.stalls.end()) continue;
    const auto part = std::min(rest, found->second.due);
    (age == 0 ? debt.this_month : age <= recent_months ? debt.recent : debt.old) += part;
    rest -= part;
  }
  debt.old += rest;
  return debt;
}

const HandOver* ChargeBook::hand_over(ledger::Seq seq) const {
  const auto found = std::ranges::find(hand_overs_, seq, &HandOver::seq);
  return found == hand_overs_.end() ? nullptr : &*found;
}

Result<BusinessDay> parse_charge_month(std::string_view text) {
  const auto first = ledger::parse_business_day(std::string{text} + "-01");
  if (!first) return Error{Errc::bad_period, std::string{text.substr(0, 32)}};
  return *first;
}

std::string month_text(BusinessDay month) {
  return to_string(month).substr(0, 7);
}

}  // namespace chopay::merchant::charges
