#include "gateway/pages/board.hpp"

#include <algorithm>

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "ledger/crypto.hpp"
#include "merchant/vietnamese.hpp"
#include "merchant/vietnamese_order.hpp"

namespace chopay::pages {
namespace {

using ledger::BusinessDay;
using merchant::DayFigures;
using merchant::format_amount;
using merchant::format_number;

constexpr std::string_view row_template =
    "<tr class=\"{{kind}}\"><th scope=\"row\">{{head}}</th>"
    "<td data-label=\"Số GD\">{{count}}</td><td data-label=\"Tổng nhận\">{{gross}}</td>"
    "<td data-label=\"Hoàn tiền\">{{refunds}}</td>"
    "<td data-label=\"Thực nhận\" class=\"net\">{{net}}</td></tr>\n";

Markup row(std::string_view kind, Markup head, const DayFigures& figures) {
  return fill(row_template, {{"kind", kind},
                             {"head", std::move(head)},
                             {"count", format_number(figures.count)},
                             {"gross", format_number(figures.gross.count())},
                             {"refunds", format_number(figures.refunds.count())},
                             {"net", format_number(figures.net().count())}});
}

Markup stall_row(const merchant::StallSettlement& stall) {
  const bool idle = stall.figures.count == 0 && stall.figures.refunds.is_zero();
  return row(
      idle ? "idle" : "stall",
      fill("<span class=\"badge\">{{code}}</span> <span class=\"names\">{{name}}"
           "<small>{{household}}</small></span>",
           {{"code", stall.stall.text()}, {"name", stall.name}, {"household", stall.household}}),
      stall.figures);
}

Markup zone_rows(const merchant::ZoneSettlement& zone) {
  auto stalls = zone.stalls;
  std::sort(stalls.begin(), stalls.end(), [](const auto& a, const auto& b) {
    return merchant::compare_stall_codes(a.stall.text(), b.stall.text()) < 0;
  });
  Markup rows;
  for (const auto& stall : stalls) rows += stall_row(stall);
  rows += row("sum", Markup::text("Cộng " + zone.name), zone.figures);
  return fill(
      "<tbody>\n<tr class=\"zone\"><th scope=\"rowgroup\" colspan=\"5\">{{name}}</th></tr>\n"
      "{{rows}}</tbody>\n",
      {{"name", zone.name}, {"rows", std::move(rows)}});
}

/// "5/12": the stalls that had a credit on the day, of all.
std::string active_stalls(const merchant::Settlement& settlement) {
  std::int64_t active = 0;
  std::int64_t all = 0;
  for (const auto& zone : settlement.zones) {
    for (const auto& stall : zone.stalls) {
      ++all;
      if (stall.figures.count > 0) ++active;
    }
  }
  return format_number(active) + "/" + format_number(all);
}

Markup unmatched_tile(const DayFigures& totals) {
  const bool none = totals.unmatched_count == 0;
  return fill(
      "<li class=\"{{look}}\"><span>Chưa khớp</span><strong>{{amount}}</strong>"
      "<small>{{note}}</small></li>",
      {{"look", none ? "calm" : "warn"},
       {"amount", format_amount(totals.unmatched)},
       {"note", none ? std::string{"Không có giao dịch nào"}
                     : format_number(totals.unmatched_count) + " giao dịch chưa rõ của sạp nào"}});
}

Markup day_link(BusinessDay day, std::string_view label, bool possible) {
  if (!possible) {
    return fill("<span class=\"step off\" aria-hidden=\"true\">{{label}}</span>",
                {{"label", label}});
  }
  return fill("<a class=\"step\" href=\"/board?day={{day}}\">{{label}}</a>",
              {{"day", to_string(day)}, {"label", label}});
}

Markup day_picker(BusinessDay day, BusinessDay today) {
  return fill(
      embedded("board_day.html"),
      {{"day", to_string(day)},
       {"day_text", merchant::format_day(day)},
       {"today", to_string(today)},
       {"before", day_link(BusinessDay::from_days(day.days() - 1), "‹ Ngày trước", true)},
       {"after", day_link(BusinessDay::from_days(day.days() + 1), "Ngày sau ›", day < today)}});
}

Markup figures(const merchant::Settlement& settlement) {
  Markup zones;
  for (const auto& zone : settlement.zones) zones += zone_rows(zone);
  const auto& totals = settlement.totals;
  return fill(embedded("board_figures.html"),
              {{"gross", format_amount(totals.gross)},
               {"net", format_amount(totals.net())},
               {"refunds", format_amount(totals.refunds)},
               {"count", format_number(totals.count)},
               {"active", active_stalls(settlement)},
               {"unmatched", unmatched_tile(totals)},
               {"zones", std::move(zones)},
               {"total", row("total", Markup::text("TỔNG CỘNG"), totals)},
               {"words", merchant::amount_on_paper(totals.net())},
               {"day", merchant::format_day(settlement.date)},
               {"seq", format_number(static_cast<std::int64_t>(number(settlement.head.seq)))},
               {"hash", ledger::to_hex(settlement.head.hash)}});
}

}  // namespace

http::Response board_page(const merchant::Settlement& settlement, ledger::Instant now) {
  const auto today = ledger::business_day_of(now);
  const std::string title = settlement.market_name + ", " + merchant::format_day(settlement.date);
  Document document;
  document.title = title;
  document.style = "board.css";
  document.scripts = {"money.js", "page.js", "board.js"};
  document.body =
      fill(embedded("board.html"),
           {{"sandbox", sandbox_mark(settlement.sandbox)},
            {"market", settlement.market_name},
            {"long_day", merchant::capitalised(merchant::format_long_day(settlement.date))},
            {"day", to_string(settlement.date)},
            {"is_today", settlement.date == today ? "yes" : "no"},
            {"picker", day_picker(settlement.date, today)},
            {"figures", figures(settlement)},
            {"now", merchant::format_moment(now)}});
  return answer(document);
}

}  // namespace chopay::pages
