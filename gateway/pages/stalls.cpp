#include "gateway/pages/stalls.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "gateway/pages/proof.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

/// "12,5" of 1250 dm²; empty where it was not told.
std::string square_metres(std::int64_t area_dm2) {
  if (area_dm2 == 0) return {};
  auto text = std::to_string(area_dm2 / 100);
  if (const auto rest = area_dm2 % 100; rest > 0) {
    text += ',' + std::to_string(rest / 10);
    if (rest % 10 > 0) text += std::to_string(rest % 10);
  }
  return text;
}

std::string or_dash(const std::string& text) {
  return text.empty() ? "–" : text;
}

Markup stall_link(const merchant::Stall& stall) {
  return fill(
      "<li><a class=\"stall\" href=\"/board/stalls/{{stall}}\"><span class=\"badge\">{{stall}}"
      "</span><span>{{name}}<small>{{household}} · {{account}}</small>"
      "<small>{{consent}}</small></span></a></li>\n",
      {{"stall", stall.id.text()},
       {"name", stall.name},
       {"household", stall.household},
       {"account", account_words(stall.account)},
       {"consent", phrase(stall.consents() ? "Hộ cho xem số riêng" : "Không xem số riêng")}});
}

Markup consent_words(const merchant::Stall& stall) {
  if (stall.consented_at == ledger::Instant{}) {
    return phrase("Hộ chưa cho xem: ban quản lý chỉ thấy số tổng của khu");
  }
  auto words =
      fill("[[Hộ cho xem từ]] {{at}}", {{"at", merchant::format_moment(stall.consented_at)}});
  if (stall.consents()) return words;
  words += fill(", [[đã rút lại ngày]] {{at}}: [[ban quản lý chỉ thấy số tổng của khu]]",
                {{"at", merchant::format_moment(stall.consent_withdrawn_at)}});
  return words;
}

Markup account_row(std::string_view label, const merchant::PayeeAccount& account,
                   const std::string& holder) {
  return fill("<div><dt>{{label}}</dt><dd>{{account}}<small>{{holder}}</small></dd></div>\n",
              {{"label", phrase(label)}, {"account", account_words(account)}, {"holder", holder}});
}

Markup zone_options(const merchant::Registry& registry, const merchant::Stall& stall) {
  Markup options;
  for (const auto& zone : registry.zones) {
    options += fill("<option value=\"{{id}}\"{{chosen}}>{{name}}</option>",
                    {{"id", zone.id},
                     {"chosen", zone.id == stall.zone ? Markup::trusted(" selected") : Markup{}},
                     {"name", zone.name}});
  }
  return options;
}

Markup stall_deeds(const merchant::Registry& registry, const merchant::Stall& stall) {
  return fill(embedded("stall_deeds.html"), {{"invited", fill(embedded("invited.html"), {})},
                                             {"name", stall.name},
                                             {"household", stall.household},
                                             {"trade", stall.trade},
                                             {"zones", zone_options(registry, stall)},
                                             {"area", square_metres(stall.area_dm2)}});
}

Markup name_form(std::string_view path, const Markup& label, const std::string& id,
                 std::string_view text, bool is_name = true) {
  return fill(
      "<form class=\"fields\" data-correct=\"{{path}}\"><label for=\"{{id}}\">{{label}}</label>"
      "<input id=\"{{id}}\" name=\"{{field}}\" type=\"text\" value=\"{{name}}\" "
      "autocomplete=\"off\" maxlength=\"{{most}}\"{{required}}><button type=\"submit\" "
      "class=\"quiet\">[[Lưu]]"
      "<span class=\"unseen\"> {{label}}</span></button></form>\n",
      {{"path", path},
       {"id", id},
       {"label", label},
       {"field", is_name ? "name" : "contact"},
       {"most", is_name ? "100" : "200"},
       {"required", Markup::trusted(is_name ? " required" : "")},
       {"name", text}});
}

/// A further manager is invited by one who has signed in alone: a key has no password to ask for.
Markup manager_option() {
  return Markup::trusted("<option value=\"board\">[[Quản lý của ban]]</option>");
}
constexpr std::string_view with_manager =
    "Người quản lý mới làm được mọi việc của ban, nhưng phải chờ mới được duyệt đổi tài khoản. "
    "Cho người quản lý khác thôi việc là việc của người vận hành máy chủ.";
constexpr std::string_view without_manager =
    "Muốn mời thêm người quản lý: đăng nhập bằng tên, mật khẩu và mã.";

Markup sticker_link(const merchant::Stall& stall) {
  return fill(
      "<a class=\"button\" href=\"/v1/stalls/{{stall}}/sticker.pdf?paper=tent_a6\" download>"
      "[[In tem (PDF)]]</a> ",
      {{"stall", stall.id.text()}});
}

/// Every stall's sticker, six a sheet with marks to cut by.
constexpr std::string_view all_stickers =
    "<a class=\"button\" href=\"/v1/stickers.pdf?paper=sheet_a4\" download>[[In tem cả chợ (PDF)]]"
    "</a> ";
