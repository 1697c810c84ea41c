// GET /v1/stalls/{stall}/day-slip.pdf and .png: a household's own day on a small paper.
#include <memory>
#include <optional>
#include <utility>

#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/http/query.hpp"
#include "merchant/report/day_slip.hpp"

namespace chopay::api {
namespace {

namespace report = merchant::report;
using http::Exchange;
using http::Response;

constexpr std::size_t slips_waiting_max = 16;
constexpr double slip_pixels_per_mm = 8;  // about 200 dpi, as small printers have

struct SlipWish {
  merchant::StallId stall;
  ledger::BusinessDay day;
  report::SlipPaper paper = report::slip_papers.front();
  bool picture = false;
};

std::variant<SlipWish, Response> slip_wish(const Services& services, const Exchange& exchange,
                                           bool picture) {
  const auto stall = merchant::StallId::parse(exchange.param("stall"));
  if (!stall) return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  const auto query = http::parse_query(exchange.request().query, {"date", "paper"});
  if (!query) return bad_request("bad_query", query.error().message());
  const auto paper = report::slip_paper(query->find("paper").value_or("strip_80"));
  if (!paper) return bad_request("bad_paper", "paper is strip_58, strip_80 or a6");
  SlipWish wish{*stall, ledger::business_day_of(services.clock.now()), *paper, picture};
  if (const auto date = query->find("date")) {
    const auto day = ledger::parse_business_day(*date);
    if (!day) return bad_request("bad_date", "a date has the form 2026-11-24");
    wish.day = *day;
  }
  return wish;
}

Response slip_answer(std::string bytes, const SlipWish& wish) {
  Response response;
  response.body = std::move(bytes);
  response.content_type = wish.picture ? "image/png" : "application/pdf";
  response.headers.add("Content-Disposition", "inline; filename=\"phieu_" + wish.stall.text() +
                                                  "_" + to_string(wish.day) +
                                                  (wish.picture ? ".png\"" : ".pdf\""));
  return response;
}

net::Task<Response> day_slip(WorkerPool& pool, Services& services, Exchange& exchange,
                             bool picture) {
  auto wished = slip_wish(services, exchange, picture);
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  const auto& wish = std::get<SlipWish>(wished);
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_history, wish.stall);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto registry = std::move(*asked.answer);
  if (!registry->stall(wish.stall)) {
    co_return problem_of(merchant::Error{merchant::Errc::unknown_stall, wish.stall.text()});
  }
  std::optional<report::DaySlip> slip;
  ReaderPool::Work reading = [&](ledger::Reader& reader) {
    slip = report::read_day_slip(reader, *registry, wish.stall, wish.day);
  };
  if (!co_await services.readers.run(exchange.loop(), std::move(reading))) {
    co_return problem_of(LaneState::busy);
  }
  std::optional<merchant::Result<std::string>> bytes;
  WorkerPool::Work drawing = [&](std::size_t) {
    bytes = wish.picture ? report::draw_slip_png(*slip, wish.paper, slip_pixels_per_mm)
                         : report::draw_slip_pdf(*slip, wish.paper);
  };
  if (!co_await pool.run(exchange.loop(), std::move(drawing)))
    co_return problem_of(LaneState::busy);
  if (!*bytes) co_return problem_of(bytes->error());
  co_return slip_answer(std::move(**bytes), wish);
}

}  // namespace

void add_day_slip_routes(http::Router& router, Services& services) {
  const auto pool = std::make_shared<WorkerPool>(1, slips_waiting_max, Pace::behind);
  router.add({http::Method::get, "/v1/stalls/{stall}/day-slip.pdf", 0,
              [pool, &services](Exchange& exchange) {
                return day_slip(*pool, services, exchange, false);
              }});
  router.add({http::Method::get, "/v1/stalls/{stall}/day-slip.png", 0,
              [pool, &services](Exchange& exchange) {
                return day_slip(*pool, services, exchange, true);
              }});
}

}  // namespace chopay::api
