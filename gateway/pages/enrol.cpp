#include "gateway/pages/enrol.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"

namespace chopay::pages {

http::Response enrol_page(const Offered& offered) {
  Document document;
  document.title = offered.title;
  document.language = offered.language;
  document.body =
      fill(embedded("enrol.html"),
           {{"title", offered.title}, {"market", offered.market}, {"detail", offered.detail}});
  return answer(document);
}

http::Response no_invitation_page(Language language) {
  Document document;
  document.status = 410;
  document.title = say("Mã mời không còn dùng được", language);
  document.language = language;
  document.body =
      fill(embedded("absent.html"),
           {{"title", document.title},
            {"detail", phrase("Mỗi mã chỉ dùng một lần, trong mười phút. Xin mã mới.")}});
  return answer(document);
}

}  // namespace chopay::pages
