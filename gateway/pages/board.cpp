#include "gateway/pages/board.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "ledger/crypto.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

using ledger::BusinessDay;
using merchant::DayFigures;
using merchant::format_amount;
using merchant::format_number;

constexpr std::string_view row_template =
    "<tr class=\"{{kind}}\"><th scope=\"row\">{{head}}</th>"
    "<td data-label=\"[[Số GD]]\">{{count}}</td><td data-label=\"[[Tổng nhận]]\">{{gross}}</td>"
    "<td data-label=\"[[Hoàn tiền]]\">{{refunds}}</td>"
    "<td data-label=\"[[Thực nhận]]\" class=\"net\">{{net}}</td></tr>\n";

/// Stands for a figure that the board may not see.
constexpr std::string_view not_shown = "–";

std::string figure(std::int64_t number, bool hidden) {
  return hidden ? std::string{not_shown} : format_number(number);
}

std::string sum(ledger::Dong amount, bool hidden) {
  return hidden ? std::string{not_shown} : format_amount(amount);
}

Markup row(std::string_view kind, Markup head, const DayFigures& figures, bool hidden = false) {
  return fill(row_template, {{"kind", kind},
                             {"head", std::move(head)},
                             {"count", figure(figures.count, hidden)},
                             {"gross", figure(figures.gross.count(), hidden)},
                             {"refunds", figure(figures.refunds.count(), hidden)},
                             {"net", figure(figures.net().count(), hidden)}});
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

/// Says how many stalls have no row of their own, and why.
Markup unseen_row(const merchant::ZoneSettlement& zone) {
  const auto unseen = zone.stalls_all - static_cast<std::int64_t>(zone.stalls.size());
  if (unseen == 0) return {};
  const auto why = zone.hidden ? "sạp chưa đồng ý cho xem số riêng; quá ít để cộng chung"
                               : "sạp chưa đồng ý cho xem số riêng, chỉ có trong tổng";
  return fill("<tr class=\"idle\"><th scope=\"row\" colspan=\"5\">{{count}} {{why}}</th></tr>\n",
              {{"count", format_number(unseen)}, {"why", phrase(why)}});
}

Markup zone_rows(const merchant::ZoneSettlement& zone) {
  Markup rows;
  for (const auto& stall : zone.stalls) rows += stall_row(stall);
  rows += unseen_row(zone);
  rows += row("sum", fill("[[Cộng]] {{name}}", {{"name", zone.name}}), zone.figures, zone.hidden);
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
    all += zone.stalls_all;
    active += zone.stalls_active;
  }
  return format_number(active) + "/" + format_number(all);
}

Markup unmatched_tile(const DayFigures& totals) {
  const bool none = totals.unmatched_count == 0;
  return fill(
      "<li class=\"{{look}}\"><span>[[Chưa khớp]]</span><strong>{{amount}}</strong>"
      "<small>{{note}}</small></li>",
      {{"look", none ? "calm" : "warn"},
       {"amount", format_amount(totals.unmatched)},
       {"note", none ? phrase("Không có giao dịch nào")
                     : fill("{{count}} [[giao dịch chưa rõ của sạp nào]]",
                            {{"count", format_number(totals.unmatched_count)}})}});
}

