#include "gateway/pages/phrases.hpp"

namespace chopay::pages {
namespace {

constexpr Phrase visitor_words[] = {
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
    {"Đừng chuyển tiền theo mã này. Hãy lấy mã mới.", "Do not pay by this code. Get a new one."},
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
    {"Chợ thử", "Trial market"},
    {"Chợ thử – tiền không có thật", "Trial market – no real money"},
    {"Không có trang này", "There is no such page"},
    {"Kiểm tra lại địa chỉ, hoặc quét lại mã tại sạp.",
     "Look at the address again, or scan the code at the stall again."},
    {"Cần mở bằng liên kết riêng", "Open it by your own link"},
    {"Phiên làm việc đã hết hoặc liên kết không đúng. Mở lại liên kết riêng của sạp hoặc của Ban "
     "Quản lý chợ.",
     "The session is over, or the link is wrong. Open the own link of the stall or of the market's "
     "board again."},
    {"Mã VietQR và đối soát cho chợ", "VietQR codes and reconciliation for markets"},
    {"Tiền chuyển thẳng vào tài khoản của người bán. Phần mềm này chỉ tạo mã và đối soát, không "
     "giữ tiền.",
     "The money goes straight into the vendor's account. This software only makes codes and "
     "reconciles; it holds no money."},
    {"Người bán", "Vendor"},
    {"Mở liên kết riêng của sạp, do Ban Quản lý chợ cấp. Máy nhớ liên kết sau lần mở đầu.",
     "Open the stall's own link, given by the market's board. The device remembers it after the "
     "first time."},
    {"Ban Quản lý chợ", "Market board"},
    {"bằng tên, mật khẩu và mã. Đã vào trên máy này:",
     "with name, password and code. Signed in on this device:"},
    {"xem báo cáo ngày", "see the day's report"},
    {"Khách hàng", "Customer"},
    {"Quét mã tại sạp bằng ứng dụng ngân hàng.", "Scan the code at the stall with a banking app."},
    {"Chạy thử", "Trial"},
    {"Các liên kết riêng hiện ra khi chợ thử khởi động, và nằm trong tệp này cạnh dữ liệu:",
     "The own links are shown when the trial market starts, and stand in this file beside its "
     "data:"},
    // The receipt.
    {"BIÊN NHẬN THANH TOÁN", "PAYMENT RECEIPT"},
    {"Bằng chữ:", "In words:"},
    {"Thời gian", "Time"},
    {"Hình thức", "Paid by"},
    {"Chuyển khoản QR", "QR transfer"},
    {"Ngân hàng nhận", "Receiving bank"},
    {"Mã đơn", "Sale reference"},
    {"Mã giao dịch", "Transaction ID"},
    {"Trạng thái", "Status"},
    {"Đã nhận tiền", "Money received"},
    {"Không phải hóa đơn, không thay thế hóa đơn điện tử",
     "Not an invoice; does not replace an e-invoice"},
    {"Tệp biên nhận kiểm tra được mà không cần máy chủ này.",
     "The receipt's file can be checked without this server."},
    {"Tải tệp biên nhận", "Download the receipt's file"},
    {"Khóa của sổ cái", "The ledger's key"},
    {"In", "Print"},
    {"Quay lại", "Back"},
    // The sandbox's bank.
    {"Trả thử", "Pay on trial"},
    {"Ngân hàng mô phỏng trả mã này và gửi báo có đã ký, như một ngân hàng thật.",
     "The simulated bank pays this code and sends a signed notice, as a real bank would."},
    {"Trả đúng số tiền", "Pay the right amount"},
    {"Trả thiếu", "Pay too little"},
    {"Trả thừa", "Pay too much"},
    {"Báo có hai lần", "Tell it twice"},
    {"Trả muộn", "Pay late"},
    {"Chuỗi VietQR của mã", "The code's VietQR text"},
    // A device that is let in, and its lock.
    {"Dùng máy này", "Use this device"},
    {"Mã mời không còn dùng được", "This invitation works no more"},
    {"Mỗi mã chỉ dùng một lần, trong mười phút. Xin mã mới.",
     "Each code works once, for ten minutes. Ask for a new one."},
    {"Mã PIN", "PIN"},
    {"Mở khóa", "Unlock"},
    {"Khóa máy", "Lock"},
    {"Máy đang khóa. Nhập mã PIN để bán tiếp.",
     "This device is locked. Type the PIN to go on selling."},
    {"Khóa máy khi rời sạp. Mở lại bằng mã PIN.",
     "Lock the device when you leave the stall. The PIN opens it again."},
    {"Máy này chưa có mã PIN.", "This device has no PIN yet."},
    {"Máy đang khóa.", "This device is locked."},
    {"Sai mã PIN quá nhiều lần: máy này đã bị thu hồi. Xin mã mời mới.",
     "The PIN was wrong too often: this device was revoked. Ask for a new invitation."},
    {"Còn {{left}} lần thử.", "Tries left: {{left}}."},
    {"Mã PIN không đúng.", "The PIN is not right."},
    {"Mã PIN mới (4–8 chữ số)", "New PIN (4–8 digits)"},
    {"Nhập lại mã PIN", "The PIN again"},
    {"Đặt mã PIN", "Set the PIN"},
    {"Đặt mã PIN cho máy này rồi mới bán hàng. Máy tự khóa khi không ai dùng; mã PIN mở lại.",
     "Choose a PIN for this device before you sell. It locks itself when nobody uses it; the PIN "
     "opens it again."},
    {"Mã PIN có từ 4 đến 8 chữ số.", "A PIN has 4 to 8 digits."},
    {"Mã PIN này dễ đoán. Chọn mã khác.", "This PIN is easily guessed. Choose another."},
    {"Hai lần nhập không giống nhau.", "The two do not match."},
};

}  // namespace

std::span<const Phrase> visitor_phrases() {
  return visitor_words;
}

}  // namespace chopay::pages
