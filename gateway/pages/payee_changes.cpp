#include "gateway/pages/payee_changes.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "gateway/pages/proof.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

using merchant::Party;
using merchant::PayeeChange;
using merchant::PayeeChangeStatus;

Markup state_words(const PayeeChange& change, ledger::Instant now) {
  switch (change.status(now)) {
    case PayeeChangeStatus::waiting:
      return phrase(change.asked.party == Party::household ? "Chờ Ban quản lý duyệt"
                                                           : "Chờ hộ kinh doanh đồng ý");
    case PayeeChangeStatus::cooling:
      return fill("[[Hai bên đã đồng ý. Chờ đến]] {{at}}",
                  {{"at", merchant::format_moment(change.effective_at)}});
    case PayeeChangeStatus::ready:
      return phrase("Đã chờ đủ. Dán tem mới, rồi bấm Hoàn tất");
    case PayeeChangeStatus::done:
      return phrase("Đã đổi");
    default:
      return phrase("Đã rút lại");
  }
}

Markup asker_words(const WaitingChange& waiting) {
  const auto& asked = waiting.change.asked;
  auto words = phrase(asked.party == Party::household ? "Hộ kinh doanh" : "Ban quản lý");
  if (!waiting.asker.empty()) words += Markup::text(" (" + waiting.asker + ")");
  words += Markup::text(", " + merchant::format_moment(waiting.change.asked_at));
  return words;
}

Markup step_button(std::string_view step, std::string_view look, std::string_view word,
                   const PayeeChange& change) {
  return fill(
      "<button type=\"button\" class=\"{{look}}\" data-step=\"{{step}}\" "
      "data-stall=\"{{stall}}\" data-change=\"{{id}}\">{{word}}"
      "<span class=\"unseen\"> [[đổi tài khoản của sạp]] {{stall}}</span></button>\n",
      {{"look", look},
       {"step", step},
       {"stall", change.stall.text()},
       {"id", change.id},
       {"word", phrase(word)}});
}

/// What the board may do next. It agrees to what the household asked for, never to its own.
Markup buttons(const PayeeChange& change, ledger::Instant now) {
  const auto status = change.status(now);
  Markup all;
  if (status == PayeeChangeStatus::waiting && change.asked.party == Party::household) {
    all += step_button("approve", "button", "Duyệt", change);
  }
  if (status == PayeeChangeStatus::ready) {
    all += step_button("complete", "button", "Hoàn tất", change);
  }
  all += step_button("withdraw", "quiet", "Rút lại", change);
  return fill("<p class=\"steps\">\n{{all}}</p>\n", {{"all", std::move(all)}});
}

Markup card(const merchant::Registry& registry, const WaitingChange& waiting, ledger::Instant now,
            bool acts) {
  const auto& change = waiting.change;
  const auto* stall = registry.stall(change.stall);
  if (!stall) return {};
  return fill(embedded("payee_change_card.html"),
              {{"stall", change.stall.text()},
               {"name", stall->name},
               {"household", stall->household},
               {"status", payee_change_status_name(change.status(now))},
               {"old", account_words(stall->account)},
               {"old_holder", stall->holder},
               {"new", account_words(change.account)},
               {"new_holder", change.holder},
               {"asker", asker_words(waiting)},
               {"state", state_words(change, now)},
               {"buttons", acts ? buttons(change, now) : Markup{}}});
}

}  // namespace

http::Response payee_changes_page(const merchant::Registry& registry,
                                  const std::vector<WaitingChange>& changes, ledger::Instant now,
                                  const RegistryLook& look) {
  Markup cards;
  for (const auto& waiting : changes) cards += card(registry, waiting, now, look.acts);
  if (changes.empty()) {
    cards = Markup::trusted("<p class=\"none\">[[Không có đề nghị nào đang chờ.]]</p>\n");
  }
  Document document;
  document.title = say("Đổi tài khoản nhận tiền", look.language);
  document.language = look.language;
  document.style = "registry.css";
  document.scripts = {"page.js", "deeds.js", "payees.js"};
  document.body = fill(embedded("payee_changes.html"),
                       {{"sandbox", sandbox_mark(registry.sandbox)},
                        {"market", registry.name},
                        {"signed", std::string_view{look.signed_in ? "yes" : "no"}},
                        {"changes", std::move(cards)},
                        {"proof", proof_dialog(look.acts && look.signed_in)}});
  return answer(document);
}

}  // namespace chopay::pages
