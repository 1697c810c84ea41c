#include "gateway/pages/sticker_check.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/stall_code.hpp"

namespace chopay::pages {

http::Response sticker_check_page(const merchant::Registry& registry,
                                  const merchant::Stall& stall) {
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
                                            {"memo", merchant::static_memo(stall)}});
  return answer(document);
}

}  // namespace chopay::pages
