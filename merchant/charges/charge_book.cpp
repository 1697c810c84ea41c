#include "merchant/charges/charge_book.hpp"

#include <algorithm>

namespace chopay::merchant::charges {
namespace {

constexpr std::int64_t dm2_of_m2 = 100;

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

void ChargeBook::pay_cash(const ledger::Entry& entry, const std::string& collector, Dong amount) {
  owed_[entry.stall] -= amount;
  cash_[collector].held += amount;
  auto* row = open_row(entry.stall);
  if (!row) return;
  row->cash += amount;
  row->last_payment = entry.seq;
  row->paid_on = entry.day;
  row->collector = collector;
}

void ChargeBook::receive(const ledger::Entry& entry, Dong amount) {
  if (entry.stall.empty()) return;  // in suspense
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

void ChargeBook::hand_over(const ledger::Entry& entry, const std::string& collector, Dong amount) {
  auto& cash = cash_[collector];
  const auto held = cash.held;
  cash.held -= amount;
  cash.handed += amount;
  hand_overs_.push_back({entry.seq, entry.day, collector, held, amount, {}, {}});
}

void ChargeBook::note_last(const ledger::Entry& entry) {
  last_ = entry.seq;
  last_at_ = entry.at;
}

void ChargeBook::confirm(ledger::Seq seq, Dong counted, const std::string& by) {
  const auto found = std::ranges::find(hand_overs_, seq, &HandOver::seq);
  cash_[found->collector].handed -= found->amount;
  found->counted = counted;
  found->confirmed_by = by;
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
