#include "gateway/pages/words.hpp"

#include <map>
#include <stdexcept>

#include "gateway/pages/markup.hpp"

namespace chopay::pages {
namespace {

struct Phrase {
  std::string_view vietnamese;
  std::string_view english;
};

constexpr Phrase phrases[] = {
    // The shopper's page.
    {"Trả", "Pay"},
    {"cho", "to"},
    {"Sạp", "Stall"},
    {"Người nhận:", "Receiver:"},
    {"Số tiền", "Amount"},
    {"Mã thanh toán", "Code to pay"},
    {"Tiền chuyển thẳng vào tài khoản của người bán. Trang này chỉ tạo mã VietQR và đối soát, "
     "không giữ tiền.",
     "The money goes straight into the vendor's account. This page only makes the VietQR code and "
     "reconciles; it holds no money."},
    {"Mở ứng dụng ngân hàng trên máy này", "Open a bank app on this device"},
    {"Liên kết đi qua dịch vụ của bên thứ ba, nơi thấy số tài khoản và số tiền. Xem lại trước khi "
     "chuyển.",
     "The link goes through a third party, which sees account and amount. Look again before you "
     "transfer."},
    {"Mã QR để trả", "QR code to pay"},
    {"Mã có hiệu lực đến", "The code is valid until"},
    {"ngày", "on"},
    {"Lưu ảnh mã", "Save picture"},
    {"Kiểm tra lại", "Check again"},
    {"Hoặc chuyển khoản tới", "Or transfer to"},
    {"Ngân hàng", "Bank"},
    {"Nội dung chuyển khoản", "Transfer text"},
    {"Chép", "Copy"},
    {"Chép số tài khoản", "Copy the account number"},
    {"Chép số tiền", "Copy the amount"},
    {"Chép nội dung chuyển khoản", "Copy the transfer text"},
    {"Đừng sửa số tiền và nội dung.", "Do not change amount and text."},
    {"Quét mã bằng ứng dụng ngân hàng.", "Scan the code with a banking app."},
    {"Lấy mã mới", "Get a new code"},
    {"Quay lại cửa hàng", "Back to the shop"},
    {"Hủy đơn hàng", "Cancel the order"},
    {"Biên nhận", "Receipt"},
    {"Chờ thanh toán", "Waiting for the money"},
    {"Trang này tự báo khi tiền về tới người bán.",
     "This page tells by itself when the vendor has the money."},
    {"Người bán đã nhận đủ tiền", "The vendor has all of the money"},
    {"Đã nhận {{received}}.", "Received: {{received}}."},
    {"Nhận thiếu", "Too little came"},
    {"Người bán mới nhận {{received}}, còn thiếu {{missing}}. Hỏi người bán để lấy mã cho phần còn "
     "thiếu.",
     "The vendor has {{received}}; {{missing}} is missing. Ask the vendor for a code for the "
     "rest."},
    {"Nhận thừa", "Too much came"},
    {"Người bán nhận {{received}}, thừa {{surplus}}. Tiền thừa chỉ được hoàn về đúng tài khoản đã "
     "chuyển.",
     "The vendor has {{received}}, {{surplus}} too much. It is given back only to the account that "
     "it came from."},
    {"Tiền về muộn", "The money came late"},
    {"Người bán nhận {{received}} sau khi mã hết hạn. Hỏi người bán để xác nhận.",
     "The vendor has {{received}}, after the code had expired. Ask the vendor to confirm."},
    {"Hết hạn", "Expired"},
    {"Đã hủy", "Cancelled"},
    {"Đừng chuyển tiền theo mã này. Hỏi người bán để lấy mã mới.",
     "Do not pay by this code. Ask the vendor for a new one."},
    {"Đã hoàn tiền", "Given back"},
    {"Người bán đã hoàn lại toàn bộ số tiền đã nhận.", "The vendor has given all of it back."},
    {"Đã hoàn một phần", "Given back in part"},
    {"Người bán đã hoàn {{refunded}} trong {{received}}.",
     "The vendor has given back {{refunded}} of {{received}}."},
    {"Không tìm thấy mã thanh toán", "There is no such payment code"},
    {"Liên kết sai hoặc đã quá cũ. Đừng chuyển tiền theo liên kết này; hỏi người bán để lấy mã "
     "mới.",
     "The link is wrong or too old. Do not pay by it; ask the vendor for a new code."},
    // A sticker's page.
    {"Kiểm tra tem sạp", "Check the sticker of stall"},
    {"So với tem trước mặt", "Compare with the sticker before you"},
    {"Tài khoản, bốn số cuối", "Account, last four digits"},
    {"Tem mới nhất", "Newest sticker"},
    {"Số", "No."},
    {"Tên hiện trên điện thoại khi quét mã phải đúng tên chủ tài khoản ở trên. Nếu khác, đừng "
     "chuyển tiền; hãy báo người bán và Ban Quản lý chợ.",
     "The name that your phone shows after the scan must be the account holder's above. If it "
     "differs, do not pay; tell the vendor and the market's board."},
    {"Trang này chỉ cho biết tài khoản mà chợ đã đăng ký, không giữ tiền.",
     "This page only tells which account the market has registered; it holds no money."},
    {"Tem số {{issue}} đang dùng. Hãy so từng dòng.",
     "Sticker no. {{issue}} is in use. Compare line by line."},
    {"Tem số {{issue}} là tem cũ, đã thay", "Sticker no. {{issue}} is old and was replaced"},
    {"Tem số {{issue}} chưa từng được in", "Sticker no. {{issue}} was never printed"},
    {"Sạp đang dùng tem số {{issue}}. Đừng quét tem cũ; hỏi người bán tem mới.",
     "The stall uses sticker no. {{issue}}. Do not scan the old one; ask the vendor for the new."},
    {"Tem mới nhất của sạp là số {{issue}}. Đừng chuyển tiền; hãy báo Ban Quản lý chợ.",
     "The stall's newest sticker is no. {{issue}}. Do not pay; tell the market's board."},
    {"Không có tem nào mang mã này", "No sticker has this code"},
    {"Gõ lại địa chỉ đúng như in trên tem. Nếu vẫn không thấy, đừng chuyển tiền theo tem này; hãy "
     "báo người bán và Ban Quản lý chợ.",
     "Type the address exactly as printed. If it is still not found, do not pay by this sticker; "
     "tell the vendor and the market's board."},
    // A document that somebody was sent.
    {"Không có tài liệu này", "There is no such document"},
    {"Liên kết sai hoặc đã bị thu hồi. Hãy hỏi Ban Quản lý chợ đã gửi liên kết.",
     "The link is wrong or was taken back. Ask the market's board that sent it."},
    {"Liên kết đã hết hạn", "The link has expired"},
    {"Liên kết xem tài liệu chỉ dùng được trong vài ngày. Hãy xin Ban Quản lý chợ liên kết mới.",
     "A link to a document is good for some days. Ask the market's board for a new one."},
    // The sign-in.
    {"Đăng nhập", "Sign in"},
    {"Dành cho Ban Quản lý chợ và người vận hành. Sạp hàng mở bằng liên kết riêng của sạp.",
     "For the market's board and the operator. Stalls open their own link."},
    {"Tên đăng nhập", "Sign-in name"},
    {"Mật khẩu", "Password"},
    {"Mã 6 số trong ứng dụng xác thực", "6-digit code of the authenticator app"},
    {"Tên, mật khẩu hoặc mã không đúng. Mỗi mã chỉ dùng được một lần.",
     "Name, password or code is not right. Each code works once."},
    {"Sai quá nhiều lần. Thử lại sau ", "Wrong too often. Try again in "},
    {"giây", "seconds"},
    {"phút", "minutes"},
    {"Trang đã cũ. Nhập lại rồi gửi.", "The page was old. Type it again and send."},
    // The set-up.
    {"Cài đặt lần đầu", "First set-up"},
    {"Máy chủ chưa có chợ nào. Bấm để cài đặt bằng trình duyệt này: liên kết chỉ dùng được một "
     "lần.",
     "This server has no market yet. Press to set it up in this browser: the link works once."},
    {"Bắt đầu", "Begin"},
    {"Kết nối này không mã hóa: mật khẩu và khóa có thể bị đọc trên đường truyền.",
     "This connection is not encrypted: passwords and keys can be read on the way."},
    {"Khoảng hai phút. Chưa có gì được ghi cho đến khi bấm nút cuối trang.",
     "About two minutes. Nothing is written until the button at the end is pressed."},
    {"1. Chợ", "1. The market"},
    {"Tên chợ", "Name of the market"},
    {"Tỉnh, thành phố", "Province or city"},
    {"Đơn vị quản lý", "Managing body"},
    {"Có thể để trống. Đứng đầu báo cáo, ví dụ: Ban quản lý chợ Hạ Long I.",
     "May be empty. Heads the reports, e.g. Ban quản lý chợ Hạ Long I."},
    {"2. Người quản lý đầu tiên", "2. The first manager"},
    {"Họ tên", "Name"},
    {"Tên đăng nhập, mật khẩu và ứng dụng xác thực chọn ở bước sau.",
     "Sign-in name, password and authenticator app are chosen in the next step."},
    {"3. Sạp đầu tiên", "3. The first stall"},
    {"Để trống mã sạp nếu muốn thêm sau.", "Leave the stall's code empty to add stalls later."},
    {"Mã sạp", "Code of the stall"},
    {"Tên sạp", "Name of the stall"},
    {"Khu", "Zone"},
    {"Ngành hàng", "Trade"},
    {"Hộ kinh doanh", "Household business"},
    {"Ngân hàng của sạp", "The stall's bank"},
    {"Số tài khoản", "Account number"},
    {"Chủ tài khoản", "Account holder"},
    {"4. Nguồn báo tiền về", "4. The source of bank notices"},
    {"Loại nguồn", "Kind of source"},
    {"Ngân hàng của nguồn", "The source's bank"},
    {"Chỉ khi tin của nguồn không ghi ngân hàng nhận.",
     "Only where its notices do not name the receiving bank."},
    {"Khóa bí mật", "Secret key"},
    {"Dán khóa của nhà cung cấp, hoặc để trống: máy tự tạo khóa mới.",
     "Paste the provider's key, or leave it empty: a new one is made."},
    {"Mở chợ", "Open the market"},
    {"Chọn ngân hàng", "Choose a bank"},
    {"Thêm sau", "Add later"},
    {"Xem lại:", "Please look again at:"},
    {"Xem lại: họ tên người quản lý.", "Please look again at the manager's name."},
    {"Xem lại: loại nguồn.", "Please look again at the kind of source."},
    {"Đã có tệp này, chopay không ghi đè:", "This file is there already and is not written over:"},
    {"Nguồn này chưa dùng được:", "This source cannot be used yet:"},
    {"Máy chủ đang bận. Thử lại sau vài giây.", "The server is busy. Try again in some seconds."},
    {"Chưa mở được chợ. Khởi động lại chopay để làm tiếp:",
     "The market could not be opened. Start chopay again to go on:"},
    {"Chợ đã mở", "The market is open"},
    {"Tạo tài khoản", "Create the account"},
    {"Chọn tên đăng nhập và mật khẩu cho:", "Choose a sign-in name and a password for:"},
    {"Tiếp tục", "Go on"},
    {"Thử nguồn báo tiền về", "Try the source of bank notices"},
    {"Nhà cung cấp gọi đến địa chỉ:", "The provider calls this address:"},
    {"Khóa bí mật, dán vào trang của nhà cung cấp:", "Secret key, to be pasted at the provider's:"},
    {"Gửi thử một thông báo", "Send a test notice"},
    {"✓ Chữ ký và mẫu tin của nguồn này đọc được. Đây là tin thử, không ghi tiền.",
     "✓ This source's signature and form are understood. It was a test: no money was entered."},
    {"✗ Tin thử bị từ chối: xem lại mã bí mật và loại nguồn trong cài đặt.",
     "✗ The test was refused: look again at the secret and the kind of the source."},
    {"Nguồn này ký bằng khóa riêng của ngân hàng: hãy nhờ ngân hàng gửi thử.",
     "This source is signed with the bank's own key: ask the bank to send a test."},
    {"Thêm sạp khi máy chủ dừng:", "To add stalls while the server is stopped:"},
    {"Đã ghi:", "Written:"},
    {"Liên kết cài đặt không còn dùng được", "This set-up link works no more"},
    {"Mỗi liên kết chỉ dùng một lần, bằng một trình duyệt, trong 30 phút. Khởi động lại chopay để "
     "có liên kết mới.",
     "Each link works once, in one browser, for 30 minutes. Start chopay again for a new one."},
    {"Máy chủ chưa được cài đặt", "This server is not set up yet"},
    {"Người vận hành mở liên kết mà chopay đã in ra khi khởi động.",
     "Whoever runs it opens the link that chopay printed at its start."},
};

const std::map<std::string_view, std::string_view>& english_phrases() {
  static const auto table = [] {
    std::map<std::string_view, std::string_view> english;
    for (const auto& [vietnamese, words] : phrases) english.emplace(vietnamese, words);
    return english;
  }();
  return table;
}

}  // namespace

std::string_view tag_of(Language language) {
  return language == Language::english ? "en" : "vi";
}

std::string_view name_of(Language language) {
  return language == Language::english ? "English" : "Tiếng Việt";
}

std::optional<Language> language_from(std::string_view tag) {
  if (tag == "vi") return Language::vietnamese;
  if (tag == "en") return Language::english;
  return std::nullopt;
}

std::string_view say(std::string_view vietnamese, Language language) {
  if (vietnamese.empty()) return {};
  const auto found = english_phrases().find(vietnamese);
  if (found == english_phrases().end()) {
    throw std::logic_error("no English for: " + std::string{vietnamese});
  }
  return language == Language::english ? found->second : vietnamese;
}

std::string worded(std::string_view html, Language language) {
  std::string out;
  out.reserve(html.size());
  for (;;) {
    const auto open = html.find("[[");
    out += html.substr(0, open);
    if (open == std::string_view::npos) return out;
    const auto close = html.find("]]", open);
    if (close == std::string_view::npos) throw std::logic_error("a phrase is not closed");
    out += Markup::text(say(html.substr(open + 2, close - open - 2), language)).html();
    html.remove_prefix(close + 2);
  }
}

}  // namespace chopay::pages
