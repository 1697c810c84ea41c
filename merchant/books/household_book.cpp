#include "merchant/books/household_book.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "merchant/books/stall_days.hpp"
#include "merchant/latin_fold.hpp"
#include "merchant/registered_market.hpp"
#include "merchant/report/frame.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::merchant::books {
namespace {

using ledger::BusinessDay;
using std::chrono::year_month_day;

std::chrono::year year_of(BusinessDay day) {
  return year_month_day{day.date()}.year();
}

BusinessDay new_year(std::chrono::year year) {
  return BusinessDay{std::chrono::sys_days{year / std::chrono::January / 1}};
}

/// Why the stalls have no common book; nothing where they have.
std::optional<Error> not_of_one(const Registry& registry, const std::vector<StallId>& stalls) {
  const Stall* first = nullptr;
  for (const auto& id : stalls) {
    const auto* stall = registry.stall(id);
    if (!stall) return Error{Errc::unknown_stall, id.text()};
    if (!first) first = stall;
    if (fold_for_search(stall->household) != fold_for_search(first->household)) {
      return Error{Errc::bad_text, "the stalls are of different households"};
    }
  }
  if (!first) return Error{Errc::unknown_stall};
  return std::nullopt;
}

std::string voucher(ledger::Seq seq) {
  return "SC " + std::to_string(ledger::number(seq));
}

/// Fills one book from the daily sums and the entries of its stalls.
class BookReading {
 public:
  BookReading(ledger::Reader& reader, HouseholdBook& book, const BookWish& wish)
      : reader_(reader), book_(book), wish_(wish) {}

  void read() {
    for (const auto& id : wish_.stalls) read_stall(*book_.registry->stall(id));
    for (auto& group : book_.groups) {
      std::ranges::stable_sort(group.lines, {}, &BookLine::day);
      for (const auto& line : group.lines) group.revenue += line.amount;
      book_.year_revenue += group.before + group.revenue;
    }
    for (auto& account : book_.accounts) {
      std::ranges::stable_sort(account.lines, {}, &BookLine::day);
      for (const auto& line : account.lines) account.received += line.amount;
    }
    set_taxes();
  }

 private:
  GroupBook& group_of(const Stall& stall) {
    const TaxGroup* tax = nullptr;
    if (book_.rules) {
      tax = wish_.group.empty() ? book_.rules->group_of_trade(stall.trade)
                                : book_.rules->group(wish_.group);
    }
    const auto code = tax ? tax->code : std::string{};
    const auto name = tax ? tax->name : stall.trade;
    const auto known = std::ranges::find_if(book_.groups, [&](const GroupBook& group) {
      return group.group == code && (tax || group.name == name);
    });
    if (known != book_.groups.end()) return *known;
    book_.groups.push_back({code, name, tax ? tax->vat_bp : 0, tax ? tax->income_bp : 0, {}});
    return book_.groups.back();
  }

  void read_stall(const Stall& stall) {
    if (wish_.stalls.size() > 1) where_ = ", sạp " + stall.id.text();
    const auto& market = book_.registry->market;
    auto& group = group_of(stall);
    const auto entries = read_stall_entries(reader_, market, stall.id, book_.period);
    for (auto day = new_year(year_of(book_.period.from)); day < book_.period.from;
         day = BusinessDay::from_days(day.days() + 1)) {
      group.before += read_stall_day(reader_, market, stall.id, day).revenue();
    }
    for (auto day = book_.period.from; day <= book_.period.to;
         day = BusinessDay::from_days(day.days() + 1)) {
      const auto figures = read_stall_day(reader_, market, stall.id, day);
      add_day(group, day, figures);
      add_accounts(stall, day, figures.figures.gross, entries);
    }
    for (const auto& [line, note] : entries.cash) {
      if (line.taken_back) continue;
      group.lines.push_back({line.day, voucher(line.seq),
                             note.empty() ? "Tiền mặt (hộ tự ghi)" : "Tiền mặt: " + note,
                             line.amount});
    }
  }

  void add_day(GroupBook& group, BusinessDay day, const StallDay& figures) const {
    const auto& [qr, cash, last] = figures;
    if (!qr.gross.is_zero() || qr.count != 0) {
      group.lines.push_back({day, voucher(last),
                             "Tiền nhận qua QR (chưa gồm tiền mặt)" + where_ + ": " +
                                 format_number(qr.count) + " giao dịch",
                             qr.gross});
    }
    if (!qr.refunds.is_zero()) {
      group.lines.push_back(
          {day, voucher(last),
           "Trả lại tiền khách" + where_ + ": " + format_number(qr.refund_count) + " lần",
           -qr.refunds});
    }
  }

