#include "gateway/pages/sticker_check.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/stall_code.hpp"

namespace chopay::pages {
namespace {

/// What the issue tells; nothing where none was told.
Markup issue_mark(const merchant::Stall& stall, std::optional<int> issue) {
  if (!issue) return {};
  const auto asked = std::to_string(*issue);
  const auto newest = std::to_string(stall.issue);
  if (*issue == stall.issue) {
    // Not green: an address says nothing of the code beside which it is printed.
    return fill(
        "<p class=\"note\" id=\"issue\">Tem số {{issue}} đang dùng. Hãy so từng dòng.</p>\n",
        {{"issue", asked}});
  }
  const bool earlier = *issue < stall.issue;
  return fill(embedded("sticker_issue.html"),
              {{"look", earlier ? "warn" : "bad"},
               {"word", earlier ? "Tem số " + asked + " là tem cũ, đã thay"
                                : "Tem số " + asked + " chưa từng được in"},
               {"more", earlier ? "Sạp đang dùng tem số " + newest +
                                      ". Đừng quét tem cũ; hỏi người bán tem mới."
                                : "Tem mới nhất của sạp là số " + newest +
                                      ". Đừng chuyển tiền; hãy báo Ban Quản lý chợ."}});
}

}  // namespace

http::Response sticker_check_page(const merchant::Registry& registry, const merchant::Stall& stall,
                                  std::optional<int> issue) {
  const auto* zone = registry.zone(stall.zone);
  const std::string title = "Kiểm tra tem sạp " + stall.id.text();
  Document document;
  document.title = title;
  document.style = "pay.css";
  document.body =
      fill(embedded("sticker_check.html"), {{"sandbox", sandbox_mark(registry.sandbox)},
                                            {"market", registry.name},
                                            {"zone", zone == nullptr ? std::string{} : zone->name},
                                            {"stall", stall.id.text()},
                                            {"name", stall.name},
                                            {"holder", stall.holder},
                                            {"bank", bank_name(stall.account)},
                                            {"account", merchant::masked(stall.account)},
                                            {"memo", merchant::static_memo(stall)},
                                            {"issue", std::to_string(stall.issue)},
                                            {"issue_mark", issue_mark(stall, issue)}});
  return answer(document);
}

}  // namespace chopay::pages
