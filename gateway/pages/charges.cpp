#include "gateway/pages/charges.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "gateway/pages/proof.hpp"

namespace chopay::pages {
namespace {

/// The form's part of the page, for whoever may send it.
Markup part_for(bool may, std::string_view name) {
  return may ? fill(embedded(name), {}) : Markup{};
}

}  // namespace

http::Response charges_page(const merchant::Registry& registry, const ChargesLook& look) {
  Document document;
  document.title = say("Tiền dịch vụ chợ", look.language);
  document.language = look.language;
  document.style = "registry.css";
  document.scripts = {"money.js", "page.js", "deeds.js", "charges.js"};
  document.body =
      fill(embedded("charges.html"),
           {{"sandbox", sandbox_mark(registry.sandbox)},
            {"signed", look.signed_in ? "yes" : "no"},
            {"runs", look.runs ? "yes" : "no"},
            {"collects", look.collects ? "yes" : "no"},
            {"market", registry.name},
            {"month_forms", part_for(look.runs, "charges_month.html")},
            {"price_form", part_for(look.runs, "charges_price.html")},
            {"collect_form", part_for(look.collects, "charges_collect.html")},
            {"hand_over_form", part_for(look.collects, "charges_hand_over.html")},
            {"waiver_form", part_for(look.runs, "charges_waiver.html")},
            {"back", look.sees_board ? Markup::trusted("<a class=\"quiet\" href=\"/board\">[[Quay "
                                                       "lại]]</a>")
                                     : Markup{}},
            {"account", look.signed_in ? Markup::trusted(" <a class=\"quiet\" href=\"/account\">"
                                                         "[[Tài khoản và đăng xuất]]</a>")
                                       : Markup{}},
            {"proof", proof_dialog(look.signed_in)}});
  return answer(document);
}

}  // namespace chopay::pages