Markup day_link(BusinessDay day, std::string_view label, bool possible) {
  if (!possible) {
    return fill("<span class=\"step off\" aria-hidden=\"true\">{{label}}</span>",
                {{"label", phrase(label)}});
  }
  return fill("<a class=\"step\" href=\"/board?day={{day}}\">{{label}}</a>",
              {{"day", to_string(day)}, {"label", phrase(label)}});
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

/// Stalls that agreed and had no sale on the day, by number; the first few by name.
Markup idle_tile(const merchant::Settlement& settlement) {
  constexpr std::size_t named_max = 6;
  std::size_t idle = 0;
  std::string names;
  for (const auto& zone : settlement.zones) {
    for (const auto& stall : zone.stalls) {
      if (stall.figures.count > 0) continue;
      if (++idle <= named_max) names += (names.empty() ? "" : ", ") + stall.stall.text();
    }
  }
  if (idle > named_max) names += ", …";
  return fill(
      "<li><span>[[Sạp chưa có giao dịch]]</span><strong>{{count}}</strong>"
      "<small>{{names}}</small></li>\n",
      {{"count", format_number(static_cast<std::int64_t>(idle))}, {"names", names}});
}

/// What is not heard any more cannot tell of money. Sources that never were heard, not set up at
/// the bank perhaps, are only counted.
Markup feed_tile(const std::vector<FeedHealth>& feeds, ledger::Instant now) {
  bool silent = false;
  std::int64_t never = 0;
  Markup lines;
  for (const auto& feed : feeds) {
    if (!feed.heard_at) {
      ++never;
      continue;
    }
    silent = silent || now - *feed.heard_at > silent_usually;
    if (!lines.html().empty()) lines += Markup::text("; ");
    lines += Markup::text(feed.source + ' ' + merchant::format_clock(*feed.heard_at));
  }
  silent = silent || lines.html().empty();
  if (never > 0) {
    if (!lines.html().empty()) lines += Markup::text("; ");
    lines += fill("{{count}} [[nguồn chưa nghe]]", {{"count", format_number(never)}});
  }
  return fill(
      "<li class=\"{{look}}\"><span>[[Tin ngân hàng]]</span><strong>{{word}}</strong>"
      "<small>{{lines}}</small></li>\n",
      {{"look", silent ? "warn" : "calm"},
       {"word", phrase(silent ? "Im lặng" : "Đang nghe")},
       {"lines", std::move(lines)}});
}

Markup present_tiles(const merchant::Settlement& settlement, const std::vector<FeedHealth>& feeds,
                     ledger::Instant now) {
  auto tiles = idle_tile(settlement);
  tiles += feed_tile(feeds, now);
  return tiles;
}

/// The ways to the registry; one who waits for the board must not be overlooked.
Markup rooms(const BoardLook& look) {
  if (!look.payee_changes) return {};
  const auto waiting = *look.payee_changes;
  auto word = phrase("Đổi tài khoản nhận tiền");
  if (waiting > 0) {
    word += fill(": {{count}} [[đang chờ]]",
                 {{"count", format_number(static_cast<std::int64_t>(waiting))}});
  }
  return fill(
      "<a class=\"{{look}}\" href=\"/board/payee-changes\">{{word}}</a> <a class=\"quiet\" "
      "href=\"/board/stalls\">[[Danh bạ điểm kinh doanh]]</a> <a class=\"quiet\" "
      "href=\"/board/charges\">[[Tiền dịch vụ chợ]]</a> <a class=\"{{alarms_look}}\" "
      "href=\"/board/alarms\">{{alarms}}</a>{{reconcile}}{{people}} ",
      {{"alarms_look", look.held > 0 ? "button" : "quiet"},
       {"alarms", look.held > 0
                      ? fill("[[Cảnh báo]]: {{count}} [[khoản chờ xác nhận]]",
                             {{"count", format_number(static_cast<std::int64_t>(look.held))}})
                      : phrase("Cảnh báo")},
       {"reconcile", look.may_reconcile
                         ? Markup::trusted(" <a class=\"quiet\" href=\"/board/reconcile\">"
                                           "[[Đối soát]]</a>")
                         : Markup{}},
       {"people", look.may_invite ? Markup::trusted(" <a class=\"quiet\" href=\"/board/people\">"
                                                    "[[Người của ban]]</a>")
                                  : Markup{}},
       {"look", waiting > 0 ? "button" : "quiet"},
       {"word", std::move(word)}});
}

Markup figures(const merchant::Settlement& settlement, Markup present) {
  Markup zones;
  for (const auto& zone : settlement.zones) zones += zone_rows(zone);
  const auto& totals = settlement.totals;
  return fill(
      embedded("board_figures.html"),
      {{"gross", sum(totals.gross, settlement.hidden)},
       {"net", sum(totals.net(), settlement.hidden)},
       {"refunds", sum(totals.refunds, settlement.hidden)},
       {"count", figure(totals.count, settlement.hidden)},
       {"active", active_stalls(settlement)},
       {"unmatched", unmatched_tile(totals)},
       {"present", std::move(present)},
       {"zones", std::move(zones)},
       {"total", row("total", phrase("TỔNG CỘNG"), totals, settlement.hidden)},
       {"words", settlement.hidden ? phrase("Không hiện: quá ít sạp chưa đồng ý để cộng chung.")
                                   : fill("<span lang=\"vi\">{{words}}</span>",
                                          {{"words", merchant::amount_on_paper(totals.net())}})},
       {"day", merchant::format_day(settlement.date)},
       {"seq", format_number(static_cast<std::int64_t>(number(settlement.head.seq)))},
       {"hash", ledger::to_hex(settlement.head.hash)}});
}

}  // namespace

http::Response board_page(const merchant::Settlement& settlement, ledger::Instant now,
                          const BoardLook& look) {
  const auto today = ledger::business_day_of(now);
  const std::string title = settlement.market_name + ", " + merchant::format_day(settlement.date);
  Document document;
  document.title = title;
  document.style = "board.css";
  document.language = look.language;
  document.scripts = {"money.js", "page.js", "board.js"};
  document.body = fill(
      embedded("board.html"),
      {{"sandbox", sandbox_mark(settlement.sandbox)},
       {"market", settlement.market_name},
       {"long_day", long_day(settlement.date, look.language)},
       {"day", to_string(settlement.date)},
       {"month", to_string(settlement.date).substr(0, 7)},
       {"month_text", merchant::format_day(settlement.date).substr(3)},
       {"is_today", settlement.date == today ? "yes" : "no"},
       {"picker", day_picker(settlement.date, today)},
       {"figures",
        figures(settlement,
                settlement.date == today ? present_tiles(settlement, look.feeds, now) : Markup{})},
       {"account", look.signed_in ? Markup::trusted(" <a class=\"quiet\" href=\"/account\">[[Tài "
                                                    "khoản và đăng xuất]]</a>")
                                  : Markup{}},
       {"delays",
        settlement.date == today ? bank_delay_section(look.delays, look.language) : Markup{}},
       {"rooms", rooms(look)},
       {"now", merchant::format_moment(now)}});
  return answer(document);
}

}  // namespace chopay::pages
