#include "gateway/app/enrol_routes.hpp"

#include "gateway/api/new_key.hpp"
#include "gateway/pages/enrol.hpp"

namespace chopay::app {
namespace {

using api::Access;
using api::Role;
using api::Services;
using http::Exchange;
using http::Response;

std::string title_of(const Access& access) {
  if (api::is_of_a_stall(access.role)) return "Sạp " + access.stall.text();
  return access.role == Role::ward ? "Phường" : "Ban Quản lý chợ";
}

std::string_view detail_of(Role role) {
  switch (role) {
    case Role::helper:
      return "Người phụ bán: bán hàng và xem các khoản vừa nhận, không xem tổng tiền.";
    case Role::till:
      return "Chủ hộ: bán hàng, xem và hoàn tiền của sạp.";
    case Role::ward:
      return "Xem số tổng của chợ.";
    case Role::viewer:
      return "Chỉ xem báo cáo.";
    default:
      return "Báo cáo và đối soát.";
  }
}

std::string page_of(const Access& access) {
  return api::is_of_a_stall(access.role) ? "/till/" + access.stall.text() : "/board";
}

net::Task<Response> show(Services& services, Exchange& exchange) {
  const auto access = services.invitations.look(exchange.param("code"), services.clock.now());
  if (!access) co_return pages::no_invitation_page();
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != api::LaneState::answered || !asked.answer) {
    co_return pages::no_invitation_page();
  }
  co_return pages::enrol_page({title_of(*access), (*asked.answer)->name, detail_of(access->role)});
}

net::Task<Response> enrol(Services& services, Exchange& exchange) {
  auto access = services.invitations.take(exchange.param("code"), services.clock.now());
  if (!access) co_return pages::no_invitation_page();
  access->made_at = services.clock.now();
  auto made = co_await api::keep_new_key(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&made)) co_return std::move(*refused);
  Response response;
  response.status = 303;
  response.headers.add("Location", page_of(*access));
  response.headers.add("Set-Cookie", api::key_cookie(std::get<std::string>(made), *access,
                                                     services.public_url.starts_with("https:")));
  co_return response;
}

}  // namespace

void add_enrol_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/enrol/{code}", 0,
              [&](Exchange& exchange) { return show(services, exchange); }});
  router.add({Method::post, "/enrol/{code}", 1024,
              [&](Exchange& exchange) { return enrol(services, exchange); }});
}

}  // namespace chopay::app
