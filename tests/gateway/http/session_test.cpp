#include <catch2/catch.hpp>

#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using http::Method;

namespace {

http::Router small_router() {
  http::Router router;
  router.add({Method::get, "/hello", 0, answering("xin chao")});
  router.add({Method::post, "/echo", 64 * 1024, echoing()});
  return router;
}

}  // namespace

TEST_CASE("A request is answered and the connection serves the next one") {
  Serving serving(small_router(), loopback());
  RawClient client(serving.port());
  for (int i = 0; i < 3; ++i) {
    client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto answer = client.read_answer();
    CHECK(status_of(answer) == 200);
    CHECK(body_of(answer) == "xin chao");
  }
}
