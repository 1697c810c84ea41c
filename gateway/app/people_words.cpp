#include "gateway/app/people_words.hpp"

namespace chopay::app {

using api::Role;

std::string title_of(const api::Access& access) {
  if (api::is_of_a_stall(access.role)) return "Sạp " + access.stall.text();
  if (access.role == Role::ward) return "Phường";
  if (access.role == Role::collector) return "Nhân viên thu phí";
  return access.role == Role::system_operator ? "Người vận hành" : "Ban Quản lý chợ";
}

std::string_view detail_of(Role role) {
  switch (role) {
    case Role::helper:
      return "Người phụ bán: bán hàng và xem các khoản vừa nhận, không xem tổng tiền.";
    case Role::till:
      return "Chủ hộ: bán hàng, xem và hoàn tiền của sạp.";
    case Role::collector:
      return "Thu tiền dịch vụ chợ bằng tiền mặt và nộp lại, không xem tiền bán của sạp.";
    case Role::ward:
      return "Xem số tổng của chợ.";
    case Role::viewer:
      return "Chỉ xem báo cáo.";
    case Role::system_operator:
      return "Mời và thu hồi người dùng, không xem tiền.";
    default:
      return "Báo cáo và đối soát.";
  }
}

std::string page_of(const api::Access& access) {
  if (api::is_of_a_stall(access.role)) return "/till/" + access.stall.text();
  if (access.role == Role::collector) return "/board/charges";
  return access.may(api::Deed::see_settlement, {}) ? "/board" : "/account";
}

}  // namespace chopay::app
