#include "gateway/pages/sticker_check.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/stall_code.hpp"

namespace chopay::pages {
namespace {

/// The sentence with its numbers in it.
std::string numbered(std::string_view phrase, Language language, int issue) {
  return fill(say(phrase, language), {{"issue", std::to_string(issue)}}).html();
}

/// What the issue tells; nothing where none was told.
Markup issue_mark(const merchant::Stall& stall, std::optional<int> issue, Language language) {
  if (!issue) return {};
  if (*issue == stall.issue) {
    // Not green: an address says nothing of the code beside which it is printed.
    return fill(
        "<p class=\"note\" id=\"issue\">{{word}}</p>\n",
        {{"word", numbered("Tem số {{issue}} đang dùng. Hãy so từng dòng.", language, *issue)}});
  }
  const bool earlier = *issue < stall.issue;
  return fill(
      embedded("sticker_issue.html"),
      {{"look", earlier ? "warn" : "bad"},
       {"word", numbered(earlier ? "Tem số {{issue}} là tem cũ, đã thay"
                                 : "Tem số {{issue}} chưa từng được in",
                         language, *issue)},
       {"more", numbered(earlier ? "Sạp đang dùng tem số {{issue}}. Đừng quét tem cũ; hỏi người "
                                   "bán tem mới."
                                 : "Tem mới nhất của sạp là số {{issue}}. Đừng chuyển tiền; hãy "
                                   "báo Ban Quản lý chợ.",
                         language, stall.issue)}});
}

}  // namespace

http::Response sticker_check_page(const merchant::Registry& registry, const merchant::Stall& stall,
                                  std::optional<int> issue, Language language) {
  const auto* zone = registry.zone(stall.zone);
  const std::string title = std::string{say("Kiểm tra tem sạp", language)} + ' ' + stall.id.text();
  Document document;
  document.title = title;
  document.style = "pay.css";
  document.language = language;
  document.body = fill(worded(embedded("sticker_check.html"), language),
                       {{"sandbox", sandbox_mark(registry.sandbox)},
                        {"market", registry.name},
                        {"zone", zone == nullptr ? std::string{} : zone->name},
                        {"stall", stall.id.text()},
                        {"name", stall.name},
                        {"holder", stall.holder},
                        {"bank", bank_name(stall.account)},
                        {"account", merchant::masked(stall.account)},
                        {"memo", merchant::static_memo(stall)},
                        {"issue", std::to_string(stall.issue)},
                        {"issue_mark", issue_mark(stall, issue, language)}});
  return answer(document);
}

}  // namespace chopay::pages
