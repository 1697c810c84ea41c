#include "gateway/pages/market_import.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/proof.hpp"

namespace chopay::pages {

http::Response market_import_page(const merchant::Registry& registry, const RegistryLook& look) {
  Document document;
  document.title = say("Nhập danh bạ từ tệp", look.language);
  document.language = look.language;
  document.style = "registry.css";
  document.scripts = {"page.js", "deeds.js", "table_problems.js", "market_import.js"};
  document.body = fill(embedded("market_import.html"),
                       {{"sandbox", sandbox_mark(registry.sandbox)},
                        {"market", registry.name},
                        {"signed", std::string_view{look.signed_in ? "yes" : "no"}},
                        {"proof", proof_dialog(look.signed_in)}});
  return answer(document);
}

}  // namespace chopay::pages
