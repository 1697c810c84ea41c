#include "gateway/pages/lock.hpp"

#include "gateway/pages/complaint.hpp"
#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"

namespace chopay::pages {
namespace {

constexpr std::string_view pin_form =
    "<form method=\"post\" action=\"/lock\" class=\"fields\">\n"
    "<input type=\"hidden\" name=\"stall\" value=\"{{stall}}\">\n"
    "<label for=\"pin\">[[Mã PIN]]</label>\n"
    "<input id=\"pin\" name=\"pin\" type=\"password\" inputmode=\"numeric\" pattern=\"[0-9]*\" "
    "autocomplete=\"off\" minlength=\"4\" maxlength=\"8\" required{{invalid}}>\n"
    "<button type=\"submit\" class=\"button\">[[Mở khóa]]</button>\n</form>\n";
constexpr std::string_view choose_form =
    "<form method=\"post\" action=\"/lock\" class=\"fields\">\n"
    "<input type=\"hidden\" name=\"stall\" value=\"{{stall}}\">\n"
    "<label for=\"pin\">[[Mã PIN mới (4–8 chữ số)]]</label>\n"
    "<input id=\"pin\" name=\"pin\" type=\"password\" inputmode=\"numeric\" pattern=\"[0-9]*\" "
    "autocomplete=\"off\" minlength=\"4\" maxlength=\"8\" required{{invalid}}>\n"
    "<label for=\"again\">[[Nhập lại mã PIN]]</label>\n"
    "<input id=\"again\" name=\"again\" type=\"password\" inputmode=\"numeric\" "
    "pattern=\"[0-9]*\" autocomplete=\"off\" minlength=\"4\" maxlength=\"8\" required>\n"
    "<button type=\"submit\" class=\"button\">[[Đặt mã PIN]]</button>\n</form>\n";
constexpr std::string_view lock_form =
    "<form method=\"post\" action=\"/lock\" class=\"alone\">\n"
    "<input type=\"hidden\" name=\"stall\" value=\"{{stall}}\">\n"
    "<input type=\"hidden\" name=\"lock\" value=\"yes\">\n"
    "<button type=\"submit\" class=\"button\">[[Khóa máy]]</button>\n</form>\n";

struct LockLook {
  LockState state;
  int status;
  std::string_view detail;
};

constexpr std::string_view choose_detail =
    "Đặt mã PIN cho máy này rồi mới bán hàng. Máy tự khóa khi không ai dùng; mã PIN mở lại.";

constexpr LockLook lock_looks[] = {
    {LockState::locked, 200, "Máy đang khóa. Nhập mã PIN để bán tiếp."},
    {LockState::unlocked, 200, "Khóa máy khi rời sạp. Mở lại bằng mã PIN."},
    {LockState::no_pin, 200, "Máy này chưa có mã PIN."},
    {LockState::wrong, 403, "Máy đang khóa. Nhập mã PIN để bán tiếp."},
    {LockState::wait, 429, "Máy đang khóa."},
    {LockState::revoked, 403, "Sai mã PIN quá nhiều lần: máy này đã bị thu hồi. Xin mã mời mới."},
    {LockState::busy, 503, "Máy đang khóa. Nhập mã PIN để bán tiếp."},
    {LockState::choose, 200, choose_detail},
    {LockState::choose_digits, 422, choose_detail},
    {LockState::choose_obvious, 422, choose_detail},
    {LockState::choose_again, 422, choose_detail},
    {LockState::choose_busy, 503, choose_detail},
};

std::string tries_left(const LockView& view) {
  return fill(say("Còn {{left}} lần thử.", view.language), {{"left", std::to_string(view.left)}})
      .html();
}

std::string lock_word(const LockView& view) {
  switch (view.state) {
    case LockState::wrong:
      return std::string{say("Mã PIN không đúng.", view.language)} + ' ' + tries_left(view);
    case LockState::wait:
      return std::string{say("Sai quá nhiều lần. Thử lại sau ", view.language)} +
             wait_in_words(view.wait, view.language) + ". " + tries_left(view);
    case LockState::choose_digits:
      return std::string{say("Mã PIN có từ 4 đến 8 chữ số.", view.language)};
    case LockState::choose_obvious:
      return std::string{say("Mã PIN này dễ đoán. Chọn mã khác.", view.language)};
    case LockState::choose_again:
      return std::string{say("Hai lần nhập không giống nhau.", view.language)};
    case LockState::choose_busy:
    case LockState::busy:
      return std::string{say("Máy chủ đang bận. Thử lại sau vài giây.", view.language)};
    default:
      return {};
  }
}

/// It names the stall, so that of a browser's several tills the one is meant that the page is of.
Markup lock_form_of(const LockView& view) {
  const auto form = [&](std::string_view html, bool is_invalid) {
    return fill(html, {{"stall", view.stall},
                       {"invalid", Markup::trusted(is_invalid ? " aria-invalid=\"true\"" : "")}});
  };
  switch (view.state) {
    case LockState::unlocked:
      return form(lock_form, false);
    case LockState::no_pin:
    case LockState::revoked:
      return {};
    case LockState::choose:
    case LockState::choose_busy:
      return form(choose_form, false);
    case LockState::choose_digits:
    case LockState::choose_obvious:
    case LockState::choose_again:
      return form(choose_form, true);
    default:
      return form(pin_form, view.state == LockState::wrong);
  }
}

}  // namespace

http::Response lock_page(const LockView& view) {
  const LockLook* look = &lock_looks[0];
  for (const auto& one : lock_looks) {
    if (one.state == view.state) look = &one;
  }
  const auto title = std::string{say("Sạp", view.language)} + ' ' + std::string{view.stall};
  Document document;
  document.status = look->status;
  document.title = title;
  document.style = "form.css";
  document.language = view.language;
  document.body = fill(embedded("lock.html"), {{"title", title},
                                               {"detail", phrase(look->detail)},
                                               {"word", complaint(lock_word(view))},
                                               {"form", lock_form_of(view)}});
  auto response = answer(document);
  if (look->status == 503) response.headers.add("Retry-After", "1");
  if (look->status == 429) {
    response.headers.add("Retry-After", std::to_string(view.wait.count()));
  }
  return response;
}

}  // namespace chopay::pages
