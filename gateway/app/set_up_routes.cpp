#include "gateway/app/set_up_routes.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>

#include "gateway/api/problems.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/source_page_routes.hpp"
#include "gateway/app/sources.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/redirect.hpp"
#include "gateway/pages/set_up.hpp"
#include "gateway/sandbox/wire_format.hpp"
#include "ledger/file_lock.hpp"

namespace chopay::app {
namespace {

namespace json = boost::json;
using api::Services;
using http::Exchange;
using http::Response;
using http::see_other;

constexpr std::string_view set_up_cookie = "chopay-setup";
constexpr std::size_t set_up_bytes_max = 8 * 1024;
constexpr std::string_view first_zone = "A";
constexpr int test_tries_a_minute = 6;

/// What the routes share.
struct SetUpDesk {
  SetUpDesk(Services& services_, SetUp& set_up_) : services(services_), set_up(set_up_) {}

  Services& services;
  SetUp& set_up;
  http::RateLimit tests{test_tries_a_minute};
};

bool is_our_browser(const SetUpDesk& desk, const http::Request& request) {
  return desk.set_up.is_browser(api::cookie_of(request, set_up_cookie), desk.services.clock.now());
}

bool may_try(SetUpDesk& desk, const http::Request& request) {
  return desk.set_up.tries.take(api::client_address(request, desk.services.desk.proxies),
                                std::chrono::steady_clock::now());
}

bool is_in_clear(const SetUpDesk& desk, const http::Request& request) {
  const bool loopback = request.peer.starts_with("127.") || request.peer == "::1";
  return !desk.services.is_https() && !loopback;
}

net::Task<Response> show_link(SetUpDesk& desk, Exchange& exchange) {
  const auto& request = exchange.request();
  const auto language = language_of(request);
  if (!may_try(desk, request)) co_return http::problem(429, "too_many_requests");
  if (!desk.set_up.is_link(exchange.param("token"), desk.services.clock.now())) {
    co_return pages::no_set_up_page(language);
  }
  co_return pages::set_up_link_page(is_in_clear(desk, request), language);
}

net::Task<Response> take_link(SetUpDesk& desk, Exchange& exchange) {
  const auto& request = exchange.request();
  if (api::from_another_page(request)) co_return http::problem(403, "foreign_page");
  if (!may_try(desk, request)) co_return http::problem(429, "too_many_requests");
  const auto token = desk.set_up.take_link(exchange.param("token"), desk.services.random,
                                           desk.services.clock.now());
  if (!token) co_return pages::no_set_up_page(language_of(request));
  auto response = see_other("/setup");
  std::string cookie{set_up_cookie};
  cookie += '=' + *token + "; Path=/setup; HttpOnly; SameSite=Strict";
  if (desk.services.is_https()) cookie += "; Secure";
  response.headers.add("Set-Cookie", cookie);
  co_return response;
}

net::Task<Response> show_set_up(SetUpDesk& desk, Exchange& exchange) {
  const auto language = language_of(exchange.request());
  if (!is_our_browser(desk, exchange.request())) co_return pages::no_set_up_page(language);
  if (desk.set_up.done()) co_return see_other("/setup/done");
  co_return pages::set_up_form_page(
      {nullptr, sandbox::wire_kinds(), {}, {}, desk.services.public_url}, language);
}

/// The text without spaces around it.
std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string{text};
}

/// The market as the form has it, in the form of a market file.
std::string market_of(const http::Query& typed) {
  const auto text = [&](std::string_view name) { return trimmed(typed.get(name)); };
  json::object market{{"id", merchant::usual_market_id(text("name"))},
                      {"name", text("name")},
                      {"province", text("province")},
                      {"zones", json::array{}}};
  if (const auto body = text("managing_body"); !body.empty()) market["managing_body"] = body;
  if (text("stall").empty()) return json::serialize(market);
  const auto zone = text("zone").empty() ? "Khu " + std::string{first_zone} : text("zone");
  const json::object stall{{"code", text("stall")},   {"name", text("stall_name")},
                           {"trade", text("trade")},  {"household", text("household")},
                           {"bank", text("bank")},    {"account", text("account")},
                           {"holder", text("holder")}};
  market["zones"] =
      json::array{json::object{{"id", first_zone}, {"name", zone}, {"stalls", json::array{stall}}}};
  return json::serialize(market);
}

std::string made_secret(std::string_view kind, ledger::Random& random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  return sandbox::wire_secret(kind, ledger::to_hex(bytes).substr(0, 40));
}

/// Why the source would not work; empty: it does. Its secret must be in a file to be read.
std::string complaint_of_source(const SetUpPlan& plan, const std::string& data) {
  const auto path = data + "/setup.secret";
  std::string complaint;
  try {
    ledger::make_durable_directory(data);
    ledger::write_durable_file(path, plan.secret + '\n');
    if (const auto source = source_of(plan, path)) feeders_of({*source});
  } catch (const std::exception& error) {
    complaint = error.what();
  }
  std::error_code none;
  std::filesystem::remove(path, none);
  return complaint;
}

struct Wrong {
  std::string_view phrase = {};
  std::string detail = {};
};

/// What is wrong with a plan, before anything is kept of it.
Wrong wrong_with(const SetUpPlan& plan, const std::string& data) {
  const auto kinds = sandbox::wire_kinds();
  const auto market = merchant::parse_market_file(plan.market);
  if (!market) return {"Xem lại:", market.error().detail};
  if (plan.person.empty()) return {"Xem lại: họ tên người quản lý.", {}};
  if (plan.kind.empty()) return {};
  if (std::ranges::find(kinds, plan.kind) == kinds.end()) return {"Xem lại: loại nguồn.", {}};
  if (auto path = in_the_way(plan, data); !path.empty()) {
    return {"Đã có tệp này, chopay không ghi đè:", std::move(path)};
  }
  if (auto complaint = complaint_of_source(plan, data); !complaint.empty()) {
    return {"Nguồn này chưa dùng được:", std::move(complaint)};
  }
  return {};
}

net::Task<Response> set_up_now(SetUpDesk& desk, Exchange& exchange) {
  const auto& request = exchange.request();
  const auto language = language_of(request);
  if (api::from_another_page(request)) co_return http::problem(403, "foreign_page");
  if (!is_our_browser(desk, request)) co_return pages::no_set_up_page(language);
  if (desk.set_up.done()) co_return see_other("/setup/done");
  const auto typed = http::parse_query(request.body);
  if (!typed) co_return api::bad_request("bad_form", typed.error().message());
  SetUpPlan plan{market_of(*typed), trimmed(typed->get("person")), std::string{typed->get("kind")},
                 std::string{typed->get("source_bank")}, trimmed(typed->get("secret"))};
  const bool makes_secret = plan.secret.empty();
  if (makes_secret) plan.secret = made_secret(plan.kind, desk.services.random);
  auto wrong = wrong_with(plan, desk.set_up.data());
  if (wrong.phrase.empty()) {
    try {
      const bool ran = co_await desk.set_up.finish(exchange.loop(), plan, makes_secret);
      if (ran) co_return see_other("/setup/done");
      wrong = {"Máy chủ đang bận. Thử lại sau vài giây.", {}};
    } catch (const std::exception& error) {
      log_error("set_up_failed", error.what(), exchange.request().id);
      wrong = {"Chưa mở được chợ. Khởi động lại chopay để làm tiếp:", error.what()};
    }
  }
  co_return pages::set_up_form_page(
      {&*typed, sandbox::wire_kinds(), wrong.phrase, wrong.detail, desk.services.public_url},
      language);
}

net::Task<Response> show_done(SetUpDesk& desk, Exchange& exchange) {
  const auto language = language_of(exchange.request());
  const auto done = desk.set_up.done();
  if (!is_our_browser(desk, exchange.request()) || !done) co_return pages::no_set_up_page(language);
  const auto source = source_of(done->plan, {});
  const auto id = source ? source->id : std::string{};
  const auto callback = desk.services.public_url + "/callbacks/" + id;
  const auto invitation = "/enrol/" + done->code;
  pages::SetUpDone look{done->market, done->plan.person, invitation};
  std::string files;
  if (source) {
    files = sources_path(desk.set_up.data());
    look.source = id;
    look.callback = callback;
    look.files = files;
    if (done->made_secret) look.secret = done->plan.secret;
  }
  if (done->trial) {
    look.trial = to_string(done->trial->result);
    look.trial_why = done->trial->why;
  }
  co_return pages::set_up_done_page(look, language);
}

/// The same trial as that of the sources' page.
net::Task<Response> test_first_source(SetUpDesk& desk, Exchange& exchange) {
  const auto& request = exchange.request();
  const auto done = desk.set_up.done();
  if (api::from_another_page(request)) co_return http::problem(403, "foreign_page");
  if (!is_our_browser(desk, request) || !done) {
    co_return pages::no_set_up_page(language_of(request));
  }
  const auto source = source_of(done->plan, {});
  const auto feeders = desk.services.feeders.now();
  const auto feeder = source ? feeders->find(source->id) : feeders->end();
  if (feeder == feeders->end()) co_return http::problem(404, "unknown_source");
  if (!desk.tests.take(feeder->first, std::chrono::steady_clock::now())) {
    co_return http::problem(429, "too_many_requests", "at most 6 tests a minute for a source");
  }
  const auto trial = try_source(feeder->second, desk.services.clock.now());
  note_trial(desk.services, feeder->first, trial);
  desk.set_up.note_trial(trial);
  co_return see_other("/setup/done");
}

net::Task<Response> refuse_until_set_up(const Exchange& exchange, bool is_page) {
  if (!is_page) {
    co_return http::problem(503, "not_set_up", "the gateway has no market yet");
  }
  co_return pages::not_set_up_page(language_of(exchange.request()));
}

}  // namespace

