#include "gateway/pages/start.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"

namespace chopay::pages {
namespace {

Markup where_links_stand(bool sandbox) {
  if (!sandbox) return {};
  return Markup::trusted(
      "<li><strong>[[Chạy thử]]</strong> [[Các liên kết riêng hiện ra khi chợ thử khởi động, và "
      "nằm trong tệp này cạnh dữ liệu:]] <code>sandbox.json</code></li>\n");
}

}  // namespace

http::Response start_page(bool sandbox, Language language) {
  Document document;
  document.title = say("Mã VietQR và đối soát cho chợ", language);
  document.language = language;
  document.body = fill(embedded("start.html"),
                       {{"sandbox", sandbox_mark(sandbox)}, {"trial", where_links_stand(sandbox)}});
  return answer(document);
}

}  // namespace chopay::pages