constexpr std::string_view import_link =
    "<a class=\"quiet\" href=\"/board/import\">[[Nhập danh bạ từ tệp]]</a> ";

/// The names of the market and its zones and the board's contact, to be put right.
Markup name_forms(const merchant::Registry& registry, std::string_view contact) {
  const std::string of_market = "/v1/market/correction";
  auto forms = name_form(of_market, phrase("Tên chợ"), "market-name", registry.name);
  forms += name_form(of_market, phrase("Người liên hệ của Ban quản lý"), "market-contact", contact,
                     false);
  for (const auto& zone : registry.zones) {
    forms += name_form("/v1/zones/" + zone.id + "/correction",
                       fill("[[Tên khu]] {{id}}", {{"id", zone.id}}), "zone-" + zone.id, zone.name);
  }
  return fill(embedded("registry_names.html"), {{"forms", std::move(forms)}});
}

}  // namespace

http::Response stall_list_page(const merchant::Registry& registry, const RegistryLook& look) {
  Markup zones;
  for (const auto& zone : registry.zones) {
    Markup stalls;
    for (const auto* stall : registry.stalls_of(zone.id)) stalls += stall_link(*stall);
    zones += fill("<section><h2>{{name}}</h2>\n<ul class=\"stalls\">\n{{stalls}}</ul></section>\n",
                  {{"name", zone.name}, {"stalls", std::move(stalls)}});
  }
  Document document;
  document.title = say("Danh bạ điểm kinh doanh", look.language);
  document.language = look.language;
  document.style = "registry.css";
  document.scripts = {"page.js", "stalls.js"};
  if (look.acts) document.scripts = {"page.js", "stalls.js", "deeds.js", "names.js"};
  document.body =
      fill(embedded("stall_list.html"),
           {{"sandbox", sandbox_mark(registry.sandbox)},
            {"signed", std::string_view{look.signed_in ? "yes" : "no"}},
            {"market", registry.name},
            {"names", look.acts ? name_forms(registry, look.contact) : Markup{}},
            {"stickers", look.acts ? Markup::trusted(std::string{all_stickers}) : Markup{}},
            {"import", look.acts ? Markup::trusted(std::string{import_link}) : Markup{}},
            {"proof", proof_dialog(look.acts && look.signed_in)},
            {"count", merchant::format_number(static_cast<std::int64_t>(registry.stalls.size()))},
            {"zones", std::move(zones)}});
  return answer(document);
}

http::Response stall_card_page(const merchant::Registry& registry, const merchant::Stall& stall,
                               const RegistryLook& look) {
  auto accounts = account_row("Tài khoản nhận tiền", stall.account, stall.holder);
  for (const auto& one : stall.further) {
    accounts += account_row("Tài khoản thêm", one.account, one.holder);
  }
  const auto* zone = registry.zone(stall.zone);
  const auto area = square_metres(stall.area_dm2);
  const auto title = stall.id.text() + ", " + stall.name;
  Document document;
  document.title = title;
  document.language = look.language;
  document.style = "registry.css";
  if (look.acts) document.scripts = {"money.js", "page.js", "deeds.js", "stall.js"};
  document.body = fill(embedded("stall_card.html"),
                       {{"sandbox", sandbox_mark(registry.sandbox)},
                        {"signed", std::string_view{look.signed_in ? "yes" : "no"}},
                        {"market", registry.name},
                        {"stall", stall.id.text()},
                        {"name", stall.name},
                        {"household", stall.household},
                        {"zone", zone ? zone->name : stall.zone},
                        {"trade", or_dash(stall.trade)},
                        {"area", area.empty() ? or_dash(area) : area + " m²"},
                        {"accounts", std::move(accounts)},
                        {"issue", std::to_string(stall.issue)},
                        {"consent", consent_words(stall)},
                        {"sticker", look.acts ? sticker_link(stall) : Markup{}},
                        {"deeds", look.acts ? stall_deeds(registry, stall) : Markup{}},
                        {"proof", proof_dialog(look.acts && look.signed_in)}});
  return answer(document);
}

http::Response board_people_page(const merchant::Registry& registry, bool signed_in,
                                 Language language) {
  Document document;
  document.title = say("Người của Ban quản lý", language);
  document.language = language;
  document.style = "registry.css";
  document.scripts = {"money.js", "page.js", "deeds.js", "people.js"};
  document.body = fill(embedded("board_people.html"),
                       {{"sandbox", sandbox_mark(registry.sandbox)},
                        {"signed", std::string_view{signed_in ? "yes" : "no"}},
                        {"market", registry.name},
                        {"invited", fill(embedded("invited.html"), {})},
                        {"manager", signed_in ? manager_option() : Markup{}},
                        {"note", phrase(signed_in ? with_manager : without_manager)},
                        {"proof", proof_dialog(signed_in)}});
  return answer(document);
}

}  // namespace chopay::pages
