#include "merchant/charges/charge_report.hpp"

#include <algorithm>
#include <chrono>

#include "merchant/report/frame.hpp"
#include "merchant/report/period.hpp"
#include "merchant/stall_code.hpp"
#include "merchant/vietnamese.hpp"
#include "merchant/vietnamese_order.hpp"
#include "qr/vietqr.hpp"

namespace chopay::merchant::charges {
namespace {

using report::Cell;
using report::Level;
using report::Report;
using report::Row;
using report::Table;
using Form = report::Kind;

constexpr std::string_view price_note =
    "Giá dịch vụ sử dụng diện tích bán hàng tại chợ; không phải biên lai, không thay thế hóa đơn.";

Cell none() {
  return Cell{};
}

/// "4,5" of 450 hundredths of a m².
std::string area_text(std::int64_t dm2) {
  auto text = format_number(dm2 / 100);
  const auto rest = dm2 % 100;
  if (rest == 0) return text;
  text += ',' + std::to_string(rest / 10);
  if (rest % 10 != 0) text += std::to_string(rest % 10);
  return text;
}

const char* state_text(const StallCharge& charge) {
  if (charge.left() <= Dong{}) return "Đã thu";
  return charge.cash + charge.transfer > Dong{} ? "Thu một phần" : "Còn nợ";
}

const std::vector<report::Column> bill_columns{
    {"number", "STT", Form::number, 9},           {"stall", "Mã điểm KD", Form::text, 15},
    {"household", "Họ tên", Form::text, 34},      {"collector", "Nhân viên thu", Form::text, 24},
    {"area", "Diện tích (m²)", Form::text, 13},   {"price", "Đơn giá", Form::amount, 16},
    {"due", "Phải thu kỳ này", Form::amount, 19}, {"arrears", "Nợ kỳ trước", Form::amount, 19},
    {"owed", "Tổng phải thu", Form::amount, 19},  {"cash", "Thu tiền mặt", Form::amount, 19},
    {"transfer", "Thu CK/QR", Form::amount, 19},  {"waived", "Miễn, giảm", Form::amount, 17},
    {"left", "Còn nợ", Form::amount, 19},         {"voucher", "Số phiếu", Form::text, 15},
    {"paid_on", "Ngày thu", Form::day, 21},       {"state", "Trạng thái", Form::text, 24},
};

struct BillSums {
  StallCharge sum;
  void add(const StallCharge& charge) {
    sum.arrears += charge.arrears;
    sum.due += charge.due;
    sum.cash += charge.cash;
    sum.transfer += charge.transfer;
    sum.waived += charge.waived;
  }
  Row row(Level level, std::string name) const {
    // The name goes over the empty cells beside it, which only a text's does.
    Row row{level, {report::text(""), report::text(std::move(name))}};
    for (int i = 0; i < 4; ++i) row.cells.push_back(report::text(""));
    append_amounts(row, sum);
    for (int i = 0; i < 3; ++i) row.cells.push_back(report::text(""));
    return row;
  }
  static void append_amounts(Row& row, const StallCharge& charge) {
    for (const auto amount : {charge.due, charge.arrears, charge.arrears + charge.due, charge.cash,
                              charge.transfer, charge.waived, charge.left()}) {
      row.cells.push_back(report::amount(amount));
    }
  }
};

Row bill_row(const Charges& charges, const Stall& stall, const StallCharge& charge,
             std::int64_t number) {
  const auto price = charges.area_prices.find(stall.id);
  const bool paid = charge.last_payment != ledger::Seq{};
  Row row{Level::line,
          {number, report::text(stall.id.text()), report::text(stall.household),
           report::text(charge.collector),
           charge.area_dm2 == 0 ? none() : report::text(area_text(charge.area_dm2)),
           price == charges.area_prices.end() ? none() : report::amount(price->second)}};
  BillSums::append_amounts(row, charge);
  row.cells.push_back(
      paid ? report::text("SC " + std::to_string(ledger::number(charge.last_payment))) : none());
  row.cells.push_back(paid ? Cell{charge.paid_on} : none());
  row.cells.push_back(report::text(state_text(charge)));
  return row;
}

Table bill_table(const Charges& charges, Dong& collected) {
  Table table{"charges", "Thu tiền dịch vụ chợ", bill_columns, {}};
  const auto& stalls = charges.bills.stalls;
  BillSums all;
  std::int64_t number = 0;
  for (const auto& zone : charges.registry->zones) {
    BillSums of_zone;
    const auto rows_before = table.rows.size();
    for (const auto* stall : charges.registry->stalls_of(zone.id)) {
      const auto found = stalls.find(stall->id);
      if (found == stalls.end()) continue;
      table.rows.push_back(bill_row(charges, *stall, found->second, ++number));
      of_zone.add(found->second);
      all.add(found->second);
    }
    if (table.rows.size() > rows_before) {
      table.rows.push_back(of_zone.row(Level::subtotal, "Cộng " + zone.name));
    }
  }
  table.rows.push_back(all.row(Level::total, "TỔNG CỘNG"));
  collected = all.sum.cash + all.sum.transfer;
  return table;
}

Table waiver_table(const Charges& charges, const std::vector<Waiver>& waivers) {
  Table table{"waivers",
              "Miễn, giảm",
              {{"number", "STT", Form::number, 10},
               {"stall", "Mã điểm KD", Form::text, 22},
               {"household", "Họ tên", Form::text, 55},
               {"day", "Ngày", Form::day, 24},
               {"amount", "Miễn, giảm", Form::amount, 30},
               {"why", "Lý do", Form::text, 100},
               {"entry", "Bút toán", Form::number, 20}},
              {}};
  Dong sum;
  std::int64_t number = 0;
  for (const auto& one : waivers) {
    const auto* stall = charges.registry->stall(one.stall);
    table.rows.push_back(
        {Level::line,
         {++number, report::text(one.stall.text()), report::text(stall ? stall->household : ""),
          one.day, report::amount(one.amount), report::text(one.why),
          static_cast<std::int64_t>(ledger::number(one.entry))}});
    sum += one.amount;
  }
  table.rows.push_back(
      {Level::total,
       {report::text(""), report::text("TỔNG CỘNG"), report::text(""), report::text(""),
        report::amount(sum), report::text(""), report::text("")}});
  return table;
}

std::string called(const std::string& who, const std::string& name) {
  return Person{who, name}.called();
}

report::Period period_of(BusinessDay month) {
  return report::parse_period(month_text(month)).value();
}

Report framed_charges(const Charges& charges, BusinessDay month, const ledger::Hash& hash,
                      std::string_view code) {
  const auto& registry = *charges.registry;
  const ledger::Head head{charges.last, hash};
  auto report = report::framed(registry, period_of(month), charges.last_at, head);
  report.code = code;
  std::string file{code};
  std::erase(file, '-');
  report.file_name = report::file_name_of(file, registry, period_of(month));
  return report;
}

}  // namespace

Report bill_report(const Charges& charges, BusinessDay month, const ledger::Hash& hash,
                   const std::vector<Waiver>& waivers) {
  auto report = framed_charges(charges, month, hash, "BC-03");
  report.title = "BẢNG KÊ THU TIỀN DỊCH VỤ CHỢ";
  Dong collected;
  report.tables = {bill_table(charges, collected)};
  if (!waivers.empty()) report.tables.push_back(waiver_table(charges, waivers));
  report.words = {"Số tiền đã thu bằng chữ: " + amount_on_paper(collected)};
  report.notes = {std::string{price_note},
                  charges.bills.closed ? "Kỳ thu đã chốt." : "Kỳ thu chưa chốt."};
  return report;
}

Report hand_over_report(const Charges& charges, BusinessDay month, const ledger::Hash& hash) {
  auto report = framed_charges(charges, month, hash, "BC-04");
  report.title = "BIÊN BẢN NỘP TIỀN MẶT";
  Table table{"hand_overs",
              "Nộp tiền mặt",
              {{"day", "Ngày", Form::day, 22},
               {"collector", "Nhân viên thu", Form::text, 34},
               {"held", "Phải nộp", Form::amount, 28},
               {"handed", "Đã nộp", Form::amount, 28},
               {"confirmed", "Đã xác nhận", Form::amount, 28},
               {"difference", "Chênh lệch", Form::amount, 25},
               {"confirmed_by", "Người xác nhận", Form::text, 34},
               {"note", "Ghi chú", Form::text, 30}},
              {}};
  Dong handed;
  Dong confirmed;
  for (const auto& one : charges.hand_overs) {
    const bool counted = !one.confirmed_by.empty();
    table.rows.push_back({Level::line,
                          {one.day, report::text(called(one.collector, one.collector_name)),
                           report::amount(one.held), report::amount(one.amount),
                           counted ? report::amount(one.counted) : none(),
                           counted ? report::amount(one.amount - one.counted) : none(),
                           report::text(called(one.confirmed_by, one.confirmed_by_name)),
                           report::text(counted ? "" : "Chưa xác nhận")}});
    handed += one.amount;
    confirmed += one.counted;
  }
  table.rows.push_back(
      {Level::total,
       {report::text("TỔNG CỘNG"), report::text(""), report::text(""), report::amount(handed),
        report::amount(confirmed), none(), report::text(""), report::text("")}});
  report.tables = {std::move(table)};
  report.words = {"Số tiền đã xác nhận bằng chữ: " + amount_on_paper(confirmed)};
  auto& signatures = report.signatures;
  signatures.insert(signatures.begin(),
                    {{"NGƯỜI NỘP TIỀN", "(Ký, họ tên)"}, {"THỦ QUỸ", "(Ký, họ tên)"}});
  return report;
}

Report arrears_report(const Charges& charges, const RemindedAt& reminders,
                      const ledger::Hash& hash) {
  const auto month = charges.newest ? *charges.newest : ledger::business_day_of(charges.last_at);
  auto report = framed_charges(charges, month, hash, "BC-05");
  report.title = "BÁO CÁO TUỔI NỢ";
  Table table{"arrears",
              "Tuổi nợ",
              {{"stall", "Mã", Form::text, 18},
               {"household", "Họ tên", Form::text, 44},
               {"all", "Tổng nợ", Form::amount, 22},
               {"this_month", "Trong kỳ", Form::amount, 22},
               {"recent", "1–3 kỳ", Form::amount, 22},
               {"old", "> 3 kỳ", Form::amount, 22},
               {"reminded_on", "Lần nhắc cuối", Form::day, 24}},
              {}};
  std::vector<const Stall*> stalls;
  for (const auto& [id, stall] : charges.registry->stalls) stalls.push_back(&stall);
  std::ranges::stable_sort(stalls, {},
                           [](const Stall* stall) { return person_name_key(stall->household); });
  AgedDebt sum;
  const auto row = [](Level level, std::string code, std::string name, const AgedDebt& debt,
                      Cell reminded) {
    return Row{level,
               {report::text(std::move(code)), report::text(std::move(name)),
                report::amount(debt.all), report::amount(debt.this_month),
                report::amount(debt.recent), report::amount(debt.old), std::move(reminded)}};
  };
  for (const auto* stall : stalls) {
    const auto found = charges.debts.find(stall->id);
    if (found == charges.debts.end()) continue;
    const auto& debt = found->second;
    const auto reminder = reminders.find(stall->id);
    table.rows.push_back(row(
        Level::line, stall->id.text(), stall->household, debt,
        reminder == reminders.end() ? none() : Cell{ledger::business_day_of(reminder->second)}));
    sum.all += debt.all;
    sum.this_month += debt.this_month;
    sum.recent += debt.recent;
    sum.old += debt.old;
  }
  table.rows.push_back(row(Level::total, "TỔNG CỘNG", "", sum, report::text("")));
  report.tables = {std::move(table)};
  report.words = {"Tổng nợ bằng chữ: " + amount_on_paper(sum.all)};
  return report;
}

std::string charge_payload(const Owed& owed, const StallId& id) {
  const auto* stall = owed.registry->stall(id);
  const auto& account = owed.registry->board_account.account;
  if (!stall || account.number.empty() || owed.owed < ledger::transfer_min ||
      owed.owed > ledger::transfer_max) {
    return {};
  }
  const auto memo = static_memo(*stall);
  qr::TransferCode code;
  code.bin = account.bank;
  code.account = account.number;
  code.amount_dong = owed.owed.count();
  code.memo = memo;
  // The registry was checked when it was written; a bank may be newer than our list of banks.
  return qr::encode(code, {.allow_unknown_bank = true}).value();
}

}  // namespace chopay::merchant::charges