void add_set_up_routes(http::Router& router, Services& services, SetUp& set_up) {
  using http::Method;
  const auto desk = std::make_shared<SetUpDesk>(services, set_up);
  router.add({Method::get, "/setup", 0,
              [desk](Exchange& exchange) { return show_set_up(*desk, exchange); }});
  router.add({Method::post, "/setup", set_up_bytes_max,
              [desk](Exchange& exchange) { return set_up_now(*desk, exchange); }});
  router.add({Method::get, "/setup/done", 0,
              [desk](Exchange& exchange) { return show_done(*desk, exchange); }});
  router.add({Method::post, "/setup/test", 1024,
              [desk](Exchange& exchange) { return test_first_source(*desk, exchange); }});
  router.add({Method::get, "/setup/{token}", 0,
              [desk](Exchange& exchange) { return show_link(*desk, exchange); }});
  router.add({Method::post, "/setup/{token}", 1024,
              [desk](Exchange& exchange) { return take_link(*desk, exchange); }});
}

http::Handler behind_set_up(const http::Route& route, http::Handler handler, const SetUp& set_up) {
  for (const std::string_view open : {"/setup", "/assets/", "/healthz", "/readyz"}) {
    if (route.pattern.starts_with(open)) return handler;
  }
  const bool is_page = route.method == http::Method::get && !route.pattern.starts_with("/v1/") &&
                       !route.pattern.starts_with("/v2/");
  return [inner = std::move(handler), is_page, &set_up](Exchange& exchange) {
    return set_up.is_pending() ? refuse_until_set_up(exchange, is_page) : inner(exchange);
  };
}

}  // namespace chopay::app
