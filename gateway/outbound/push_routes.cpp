// GET, POST and DELETE /v1/devices/push: whether the device whose key the request came with is
// woken when money comes for its stall.
#include <boost/json.hpp>

#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/outbound/push_sender.hpp"

namespace chopay::outbound {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

/// An endpoint, two keys, and what else a browser says.
constexpr std::size_t push_body_bytes_max = 4'096;

/// The device's key: the first that is a stall's.
const api::Access* device_of(const api::Caller& caller) {
  for (const auto& access : caller.accesses()) {
    if (api::is_of_a_stall(access.role)) return &access;
  }
  return nullptr;
}

Response push_answer(const api::Services& services, const PushSender* sender,
                     const api::Access& device) {
  const auto there = services.keys.pushes.find(device.key);
  return api::json_answer(json::serialize(
      json::object{{"public_key", sender ? json::value(sender->public_key()) : json::value{}},
                   {"subscribed", there.has_value()}}));
}

/// The subscription that a browser gave; nothing where it is none.
std::optional<api::PushSubscription> read_subscription(api::JsonBody& body,
                                                       const api::Access& device, bool lenient) {
  auto endpoint = body.text("endpoint");
  auto keys = body.object("keys", {"p256dh", "auth"});
  auto point = bank::from_base64(keys.text("p256dh"), bank::Base64::url);
  auto auth = bank::from_base64(keys.text("auth"), bank::Base64::url);
  if (!keys.good() || !push_origin(endpoint, lenient)) return std::nullopt;
  if (!point || !p256::point_of(*point) || !auth || auth->size() != push_auth_bytes) {
    return std::nullopt;
  }
  return api::PushSubscription{device.market, device.stall, std::move(endpoint), std::move(*point),
                               std::move(*auth)};
}

net::Task<Response> subscribe(api::Services& services, PushSender* sender, Exchange& exchange) {
  const api::Caller caller{exchange.request(), services.keys};
  const auto* device = device_of(caller);
  if (!device) co_return api::no_access(caller);
  if (!sender) co_return http::problem(409, "no_push", "this gateway wakes no devices");
  api::JsonBody body{exchange.request().body, {"endpoint", "keys", "expirationTime"}};
  auto subscription = read_subscription(body, *device, sender->settings().allow_private);
  if (!body.good()) co_return api::problem_of(body.error());
  if (!subscription) {
    co_return http::problem(422, "bad_subscription",
                            "endpoint must be https:// of a public host without a port, p256dh a "
                            "point of P-256, auth 16 bytes, both base64url without padding");
  }
  std::vector<ledger::VaultChange> rows{api::PushSubscriptions::row(device->key, *subscription)};
  const auto kept = co_await api::keep_rows(services, exchange.loop(), std::move(rows));
  if (kept != api::LaneState::answered) co_return api::problem_of(kept);
  services.keys.pushes.set(device->key, std::move(*subscription));
  sender->follow(device->market);
  co_return push_answer(services, sender, *device);
}

net::Task<Response> unsubscribe(api::Services& services, PushSender* sender, Exchange& exchange) {
  const api::Caller caller{exchange.request(), services.keys};
  const auto* device = device_of(caller);
  if (!device) co_return api::no_access(caller);
  std::vector<ledger::VaultChange> rows{api::PushSubscriptions::erasure(device->key)};
  const auto erased = co_await api::keep_rows(services, exchange.loop(), std::move(rows));
  if (erased != api::LaneState::answered) co_return api::problem_of(erased);
  services.keys.pushes.remove(device->key);
  co_return push_answer(services, sender, *device);
}

net::Task<Response> show_push(api::Services& services, PushSender* sender, Exchange& exchange) {
  const api::Caller caller{exchange.request(), services.keys};
  const auto* device = device_of(caller);
  if (!device) co_return api::no_access(caller);
  co_return push_answer(services, sender, *device);
}

}  // namespace

void add_push_routes(http::Router& router, api::Services& services, PushSender* sender) {
  using http::Method;
  const std::string path = "/v1/devices/push";
  router.add({Method::get, path, 0, [&services, sender](Exchange& exchange) {
                return show_push(services, sender, exchange);
              }});
  router.add({Method::post, path, push_body_bytes_max, [&services, sender](Exchange& exchange) {
                return subscribe(services, sender, exchange);
              }});
  router.add({Method::delete_, path, 0, [&services, sender](Exchange& exchange) {
                return unsubscribe(services, sender, exchange);
              }});
}

}  // namespace chopay::outbound
