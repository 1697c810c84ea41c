#include "gateway/api/code_reading.hpp"

#include <boost/json.hpp>

#include <memory>

#include "gateway/api/photo_process.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "merchant/stall_code.hpp"
#include "qr/verdict.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

constexpr std::size_t photo_bytes_max = 8U << 20U;
constexpr std::size_t photo_threads = 1;       // each waits for a process that is busy by itself
constexpr std::size_t photos_waiting_max = 4;  // of 8 MB each
constexpr const char* this_program = "/proc/self/exe";

json::value text_json(std::string_view text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

/// One code: what it is, whose, and what a bank app would make of it.
json::object code_json(const std::string& text, std::string_view expected_stall,
                       const qr::IssuedCodes& issued) {
  const auto judgement = qr::judge(text, expected_stall, issued);
  const auto code = qr::inspect(text).code;
  json::value error;
  if (judgement.error) {
    error =
        json::object{{"code", qr::code_name(judgement.error->code)}, {"at", judgement.error->at}};
  }
  json::value amount;
  if (const auto dong = code.amount_dong()) amount = *dong;
  return {{"text", text_json(text)},
          {"verdict", qr::verdict_name(judgement.verdict)},
          {"stall", text_json(judgement.stall)},
          {"scheme", qr::scheme_name(judgement.scheme)},
          {"error", std::move(error)},
          {"bank", text_json(code.bin())},
          {"account", text_json(code.account())},
          {"amount", std::move(amount)},
          {"note", text_json(code.memo())}};
}

Response answer_of(const PhotoTexts& photo, std::string_view expected_stall,
                   const qr::IssuedCodes& issued) {
  switch (photo.end) {
    case PhotoTexts::End::refused:
      return http::problem(422, "picture_unreadable", photo.why);
    case PhotoTexts::End::over_limit:
      return http::problem(422, "picture_too_costly",
                           "this picture takes too much time or memory to read");
    case PhotoTexts::End::read:
      break;
  }
  json::array codes;
  for (const auto& text : photo.texts) codes.push_back(code_json(text, expected_stall, issued));
  return json_answer(json::serialize(json::object{{"codes", std::move(codes)}}));
}

/// The stall where the photo was taken: the query's, else the till's own; empty if unknown.
std::string_view expected_stall(const http::Query& query, const Access& access) {
  if (const auto stall = query.find("stall")) return *stall;
  return access.stall.text();
}

net::Task<Response> read_codes(WorkerPool& pool, Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::read_codes);
  if (!access) co_return no_access(caller);
  const auto query = http::parse_query(exchange.request().query, {"stall"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  if (exchange.request().body.empty()) {
    co_return bad_request("no_picture", "the body must be a PNG or JPEG picture");
  }
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  PhotoTexts photo;
  WorkerPool::Work work = [&](std::size_t) {
    photo = read_in_process(this_program, exchange.request().body);
  };
  if (!co_await pool.run(exchange.loop(), std::move(work))) {
    co_return problem_of(LaneState::busy);
  }
  co_return answer_of(photo, expected_stall(*query, *access),
                      merchant::issued_codes(*asked.answer));
}

}  // namespace

void add_code_reading_routes(http::Router& router, Services& services) {
  const auto pool = std::make_shared<WorkerPool>(photo_threads, photos_waiting_max);
  router.add(
      {http::Method::post, "/v1/codes/read", photo_bytes_max,
       [pool, &services](Exchange& exchange) { return read_codes(*pool, services, exchange); }});
}

}  // namespace chopay::api
