#include "gateway/app/people_words.hpp"

namespace chopay::app {

using api::Role;
using pages::Language;
using pages::say;

std::string title_of(const api::Access& access, Language language) {
  if (api::is_of_a_stall(access.role)) {
    return std::string{say("Sạp", language)} + ' ' + access.stall.text();
  }
  if (access.role == Role::ward) return std::string{say("Phường", language)};
  if (access.role == Role::collector) return std::string{say("Nhân viên thu phí", language)};
  const bool runs = access.role == Role::system_operator;
  return std::string{say(runs ? "Người vận hành" : "Ban Quản lý chợ", language)};
}

std::string_view detail_of(Role role, Language language) {
  switch (role) {
    case Role::helper:
      return say("Người phụ bán: bán hàng và xem các khoản vừa nhận, không xem tổng tiền.",
                 language);
    case Role::till:
      return say("Chủ hộ: bán hàng, xem và hoàn tiền của sạp.", language);
    case Role::collector:
      return say("Thu tiền dịch vụ chợ bằng tiền mặt và nộp lại, không xem tiền bán của sạp.",
                 language);
    case Role::ward:
      return say("Xem số tổng của chợ.", language);
    case Role::viewer:
      return say("Chỉ xem báo cáo.", language);
    case Role::system_operator:
      return say("Mời và thu hồi người dùng, không xem tiền.", language);
    default:
      return say("Báo cáo và đối soát.", language);
  }
}

std::string page_of(const api::Access& access) {
  if (api::is_of_a_stall(access.role)) return "/till/" + access.stall.text();
  if (access.role == Role::collector) return "/board/charges";
  return access.may(api::Deed::see_settlement, {}) ? "/board" : "/account";
}

}  // namespace chopay::app
