#include "gateway/pages/month.hpp"

#include <algorithm>
#include <stdexcept>

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/amount_words.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

using merchant::format_number;
using merchant::Settlement;

constexpr int bar_step = 20;
constexpr int bar_width = 14;
constexpr std::int64_t bar_height_max = 200;

std::int64_t shown_net(const Settlement& day) {
  return day.hidden ? 0 : std::max<std::int64_t>(day.totals.net().count(), 0);
}

Markup bars_of(const std::vector<Settlement>& days, std::int64_t most) {
  Markup bars;
  int x = (bar_step - bar_width) / 2;
  for (const auto& day : days) {
    const auto height = most == 0 ? 0 : shown_net(day) * bar_height_max / most;
    bars += fill("<rect x=\"{{x}}\" y=\"{{y}}\" width=\"{{width}}\" height=\"{{height}}\"/>\n",
                 {{"x", std::to_string(x)},
                  {"y", std::to_string(bar_height_max + 10 - height)},
                  {"width", std::to_string(bar_width)},
                  {"height", std::to_string(height)}});
    x += bar_step;
  }
  return bars;
}

Markup month_row(const Settlement& day) {
  const auto figure = [&](std::int64_t number) {
    return day.hidden ? std::string{"–"} : format_number(number);
  };
  const auto& totals = day.totals;
  return fill(
      "<tr><th scope=\"row\"><a href=\"/board?day={{iso}}\">{{day}}</a></th>"
      "<td data-label=\"[[Số GD]]\">{{count}}</td><td data-label=\"[[Tổng nhận]]\">{{gross}}</td>"
      "<td data-label=\"[[Hoàn tiền]]\">{{refunds}}</td>"
      "<td data-label=\"[[Thực nhận]]\" class=\"net\">{{net}}</td></tr>\n",
      {{"iso", to_string(day.date)},
       {"day", merchant::format_day(day.date)},
       {"count", figure(totals.count)},
       {"gross", figure(totals.gross.count())},
       {"refunds", figure(totals.refunds.count())},
       {"net", figure(totals.net().count())}});
}

}  // namespace

http::Response month_page(const std::vector<Settlement>& days, Language language) {
  if (days.empty()) throw std::logic_error("a month without days");
  std::int64_t most = 0;
  for (const auto& day : days) most = std::max(most, shown_net(day));
  Markup rows;
  for (auto day = days.rbegin(); day != days.rend(); ++day) rows += month_row(*day);
  const auto& last = days.back();
  const auto count = static_cast<int>(days.size());
  Document document;
  document.title = say("Các ngày gần đây", language);
  document.language = language;
  document.style = "board.css";
  document.body = fill(embedded("month.html"),
                       {{"sandbox", sandbox_mark(last.sandbox)},
                        {"market", last.market_name},
                        {"title", fill(say("Thực nhận qua QR, {{count}} ngày", language),
                                       {{"count", std::to_string(count)}})},
                        {"from", merchant::format_day(days.front().date)},
                        {"upto", merchant::format_day(last.date)},
                        {"width", std::to_string(bar_step * count)},
                        {"bars", bars_of(days, most)},
                        {"most", merchant::format_amount(ledger::Dong{most})},
                        {"rows", std::move(rows)}});
  return answer(document);
}

http::Response hall_page(const Settlement& today, ledger::Instant now, Language language) {
  std::int64_t active = 0;
  for (const auto& zone : today.zones) active += zone.stalls_active;
  const auto& totals = today.totals;
  Document document;
  document.title = say("Màn hình chợ", language);
  document.language = language;
  document.style = "hall.css";
  document.scripts = {"page.js", "hall.js"};
  document.body =
      fill(embedded("hall.html"),
           {{"sandbox", sandbox_mark(today.sandbox)},
            {"market", today.market_name},
            {"net", today.hidden ? std::string{"–"} : merchant::format_amount(totals.net())},
            {"count", today.hidden ? std::string{"–"} : format_number(totals.count)},
            {"active", format_number(active)},
            {"day", long_day(today.date, language)},
            {"time", merchant::format_clock(now)}});
  return answer(document);
}

}  // namespace chopay::pages
