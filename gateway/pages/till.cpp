#include "gateway/pages/till.hpp"

#include "gateway/pages/assets.hpp"
#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"

namespace chopay::pages {

http::Response till_page(const merchant::Registry& market, const merchant::Stall& stall,
                         bool keeps_keys) {
  Document document;
  const std::string title = "Sạp " + stall.id.text() + " – " + stall.name;
  document.title = title;
  document.style = "till-style.css";
  document.scripts = {"till.js"};
  document.body =
      fill(embedded("till.html"), {{"stall", stall.id.text()},
                                   {"name", stall.name},
                                   {"market", market.name},
                                   {"market_id", market.market.text()},
                                   {"holder", stall.holder},
                                   {"bank", bank_name(stall.account)},
                                   {"account", merchant::masked(stall.account)},
                                   {"memo", stall.memo.text()},
                                   {"voice", asset_path("voice.mp3")},
                                   {"voice_places", asset_path("voice.json")},
                                   {"keys", std::string_view{keeps_keys ? "yes" : "no"}},
                                   {"sandbox", sandbox_mark(market.sandbox)}});
  return answer(document);
}

}  // namespace chopay::pages
