#include "gateway/pages/alarms.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "gateway/pages/proof.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

using merchant::AlarmCode;

/// What somebody should look at, in the words of the screens.
std::string_view words_of(AlarmCode code) {
  switch (code) {
    case AlarmCode::tiny_amount:
      return "Khoản tiền dưới 1.000 ₫: có thể gõ thiếu số không";
    case AlarmCode::amount_differs:
      return "Số tiền khác với mã thanh toán";
    case AlarmCode::same_payer:
      return "Cùng người trả, cùng số tiền, trong một phút";
    case AlarmCode::contradiction:
      return "Một giao dịch được báo với hai số tiền";
    case AlarmCode::told_twice:
      return "Tiền có thể đã báo hai lần";
    case AlarmCode::clock_skew:
      return "Giờ của ngân hàng đi trước giờ của máy";
    case AlarmCode::payee_change:
      return "Xin đổi tài khoản nhận tiền";
    case AlarmCode::silent_stall:
      return "Sạp im lặng khác thường: kiểm tra tem";
    case AlarmCode::silent_source:
      return "Nguồn tin ngân hàng im lặng";
  }
  return {};
}

Markup alarm_row(const merchant::Alarm& alarm) {
  Markup whose;
  if (!alarm.stall.empty()) whose = fill("[[Sạp]] {{id}} · ", {{"id", alarm.stall.text()}});
  if (!alarm.source.empty()) whose = Markup::text(alarm.source + " · ");
  return fill("<li>{{words}}<small>{{whose}}{{at}}</small></li>\n",
              {{"words", phrase(words_of(alarm.code))},
               {"whose", std::move(whose)},
               {"at", merchant::format_moment(alarm.at)}});
}

Markup stall_words(const std::vector<merchant::StallId>& stalls) {
  Markup words;
  for (const auto& stall : stalls) {
    words += fill(words.html().empty() ? "[[Sạp]] {{id}}" : ", {{id}}", {{"id", stall.text()}});
  }
  return words;
}

Markup held_card(const HeldLook& look) {
  const auto& notice = look.held.notice;
  return fill(embedded("alarms_held_card.html"),
              {{"seq", std::to_string(ledger::number(notice.seq))},
               {"amount", merchant::format_amount(notice.amount)},
               {"account", account_words(notice.account)},
               {"stalls", stall_words(look.stalls)},
               {"source", notice.source},
               {"occurred", merchant::format_moment(notice.occurred_at)},
               {"at", merchant::format_moment(notice.at)},
               {"told", merchant::format_moment(look.held.told_at)},
               {"earlier", merchant::format_number(
                               static_cast<std::int64_t>(ledger::number(notice.earlier)))}});
}

Markup held_section(const std::vector<HeldLook>& held, std::size_t hidden) {
  Markup cards;
  for (const auto& look : held) cards += held_card(look);
  if (held.empty()) {
    cards = Markup::trusted("<p class=\"none\">[[Không có khoản nào chờ xác nhận.]]</p>\n");
  }
  if (hidden > 0) {
    cards +=
        fill("<p class=\"note\">{{count}} [[khoản của hộ chưa cho xem số: hộ tự xác nhận.]]</p>\n",
             {{"count", merchant::format_number(static_cast<std::int64_t>(hidden))}});
  }
  return fill(embedded("alarms_held.html"), {{"cards", std::move(cards)}});
}

}  // namespace

http::Response alarms_page(const merchant::Registry& registry, const AlarmsLook& look) {
  Markup rows;
  for (const auto& alarm : look.alarms) rows += alarm_row(alarm);
  if (look.alarms.empty()) rows = Markup::trusted("<li>[[Không có cảnh báo nào.]]</li>\n");
  Document document;
  document.title = say("Cảnh báo", look.language);
  document.language = look.language;
  document.style = "registry.css";
  if (look.held) document.scripts = {"page.js", "deeds.js", "held.js"};
  document.body = fill(embedded("alarms.html"),
                       {{"sandbox", sandbox_mark(registry.sandbox)},
                        {"market", registry.name},
                        {"signed", std::string_view{look.signed_in ? "yes" : "no"}},
                        {"held", look.held ? held_section(*look.held, look.hidden) : Markup{}},
                        {"alarms", std::move(rows)},
                        {"proof", proof_dialog(look.held && look.signed_in)}});
  return answer(document);
}

}  // namespace chopay::pages
