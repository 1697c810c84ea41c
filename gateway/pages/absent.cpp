#include "gateway/pages/absent.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"

namespace chopay::pages {
namespace {

http::Response absent(Language language, std::string_view title, std::string_view detail,
                      int status = 404) {
  Document document;
  document.status = status;
  document.title = say(title, language);
  document.language = language;
  document.body =
      fill(embedded("absent.html"), {{"title", document.title}, {"detail", say(detail, language)}});
  return answer(document);
}

}  // namespace

http::Response not_found_page(Language language) {
  return absent(language, "Không có trang này", "Kiểm tra lại địa chỉ, hoặc quét lại mã tại sạp.");
}

http::Response no_such_payment_page(Language language) {
  return absent(language, "Không tìm thấy mã thanh toán",
                "Liên kết sai hoặc đã quá cũ. Đừng chuyển tiền theo liên kết này; hỏi người bán để "
                "lấy mã mới.");
}

http::Response no_such_sticker_page(Language language) {
  return absent(
      language, "Không có tem nào mang mã này",
      "Gõ lại địa chỉ đúng như in trên tem. Nếu vẫn không thấy, đừng chuyển tiền theo tem "
      "này; hãy báo người bán và Ban Quản lý chợ.");
}

http::Response no_such_document_page(Language language) {
  return absent(language, "Không có tài liệu này",
                "Liên kết sai hoặc đã bị thu hồi. Hãy hỏi Ban Quản lý chợ đã gửi liên kết.");
}

http::Response expired_document_page(Language language) {
  return absent(language, "Liên kết đã hết hạn",
                "Liên kết xem tài liệu chỉ dùng được trong vài ngày. Hãy xin Ban Quản lý chợ "
                "liên kết mới.",
                410);
}

http::Response sign_in_page(Language language) {
  return absent(
      language, "Cần mở bằng liên kết riêng",
      "Phiên làm việc đã hết hoặc liên kết không đúng. Mở lại liên kết riêng của sạp hoặc "
      "của Ban Quản lý chợ.",
      401);
}

}  // namespace chopay::pages
