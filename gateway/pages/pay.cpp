#include "gateway/pages/pay.hpp"

#include <stdexcept>

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/vietnamese.hpp"
#include "qr/bank_apps.hpp"

namespace chopay::pages {
namespace {

using merchant::format_amount;
using merchant::RequestStatus;

/// How a status looks: the mark (also the class of its colour), a word, a sentence with the sums.
struct Face {
  std::string_view look;
  std::string_view word;
  std::string_view sentence;  ///< may use {{received}}, {{missing}} and {{surplus}}
};

Face face_of(RequestStatus status) {
  switch (status) {
    case RequestStatus::pending:
      return {"wait", "Chờ thanh toán", "Trang này tự báo khi tiền về tới người bán."};
    case RequestStatus::paid:
      return {"good", "Người bán đã nhận đủ tiền", "Đã nhận {{received}}."};
    case RequestStatus::short_:
      return {"bad", "Nhận thiếu",
              "Người bán mới nhận {{received}}, còn thiếu {{missing}}. Hỏi người bán để lấy mã cho "
              "phần còn thiếu."};
    case RequestStatus::over:
      return {"warn", "Nhận thừa",
              "Người bán nhận {{received}}, thừa {{surplus}}. Tiền thừa chỉ được hoàn về đúng tài "
              "khoản đã chuyển."};
    case RequestStatus::late:
      return {"warn", "Tiền về muộn",
              "Người bán nhận {{received}} sau khi mã hết hạn. Hỏi người bán để xác nhận."};
    case RequestStatus::expired:
      return {"bad", "Hết hạn", "Đừng chuyển tiền theo mã này. Hãy lấy mã mới."};
    case RequestStatus::cancelled:
      return {"bad", "Đã hủy", "Đừng chuyển tiền theo mã này. Hỏi người bán để lấy mã mới."};
    case RequestStatus::refunded:
      return {"warn", "Đã hoàn tiền", "Người bán đã hoàn lại toàn bộ số tiền đã nhận."};
    case RequestStatus::part_refunded:
      return {"warn", "Đã hoàn một phần", "Người bán đã hoàn {{refunded}} trong {{received}}."};
  }
  throw std::logic_error("a payment request without a status");
}

Markup state_section(const merchant::RequestView& view, Language language) {
  const auto& request = view.request;
  const auto face = face_of(view.status);
  return fill(embedded("pay_state.html"),
              {{"look", face.look},
               {"word", say(face.word, language)},
               {"sentence", fill(say(face.sentence, language),
                                 {{"received", format_amount(request.received)},
                                  {"refunded", format_amount(request.refunded)},
                                  {"missing", format_amount(request.missing(view.status))},
                                  {"surplus", format_amount(request.surplus())}})}});
}

Markup code_section(const merchant::RequestView& view, const PayLook& look,
                    const merchant::Stall& stall) {
  const auto& request = view.request;
  const bool asks_rest = view.status == RequestStatus::short_ && !request.rests.empty();
  if (view.status != RequestStatus::pending && !asks_rest) return {};
  const auto asks = request.asks();
  return fill(worded(embedded("pay_code.html"), look.language),
              {{"svg", Markup::trusted(look.svg)},
               {"id", request.link()},
               {"stall", stall.id.text()},
               {"amount", format_amount(asks.amount)},
               {"amount_digits", to_string(asks.amount)},
               {"holder", stall.holder},
               {"bank", bank_name(request.account)},
               {"account", request.account.number},
               {"memo", look.memo},
               {"until", merchant::format_clock(asks.expires_at)},
               {"day", merchant::format_day(ledger::business_day_of(asks.expires_at))}});
}

Markup try_section(const PayLook& look) {
  if (!look.sandbox) return {};
  return fill(embedded("pay_try.html"), {{"payload", look.payload}});
}

/// Those that fill in the transfer come first; the others only open.
constexpr std::size_t apps_shown_max = 12;

Markup apps_section(const merchant::RequestView& view, const PayLook& look) {
  if (!look.bank_apps || view.status != RequestStatus::pending) return {};
  Markup links;
  std::size_t shown = 0;
  for (const auto& app : qr::bank_apps()) {
    if (shown++ == apps_shown_max) break;
    links += fill(
        "<a class=\"quiet\" href=\"/pay/{{id}}/app/{{app}}\" rel=\"noreferrer\">{{name}}</a>\n",
        {{"id", view.request.link()}, {"app", app.app_id}, {"name", app.name}});
  }
  return fill(worded(embedded("pay_apps.html"), look.language), {{"links", std::move(links)}});
}

/// A button that asks the server to do something with the request.
Markup deed(const std::string& id, std::string_view name, std::string_view look,
            std::string_view word) {
  return fill(
      "<form method=\"post\" action=\"/pay/{{id}}/{{name}}\"><button type=\"submit\" "
      "class=\"{{look}}\">{{word}}</button></form>\n",
      {{"id", id}, {"name", name}, {"look", look}, {"word", word}});
}

/// What can be done with a request that waits no longer.
Markup after_section(const merchant::RequestView& view, const PayLook& look) {
  const auto id = view.request.link();
  Markup ways;
  if (look.leads_back) {
    ways += fill(
        "<p class=\"links\"><a class=\"button\" href=\"/pay/{{id}}/shop\" rel=\"noreferrer\">"
        "{{word}}</a></p>\n",
        {{"id", id}, {"word", say("Quay lại cửa hàng", look.language)}});
  }
  if (view.status == RequestStatus::expired && !look.of_shop) {
    ways += deed(id, "renew", "button wide", say("Lấy mã mới", look.language));
  }
  if (view.request.received == merchant::Dong{}) return ways;
  ways +=
      fill("<p class=\"links\"><a class=\"button\" href=\"/pay/{{id}}/receipt\">{{word}}</a></p>\n",
           {{"id", id}, {"word", say("Biên nhận", look.language)}});
  return ways;
}

/// Whoever does not want to pay an online shop's order after all says so.
Markup cancel_section(const merchant::RequestView& view, const PayLook& look) {
  if (!look.of_shop || view.status != RequestStatus::pending) return {};
  return deed(view.request.link(), "cancel", "quiet", say("Hủy đơn hàng", look.language));
}

/// What a chat shows of the link: who and how much; the code only where it can be scanned.
Markup preview(const merchant::RequestView& view, const PayLook& look, const std::string& title) {
  if (look.public_url.empty()) return {};
  return fill(worded(embedded("pay_preview.html"), look.language),
              {{"title", title},
               {"market", view.registry->name},
               {"image", look.public_url + "/pay/" + view.request.link() + "/qr.png"}});
}

Markup note_line(const std::string& note) {
  if (note.empty()) return {};
  return fill("<p class=\"note\">{{note}}</p>", {{"note", note}});
}

}  // namespace

http::Response pay_page(const merchant::RequestView& view, const PayLook& look) {
  const auto& request = view.request;
  const auto* stall = view.registry->stall(request.stall);
  if (stall == nullptr) throw std::logic_error("a payment request of no stall");
  const std::string title = std::string{say("Trả", look.language)} + ' ' +
                            format_amount(request.amount) + ' ' +
                            std::string{say("cho", look.language)} + ' ' + stall->name;
  Document document;
  document.title = title;
  document.style = "pay.css";
  document.scripts = look.sandbox ? std::vector<std::string_view>{"page.js", "pay.js", "try.js"}
                                  : std::vector<std::string_view>{"pay.js"};
  document.language = look.language;
  document.head = preview(view, look, title);
  document.body = fill(worded(embedded("pay.html"), look.language),
                       {{"id", request.link()},
                        {"status", merchant::status_name(view.status)},
                        {"received", to_string(request.received)},
                        {"now", ledger::format_instant(look.now)},
                        {"expires", ledger::format_instant(request.asks().expires_at)},
                        {"market", view.registry->name},
                        {"stall", stall->id.text()},
                        {"name", stall->name},
                        {"holder", stall->holder},
                        {"amount", format_amount(request.amount)},
                        {"note", note_line(request.note)},
                        {"state", state_section(view, look.language)},
                        {"code", code_section(view, look, *stall)},
                        {"sandbox", sandbox_mark(look.sandbox)},
                        {"after", after_section(view, look)},
                        {"apps", apps_section(view, look)},
                        {"cancel", cancel_section(view, look)},
                        {"try", try_section(look)}});
  return answer(document);
}

}  // namespace chopay::pages
