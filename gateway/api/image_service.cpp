#include "gateway/api/image_service.hpp"

#include <boost/json.hpp>

#include <memory>

#include "gateway/api/banks.hpp"
#include "gateway/api/cached_answer.hpp"
#include "gateway/api/codes.hpp"
#include "gateway/api/hosted_order.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/sign_in.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/rate_limit.hpp"
#include "qr/drawing_cache.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using Drawing = qr::DrawingCache::Drawing;

constexpr std::size_t drawing_threads = 1;
constexpr std::size_t pictures_waiting_max = 64;

/// What the routes share: the clients' buckets, the drawings, the threads that draw.
struct ImageService {
  ImageService(qr::DrawingCache& kept, const ImageServiceSettings& settings)
      : limit(settings.requests_per_minute), proxies(settings.proxies), drawings(kept) {}

  http::RateLimit limit;
  std::vector<std::string> proxies;
  qr::DrawingCache& drawings;
  WorkerPool pool{drawing_threads, pictures_waiting_max};
};
using Images = std::shared_ptr<ImageService>;

bool allowed(ImageService& service, const http::Request& request) {
  return service.limit.take(client_address(request, service.proxies),
                            std::chrono::steady_clock::now());
}

Response too_many() {
  return http::problem(429, "too_many_requests", "this address asks too often; try again later");
}

std::string_view content_type_of(qr::PictureForm form) {
  switch (form) {
    case qr::PictureForm::svg:
      return "image/svg+xml";
    case qr::PictureForm::png:
      return "image/png";
    case qr::PictureForm::jpeg:
      return "image/jpeg";
  }
  return "application/octet-stream";
}

/// All that a drawing depends on.
std::string key_of(const qr::Card& card, qr::CardTemplate shape, qr::PictureForm form) {
  std::string key = std::to_string(static_cast<int>(shape)) + '/' +
                    std::to_string(static_cast<int>(form)) + '/' + card.payload;
  key += '\n';
  key += card.account_name;
  return key;
}

/// The drawing of a card; nothing when the pool is full. `problem` is set when it cannot be drawn.
net::Task<Drawing> draw(ImageService& service, net::Loop& loop, const qr::Card& card,
                        qr::CardTemplate shape, qr::PictureForm form) {
  const auto key = key_of(card, shape, form);
  if (auto kept = service.drawings.find(key)) co_return kept;
  Drawing drawn;
  WorkerPool::Work work = [&](std::size_t) {
    drawn = service.drawings.get(key, [&] { return qr::draw_card(card, shape, form); }).value();
  };
  co_await service.pool.run(loop, std::move(work));
  co_return drawn;
}

/// 400 for what a client can put right, with the stable name of the error.
Response refusal(const qr::Error& error) {
  return bad_request(qr::code_name(error.code), error.message());
}

net::Task<Response> picture(Images service, Exchange& exchange) {
  if (!allowed(*service, exchange.request())) co_return too_many();
  const auto name = parse_picture_name(exchange.param("file"));
  if (!name) {
    co_return http::problem(404, "no_such_picture",
                            "BANK-ACCOUNT-TEMPLATE.svg, .png or .jpg is needed, with the template "
                            "compact2, compact, qr_only or print");
  }
  const auto query = http::parse_query(exchange.request().query);
  if (!query) co_return bad_request("bad_query", query.error().message());
  const HostedOrder order{name->bank, name->account, std::string{query->get("accountName")},
                          std::string{query->get("amount")}, std::string{query->get("addInfo")}};
  const auto card = card_of(order);
  if (!card) co_return refusal(card.error());
  const auto drawing = co_await draw(*service, exchange.loop(), *card, name->shape, name->form);
  if (!drawing) co_return problem_of(LaneState::busy);
  co_return cached_answer(exchange.request(), *drawing, content_type_of(name->form));
}

/// The envelope of the hosted service; "00" is success.
Response envelope(std::string_view code, std::string_view desc, json::value data) {
  return json_answer(
      json::serialize(json::object{{"code", code}, {"desc", desc}, {"data", std::move(data)}}));
}

/// Its clients look at the code, not at the status, so the status is 200 as it is there.
Response envelope_of(const qr::Error& error) {
  return envelope("99", std::string{qr::code_name(error.code)} + ": " + error.message(), nullptr);
}

net::Task<Response> generate(Images service, Exchange& exchange) {
  if (!allowed(*service, exchange.request())) co_return too_many();
  const auto body = parse_generate_body(exchange.request().body);
  if (!body) co_return envelope_of(body.error());
  const auto card = card_of(body->order);
  if (!card) co_return envelope_of(card.error());
  const auto drawing =
      co_await draw(*service, exchange.loop(), *card, body->shape, qr::PictureForm::png);
  if (!drawing) co_return problem_of(LaneState::busy);
  const auto bin = bin_of(body->order);
  // The hosted service's documents call the BIN acqId, its answers acpId: both are there.
  json::object data{{"acqId", bin},
                    {"acpId", std::stoi(bin)},
                    {"accountName", body->order.account_name},
                    {"qrCode", card->payload},
                    {"qrDataURL", "data:image/png;base64," + bank::to_base64(*drawing)}};
  co_return envelope("00", "Gen VietQR successful!", std::move(data));
}

net::Task<Response> hosted_banks(Images service, Exchange& exchange) {
  if (!allowed(*service, exchange.request())) co_return too_many();
  static const TaggedBody all{hosted_banks_json()};
  co_return cached_answer(exchange.request(), all, "application/json");
}

}  // namespace

void add_image_routes(http::Router& router, qr::DrawingCache& drawings,
                      const ImageServiceSettings& settings) {
  using http::Method;
  const auto service = std::make_shared<ImageService>(drawings, settings);
  router.add({Method::get, "/image/{file}", 0,
              [service](Exchange& exchange) { return picture(service, exchange); }});
  router.add({Method::post, "/v2/generate", 4 * 1024,
              [service](Exchange& exchange) { return generate(service, exchange); }});
  router.add({Method::get, "/v2/banks", 0,
              [service](Exchange& exchange) { return hosted_banks(service, exchange); }});
}

}  // namespace chopay::api
