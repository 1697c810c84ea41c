#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/entry.hpp"
#include "merchant/error.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant::charges {

using ledger::BusinessDay;
using ledger::Dong;

// What a market's stalls owe the board for their places. A book of the board's own: its postings
// are in accounts that no figure of sales reads, and the board's own bank account gets the money.
//   due/<stall>                 owed (positive), paid or waived (negative)
//   charges/<month>             what was charged for a month (negative)
//   collector/<name>            cash that a collector holds
//   handed/<name>               handed over, not yet counted
//   board_cash/<market>         counted
//   cash_difference/<name>      handed over and not there (positive)
//   board/<BIN>/<account>       what the bank says the board's account received
//   charge_suspense/<market>    received there, from nobody knows whom (negative)
//   waived/<month>              waived (positive)

/// A price, from a month on until a later one of the same id takes its place.
struct Tariff {
  std::string id;        ///< [a-z0-9-]{1,16}
  std::string name;      ///< "Giá dịch vụ sử dụng diện tích bán hàng"
  bool by_area = false;  ///< for each m² and month, else for each stall and month
  Dong price;            ///< ≥ 0; 0 ends it
  std::string zone;      ///< id; empty: all zones
  BusinessDay from;      ///< the first day of its first month

  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.id, self.name, self.by_area, self.price, self.zone, self.from);
  }
};

/// One stall's month. left() = arrears + due − paid − waived.
struct StallCharge {
  Dong arrears;   ///< owed from before; negative: paid ahead
  Dong due;       ///< charged for the month
  Dong cash;      ///< paid to a collector
  Dong transfer;  ///< received on the board's account
  Dong waived;
  std::int64_t area_dm2 = 0;   ///< by which it was charged
  ledger::Seq last_payment{};  ///< the newest entry that paid; 0: none
  BusinessDay paid_on;         ///< of that entry
  std::string collector;       ///< who took the newest cash, as people call them

  Dong left() const { return arrears + due - cash - transfer - waived; }

  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.arrears, self.due, self.cash, self.transfer, self.waived, self.area_dm2,
            self.last_payment, self.paid_on, self.collector);
  }
};

struct ChargeMonth {
  std::map<StallId, StallCharge> stalls;
  bool closed = false;

  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.stalls, self.closed);
  }
};

/// Cash on its way from a stall to the board's safe.
struct CollectorCash {
  Dong held;         ///< collected and not handed over
  Dong handed;       ///< handed over and not confirmed
  std::string name;  ///< of the collector, when last told

  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.held, self.handed, self.name);
  }
};

/// One hand-over, for the record of a day.
struct HandOver {
  ledger::Seq seq{};
  BusinessDay day;
  std::string collector;
  Dong held;  ///< what the collector held before
  Dong amount;
  Dong counted;              ///< 0 until it is confirmed
  std::string confirmed_by;  ///< empty until then
  std::string collector_name;
  std::string confirmed_by_name;

  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.seq, self.day, self.collector, self.held, self.amount, self.counted,
            self.confirmed_by, self.collector_name, self.confirmed_by_name);
  }
};

/// Who acts: `who` as entries keep it, `name` as people call them; the name may be empty.
struct Person {
  std::string who;
  std::string name;

  const std::string& called() const { return name.empty() ? who : name; }
};

/// How long unnamed money stays in the book when all of it is named, so that a slip can be put
/// right.
inline constexpr int named_kept_days = 90;

/// A part of unnamed money that somebody has said is a stall's.
struct NamedPart {
  ledger::Seq entry{};
  StallId stall;
  Dong amount;
  BusinessDay named_on;

  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.entry, self.stall, self.amount, self.named_on);
  }
};

/// Money on the board's account whose text named no stall. It leaves the book when all of it has
/// been named for so long that nobody takes it back any more: the log keeps it.
struct UnnamedMoney {
  ledger::Seq seq{};
  BusinessDay day;
  Dong amount;
  std::string source;
  std::vector<NamedPart> parts;

