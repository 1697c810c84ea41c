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
    {"Khóa bí mật, dán vào trang của nhà cung cấp:",
     "Secret key, to be pasted at the provider's:"},
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
