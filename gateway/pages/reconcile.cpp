#include "gateway/pages/reconcile.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "gateway/pages/proof.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::pages {

http::Response reconcile_page(const merchant::Registry& registry, ledger::BusinessDay today,
                              const RegistryLook& look) {
  Markup banks;
  for (const auto& bank : qr::BankDirectory::standard().all()) {
    banks += fill("<option value=\"{{name}}\"></option>", {{"name", bank.short_name}});
  }
  Document document;
  document.title = say("Đối soát", look.language);
  document.language = look.language;
  document.style = "registry.css";
  document.scripts = {"money.js", "page.js", "deeds.js", "reconcile.js"};
  document.body =
      fill(embedded("reconcile.html"), {{"sandbox", sandbox_mark(registry.sandbox)},
                                        {"market", registry.name},
                                        {"signed", std::string_view{look.signed_in ? "yes" : "no"}},
                                        {"banks", std::move(banks)},
                                        {"day", to_string(today)},
                                        {"proof", proof_dialog(look.signed_in)}});
  return answer(document);
}

}  // namespace chopay::pages
