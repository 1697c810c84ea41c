#include "gateway/pages/patrol.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"

namespace chopay::pages {

http::Response patrol_page(bool signed_in, Language language) {
  Document document;
  document.title = say("Đi kiểm tra tem", language);
  document.language = language;
  document.style = "patrol.css";
  document.scripts = {"money.js", "page.js", "complaints.js", "patrol.js"};
  document.camera = true;
  document.body =
      fill(embedded("patrol.html"), {{"signed", std::string_view{signed_in ? "yes" : "no"}}});
  return answer(document);
}

}  // namespace chopay::pages
