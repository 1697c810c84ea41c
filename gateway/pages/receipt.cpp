#include "gateway/pages/receipt.hpp"

#include <stdexcept>

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/amount_words.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {

http::Response receipt_page(const merchant::RequestView& view, const ReceiptLook& look) {
  const auto& request = view.request;
  const auto* stall = view.registry->stall(request.stall);
  if (stall == nullptr) throw std::logic_error("a payment request of no stall");
  const auto market = view.registry->market.text();
  const auto entry = market + ':' + std::to_string(ledger::number(look.credit));
  const auto title =
      std::string{say("Biên nhận", look.language)} + ' ' + merchant::format_amount(look.amount);
  Document document;
  document.title = title;
  document.style = "receipt.css";
  document.language = look.language;
  document.scripts = {"page.js", "proof.js", "receipt.js"};
  const bool back = request.refunded > merchant::Dong{};
  document.body =
      fill(embedded("receipt.html"), {{"sandbox", sandbox_mark(look.sandbox)},
                                      {"market", view.registry->name},
                                      {"market_id", market},
                                      {"amount", merchant::format_amount(look.amount)},
                                      {"words", merchant::amount_on_paper(look.amount)},
                                      {"stall", stall->id.text()},
                                      {"name", stall->name},
                                      {"holder", stall->holder},
                                      {"time", merchant::format_moment(look.occurred_at)},
                                      {"bank", bank_name(request.account)},
                                      {"account", merchant::masked(request.account)},
                                      {"reference", request.reference.text()},
                                      {"entry", entry},
                                      {"status", phrase(back ? "Đã hoàn tiền" : "Đã nhận tiền")},
                                      {"id", request.link()},
                                      {"file", "bien-nhan_" + stall->id.text() + ".receipt"}});
  return answer(document);
}

}  // namespace chopay::pages
