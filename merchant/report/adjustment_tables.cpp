#include "merchant/report/adjustment_tables.hpp"

#include <map>
#include <string>
#include <utility>

namespace chopay::merchant::report {
namespace {

constexpr std::string_view nobodys = "Chưa khớp";

std::string joined(const std::vector<StallId>& stalls) {
  std::string text;
  for (const auto& stall : stalls) text += (text.empty() ? "" : ", ") + stall.text();
  return text;
}

/// Whose money it was: of what is told late for the first time it was nobody's yet.
Cell from_cell(const Adjustment& one) {
  if (one.what == adjusted_late) return {};
  return text(one.from.empty() ? std::string{nobodys} : joined(one.from));
}

Cell to_cell(const Adjustment& one) {
  if (one.what == adjusted_refund) return text("Khách");
  return text(one.to.empty() ? std::string{nobodys} : joined(one.to));
}

Table list_of(const std::vector<Adjustment>& adjustments) {
  Table table{"adjustments",
              "Điều chỉnh",
              {{"place", "STT", Kind::number, 10},
               {"made_on", "Ngày lập", Kind::day, 22},
               {"made_at", "Giờ", Kind::clock, 14},
               {"day", "Tính cho ngày", Kind::day, 22},
               {"what", "Điều chỉnh", Kind::text, 30},
               {"from", "Từ điểm", Kind::text, 26},
               {"to", "Sang điểm", Kind::text, 26},
               {"amount", "Số tiền (đ)", Kind::amount, 26},
               {"why", "Lý do", Kind::text, 62},
               {"entry", "Bút toán", Kind::number, 20}},
              {}};
  std::int64_t place = 0;
  for (const auto& one : adjustments) {
    table.rows.push_back({Level::line,
                          {++place, ledger::business_day_of(one.at), one.at, one.day,
                           text(std::string{one.what}), from_cell(one), to_cell(one),
                           amount(one.amount), one.why.empty() ? Cell{} : text(one.why),
                           static_cast<std::int64_t>(ledger::number(one.entry))}});
  }
  return table;
}

struct WhatSums {
  std::int64_t count = 0;
  ledger::Dong amount;
};

Table sums_of(const std::vector<Adjustment>& adjustments) {
  Table table{"sums",
              "Tổng hợp",
              {{"what", "Điều chỉnh", Kind::text, 120},
               {"count", "Số lần", Kind::count, 40},
               {"amount", "Số tiền (đ)", Kind::amount, 60}},
              {}};
  std::map<std::string_view, WhatSums> sums;
  WhatSums total;
  for (const auto& one : adjustments) {
    for (auto* sum : {&sums[one.what], &total}) {
      ++sum->count;
      sum->amount += one.amount;
    }
  }
  for (const auto what : adjustment_names) {
    const auto& sum = sums[what];
    table.rows.push_back({Level::line, {text(std::string{what}), sum.count, amount(sum.amount)}});
  }
  table.rows.push_back({Level::total, {text("TỔNG CỘNG"), total.count, amount(total.amount)}});
  return table;
}

}  // namespace

std::vector<Table> adjustment_tables(const Figures& figures) {
  return {list_of(figures.adjustments), sums_of(figures.adjustments)};
}

}  // namespace chopay::merchant::report
