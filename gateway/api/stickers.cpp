#include "gateway/api/stickers.hpp"

#include <memory>
#include <utility>

#include "gateway/api/problems.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/http/query.hpp"
#include "merchant/stall_code.hpp"

namespace chopay::api {
namespace {

using http::Exchange;
using http::Response;
using Registry = std::shared_ptr<const merchant::Registry>;

constexpr std::size_t stickers_waiting_max = 8;
constexpr double preview_pixels_per_mm = 8;  // about 200 dpi

enum class Form { pdf, svg, png };

struct StickerPrinter {
  StickerPrinter(Services& services_, qr::StickerLook look_)
      : services(services_), look(std::move(look_)) {}

  Services& services;
  const qr::StickerLook look;
  WorkerPool pool{1, stickers_waiting_max};
};
using Printer = std::shared_ptr<StickerPrinter>;

/// "pay.example.vn/s": what is typed by hand, so without the scheme.
std::string verify_address(const Services& services) {
  const auto scheme = services.public_url.find("://");
  const auto host =
      scheme == std::string::npos ? services.public_url : services.public_url.substr(scheme + 3);
  return host + "/s";
}

merchant::PrintRun run_of(const Services& services) {
  return {ledger::business_day_of(services.clock.now()), verify_address(services)};
}

/// The registry of the market that the caller may print for, or why not.
net::Task<std::variant<Registry, Response>> registry_for(StickerPrinter& service,
                                                         Exchange& exchange, Deed deed,
                                                         merchant::StallId stall) {
  auto& services = service.services;
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(deed, stall);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return std::move(*asked.answer);
}

/// The paper of ?paper=, or the usual one.
std::variant<qr::StickerShape, Response> paper_of(std::string_view name, qr::StickerShape usual) {
  if (name.empty()) return usual;
  if (const auto shape = qr::sticker_shape(name)) return *shape;
  std::string known;
  for (const auto& one : qr::sticker_shape_names()) known += (known.empty() ? "" : ", ") + one;
  return bad_request("bad_paper", "paper must be one of " + known);
}

Response file_answer(std::string bytes, Form form, const std::string& name) {
  Response response;
  response.body = std::move(bytes);
  switch (form) {
    case Form::pdf:
      response.content_type = "application/pdf";
      response.headers.add("Content-Disposition", "attachment; filename=\"" + name + ".pdf\"");
      break;
    case Form::svg:
      response.content_type = "image/svg+xml";
      break;
    case Form::png:
      response.content_type = "image/png";
      break;
  }
  return response;
}

/// Draws on the pool. What cannot be drawn is a bug and throws.
net::Task<Response> drawn(StickerPrinter& service, net::Loop& loop,
                          std::function<qr::Result<std::string>()> draw, Form form,
                          std::string name) {
  std::string bytes;
  WorkerPool::Work work = [&](std::size_t) { bytes = draw().value(); };
  if (!co_await service.pool.run(loop, std::move(work))) co_return problem_of(LaneState::busy);
  co_return file_answer(std::move(bytes), form, name);
}

qr::Result<std::string> draw_one(const qr::Sticker& sticker, qr::StickerShape shape,
                                 const qr::StickerLook& look, Form form,
                                 const std::string& created) {
  switch (form) {
    case Form::svg:
      return qr::draw_sticker_svg(sticker, shape, look);
    case Form::png:
      return qr::preview_sticker(sticker, shape, look, preview_pixels_per_mm);
    case Form::pdf:
      break;
  }
  return qr::draw_stickers({&sticker, 1}, shape, look, "Tem " + sticker.stall_number, created);
}

net::Task<Response> stall_sticker(Printer service, Exchange& exchange, Form form) {
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  if (!id) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  auto found = co_await registry_for(*service, exchange, Deed::print_sticker, *id);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto registry = std::get<Registry>(found);
  const auto* stall = registry->stall(*id);
  if (!stall) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall, id->text()});
  const auto query = http::parse_query(exchange.request().query, {"paper"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  const auto paper = paper_of(query->get("paper"), qr::StickerShape::square_80);
  if (const auto* refused = std::get_if<Response>(&paper)) co_return *refused;
  const auto& services = service->services;
  const auto sticker = merchant::sticker_of(*registry, *stall, run_of(services));
  const auto created = ledger::format_instant(services.clock.now());
  std::function<qr::Result<std::string>()> draw = [&] {
    return draw_one(sticker, std::get<qr::StickerShape>(paper), service->look, form, created);
  };
  std::string name = "tem-" + id->text();
  co_return co_await drawn(*service, exchange.loop(), std::move(draw), form, std::move(name));
}

net::Task<Response> market_stickers(Printer service, Exchange& exchange) {
  merchant::StallId none;
  auto found = co_await registry_for(*service, exchange, Deed::print_stickers, none);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto registry = std::get<Registry>(found);
  const auto query = http::parse_query(exchange.request().query, {"paper", "zone"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  const auto paper = paper_of(query->get("paper"), qr::StickerShape::sheet_a4);
  if (const auto* refused = std::get_if<Response>(&paper)) co_return *refused;
  const auto& services = service->services;
  const auto stickers = merchant::stickers_of(*registry, query->get("zone"), run_of(services));
  if (stickers.empty()) {
    co_return problem_of(merchant::Error{merchant::Errc::unknown_zone});
  }
  const auto created = ledger::format_instant(services.clock.now());
  std::function<qr::Result<std::string>()> draw = [&] {
    return qr::draw_stickers(stickers, std::get<qr::StickerShape>(paper), service->look,
                             registry->name, created);
  };
  std::string name = "tem-" + registry->market.text();
  co_return co_await drawn(*service, exchange.loop(), std::move(draw), Form::pdf, std::move(name));
}

}  // namespace

void add_sticker_routes(http::Router& router, Services& services, qr::StickerLook look) {
  using http::Method;
  const auto service = std::make_shared<StickerPrinter>(services, std::move(look));
  router.add({Method::get, "/v1/stalls/{stall}/sticker.pdf", 0, [service](Exchange& exchange) {
                return stall_sticker(service, exchange, Form::pdf);
              }});
  router.add({Method::get, "/v1/stalls/{stall}/sticker.svg", 0, [service](Exchange& exchange) {
                return stall_sticker(service, exchange, Form::svg);
              }});
  router.add({Method::get, "/v1/stalls/{stall}/sticker.png", 0, [service](Exchange& exchange) {
                return stall_sticker(service, exchange, Form::png);
              }});
  router.add({Method::get, "/v1/stickers.pdf", 0,
              [service](Exchange& exchange) { return market_stickers(service, exchange); }});
}

}  // namespace chopay::api
