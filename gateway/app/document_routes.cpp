#include "gateway/app/document_routes.hpp"

#include <atomic>
#include <memory>

#include "gateway/api/document_links.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/settlement_of.hpp"
#include "gateway/app/language.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/pages/absent.hpp"

namespace chopay::app {
namespace {

using http::Exchange;
using http::Response;

/// Of one address: each may draw a document. Whoever was sent one opens it once or twice.
constexpr int documents_a_minute = 30;
/// Of all addresses: the other places of Services::papers are for who has a key.
constexpr int documents_at_once = 2;

/// What the routes share.
struct Shared {
  explicit Shared(api::Services& services_) : services(services_) {}

  api::Services& services;
  http::RateLimit limit{documents_a_minute};
  std::atomic<int> under_way = 0;
};

/// Counts one document for as long as it lives.
class UnderWay {
 public:
  explicit UnderWay(std::atomic<int>& count) : count_(count), number_(++count) {}
  ~UnderWay() { --count_; }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;
  bool too_many() const { return number_ > documents_at_once; }

 private:
  std::atomic<int>& count_;
  const int number_;
};

net::Task<Response> show(Shared& shared, Exchange& exchange) {
  auto& services = shared.services;
  const auto address = api::client_address(exchange.request(), services.desk.proxies);
  if (!shared.limit.take(address, std::chrono::steady_clock::now())) {
    co_return http::problem(429, "too_many_requests", "ask again when some time has passed");
  }
  const auto language = language_of(exchange.request());
  const auto found = co_await api::find_document_link(services, exchange.loop(),
                                                      std::string{exchange.param("market")},
                                                      std::string{exchange.param("token")});
  if (found.busy) co_return api::problem_of(api::LaneState::busy);
  if (!found.link) co_return pages::no_such_document_page(language);
  if (found.link->expires_at <= services.clock.now()) {
    co_return pages::expired_document_page(language);
  }
  // Whoever made it: what leaves the house is what the board may see.
  const api::Access board{found.link->market, api::Role::board, {}};
  const UnderWay one{shared.under_way};
  if (one.too_many()) co_return api::problem_of(api::LaneState::busy);
  auto answer =
      co_await api::settlement_document(services, exchange.loop(), board, found.link->wish);
  answer.headers.add("Cache-Control", "private, no-store");
  answer.headers.add("X-Robots-Tag", "noindex");
  co_return answer;
}

}  // namespace

void add_document_routes(http::Router& router, api::Services& services) {
  const auto shared = std::make_shared<Shared>(services);
  router.add({http::Method::get, "/documents/{market}/{token}", 0,
              [shared](Exchange& exchange) { return show(*shared, exchange); }, api::paper_max});
}

}  // namespace chopay::app