  AccountBook& account_book(const PayeeAccount& account, const Stall& stall) {
    for (auto& one : book_.accounts) {
      if (one.account == account) return one;
    }
    std::string holder = account == stall.account ? stall.holder : std::string{};
    for (const auto& one : stall.further) {
      if (one.account == account) holder = one.holder;
    }
    book_.accounts.push_back({account, std::move(holder), {}, {}});
    return book_.accounts.back();
  }

  /// Each account's credits of the day; what the day's sum has beyond them is of no one account.
  void add_accounts(const Stall& stall, BusinessDay day, ledger::Dong gross,
                    const StallEntries& entries) {
    for (const auto& one : entries.accounts) {
      if (one.day != day) continue;
      gross -= one.amount;
      account_book(one.account, stall)
          .lines.push_back({day, voucher(one.last),
                            "Tiền nhận qua QR: " + format_number(one.count) + " giao dịch",
                            one.amount});
    }
    if (gross.is_zero()) return;
    account_book({}, stall).lines.push_back({day, "", "Khoản được phân bổ lại", gross});
  }

  void set_taxes() {
    if (!book_.rules) return;
    const auto& rules = *book_.rules;
    std::vector<GroupRevenue> before;
    std::vector<GroupRevenue> after;
    for (const auto& group : book_.groups) {
      const auto* tax = rules.group(group.group);
      if (!tax) return;  // with a group unknown nobody knows how much is above the line
      before.push_back({tax, std::max(group.before, ledger::Dong{})});
      after.push_back({tax, std::max(group.before + group.revenue, ledger::Dong{})});
    }
    const auto then = taxes_of(rules, before);
    const auto now = taxes_of(rules, after);
    for (std::size_t i = 0; i < book_.groups.size(); ++i) {
      GroupTax tax{now[i].vat - then[i].vat, std::nullopt};
      if (now[i].income && then[i].income) tax.income = *now[i].income - *then[i].income;
      book_.groups[i].tax = tax;
    }
  }

  ledger::Reader& reader_;
  HouseholdBook& book_;
  const BookWish& wish_;
  std::string where_;  // of the stall that is read, where there are several
};

}  // namespace

Result<HouseholdBook> read_household_book(ledger::Reader& reader,
                                          std::shared_ptr<const Registry> registry,
                                          const BookWish& wish) {
  const ledger::FrozenView view{reader};
  if (auto error = not_of_one(*registry, wish.stalls)) return std::move(*error);
  if (year_of(wish.period.from) != year_of(wish.period.to)) {
    return Error{Errc::bad_period, "a book is of one year"};
  }
  HouseholdBook book;
  book.registry = std::move(registry);
  book.stalls = wish.stalls;
  book.period = wish.period;
  book.rules = tax_rules(wish.period.to);
  if (!wish.group.empty() && (!book.rules || !book.rules->group(wish.group))) {
    return Error{Errc::bad_text, "group: " + wish.group};
  }
  const auto& first = *book.registry->stall(wish.stalls.front());
  book.household = first.household;
  book.tax_code = read_details(reader, book.registry->market, first).tax_code;
  book.head = reader.head(book.registry->market);
  book.as_of = report::time_of(reader, book.registry->market, book.head);
  BookReading{reader, book, wish}.read();
  return book;
}

Result<TaxMeter> read_tax_meter(ledger::Reader& reader, const Registry& registry,
                                const std::vector<StallId>& stalls, BusinessDay through) {
  const ledger::FrozenView view{reader};
  if (auto error = not_of_one(registry, stalls)) return std::move(*error);
  TaxMeter meter{static_cast<int>(year_of(through)), through, {}, {}, tax_rules(through), {}};
  for (auto day = new_year(year_of(through)); day <= through;
       day = BusinessDay::from_days(day.days() + 1)) {
    for (const auto& stall : stalls) {
      const auto figures = read_stall_day(reader, registry.market, stall, day);
      meter.qr += figures.figures.net();
      meter.cash += figures.cash;
    }
    if (!meter.crossed_on && meter.rules && meter.revenue() > meter.rules->tax_free) {
      meter.crossed_on = day;
    }
  }
  return meter;
}

}  // namespace chopay::merchant::books