  Dong left() const;

  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.seq, self.day, self.amount, self.source, self.parts);
  }
};

/// Months of a debt: the newest debts are paid last.
struct AgedDebt {
  Dong all;
  Dong this_month;  ///< of the newest month's charges
  Dong recent;      ///< of the three before
  Dong old;         ///< of those before
};

/// The board's charges: a fold over the market's log, like the book that holds it.
class ChargeBook {
 public:
  void set_tariff(Tariff tariff);
  void bill(BusinessDay month, const StallId& stall, Dong due, std::int64_t area_dm2);
  void close(BusinessDay month);
  /// A payment counts for the newest month, unless that is closed: then for what is carried on.
  void pay_cash(const ledger::Entry& entry, const Person& collector, Dong amount);
  /// Money of the board's account; of an entry without a stall it waits to be named.
  void receive(const ledger::Entry& entry, const std::string& source, Dong amount);
  /// Says that a part of unnamed money is the entry's stall's. False where there is no such money
  /// or not so much of it left.
  bool name_part(const ledger::Entry& entry, ledger::Seq money, Dong amount);
  /// Takes back what an earlier entry has named, within named_kept_days of the whole being named.
  /// False where there is no such part.
  bool take_back(const ledger::Entry& entry, ledger::Seq money, ledger::Seq named);
  void waive(const StallId& stall, Dong amount);
  void hand_over(const ledger::Entry& entry, const Person& collector, Dong amount);
  void confirm(ledger::Seq hand_over, Dong counted, const Person& by);

  /// The prices in force in a month for a stall.
  std::vector<Tariff> tariffs_of(const Stall& stall, BusinessDay month) const;
  /// What they come to: areas to hundredths of a m², halves of a đồng up.
  Dong charge_of(const Stall& stall, BusinessDay month) const;
  const std::vector<Tariff>& tariffs() const { return tariffs_; }
  const ChargeMonth* month(BusinessDay month) const;
  /// The newest month that was billed; nothing before the first.
  const std::pair<const BusinessDay, ChargeMonth>* newest() const;
  bool billed(BusinessDay month, const StallId& stall) const;
  Dong owed(const StallId& stall) const;
  CollectorCash cash_of(const std::string& collector) const;
  const HandOver* hand_over(ledger::Seq seq) const;
  const std::vector<HandOver>& hand_overs() const { return hand_overs_; }
  const std::map<std::string, CollectorCash>& cash() const { return cash_; }
  const UnnamedMoney* unnamed(ledger::Seq seq) const;
  const std::map<ledger::Seq, UnnamedMoney>& unnamed() const { return unnamed_; }
  /// What a stall owes, by the months that it is of.
  AgedDebt aged(const StallId& stall) const;
  const std::map<BusinessDay, ChargeMonth>& months() const { return months_; }
  /// The newest entry that is in it, and when it was written; 0: none is.
  ledger::Seq last() const { return last_; }
  ledger::Instant last_at() const { return last_at_; }
  void note_last(const ledger::Entry& entry);

  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.tariffs_, self.months_, self.owed_, self.cash_, self.hand_overs_, self.unnamed_,
            self.last_, self.last_at_);
  }

 private:
  /// The stall's row of the newest month; nullptr where that is closed or does not have it.
  StallCharge* open_row(const StallId& stall);
  void add_transfer(const ledger::Entry& entry, Dong amount);
  void forget_named(BusinessDay today);

  std::vector<Tariff> tariffs_;
  std::map<BusinessDay, ChargeMonth> months_;
  std::map<StallId, Dong> owed_;
  std::map<std::string, CollectorCash> cash_;
  std::vector<HandOver> hand_overs_;
  std::map<ledger::Seq, UnnamedMoney> unnamed_;
  ledger::Seq last_{};
  ledger::Instant last_at_;
};

/// Reads "2026-11"; the first day of it. bad_period.
Result<BusinessDay> parse_charge_month(std::string_view text);
/// "2026-11".
std::string month_text(BusinessDay month);

}  // namespace chopay::merchant::charges
