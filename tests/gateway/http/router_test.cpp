#include "gateway/http/router.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace chopay::http;

namespace {

Handler none() {
  return [](Exchange&) -> chopay::net::Task<Response> { co_return Response{}; };
}

Router table() {
  Router router;
  router.add({Method::get, "/", 0, none()});
  router.add({Method::get, "/v1/stalls/{stall}", 0, none()});
  router.add({Method::put, "/v1/stalls/{stall}", 0, none()});
  router.add({Method::get, "/v1/stalls/all", 0, none()});
  router.add({Method::get, "/v1/stalls/{stall}/credits/{seq}", 0, none()});
  router.add({Method::get, "/tiles/{path...}", 0, none()});
  router.add({Method::post, "/v1/credits", 0, none()});
  return router;
}

std::string pattern_for(const Router& router, std::string_view path) {
  std::vector<Exchange::Param> params;
  const auto found = router.find(Method::get, path, params);
  std::string text = found.route ? found.route->pattern : "none";
  for (const auto& [name, value] : params) text.append(" ").append(name).append("=").append(value);
  return text;
}

}  // namespace

TEST_CASE("A path finds its row, and its parameters are decoded") {
  const auto router = table();
  CHECK(pattern_for(router, "/") == "/");
  CHECK(pattern_for(router, "/v1/stalls/a1") == "/v1/stalls/{stall} stall=a1");
  CHECK(pattern_for(router, "/v1/stalls/a%2Fb%20c") == "/v1/stalls/{stall} stall=a/b c");
  CHECK(pattern_for(router, "/v1/stalls/7/credits/9") ==
        "/v1/stalls/{stall}/credits/{seq} stall=7 seq=9");
  CHECK(pattern_for(router, "/tiles/0/x001/007") == "/tiles/{path...} path=0/x001/007");
}

TEST_CASE("A literal row wins over a parameter, escaped or not") {
  const auto router = table();
  CHECK(pattern_for(router, "/v1/stalls/all") == "/v1/stalls/all");
  CHECK(pattern_for(router, "/v1/st%61lls/%61ll") == "/v1/stalls/all");
}

TEST_CASE(
    "A literal first segment that leads nowhere leaves the rows that begin with a parameter") {
  auto router = table();
  router.add({Method::get, "/{market}/tile/{path...}", 0, none()});
  CHECK(pattern_for(router, "/v1/tile/3") == "/{market}/tile/{path...} market=v1 path=3");
  CHECK(pattern_for(router, "/v1/stalls/tile") == "/v1/stalls/{stall} stall=tile");
  CHECK(pattern_for(router, "/v2/stalls/tile") == "none");
}

TEST_CASE("What is no row is not found") {
  const auto router = table();
  for (const auto* path :
       {"/v1", "/v1/", "/v1/stalls", "/v1/stalls/", "/v1/stalls/a/", "//", "/V1/x",
        "/v1/stalls/a/credits", "/v1/stalls/..", "/v1/stalls/%2e%2e", "/tiles", "/tiles/",
        "/tiles/a/../b", "/tiles/a//b", "/v1/stalls/%zz", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r"}) {
    INFO(path);
    CHECK(pattern_for(router, path) == "none");
  }
}

TEST_CASE("A wrong method tells which ones there are") {
  const auto router = table();
  std::vector<Exchange::Param> params;
  CHECK(router.find(Method::post, "/v1/stalls/a", params).allow == "GET, HEAD, PUT");
  CHECK(router.find(Method::head, "/v1/credits", params).allow == "POST");
  CHECK(router.find(Method::post, "/nowhere", params).allow.empty());
}

TEST_CASE("HEAD is served by the row for GET") {
  const auto router = table();
  std::vector<Exchange::Param> params;
  const auto found = router.find(Method::head, "/v1/stalls/a", params);
  REQUIRE(found.route != nullptr);
  CHECK(found.route->method == Method::get);
}

TEST_CASE("A broken table is found when it is made") {
  Router router;
  router.add({Method::get, "/a", 0, none()});
  CHECK_THROWS_AS(router.add({Method::get, "/a", 0, none()}), std::logic_error);
  CHECK_THROWS_AS(router.add({Method::get, "a", 0, none()}), std::logic_error);
  CHECK_THROWS_AS(router.add({Method::get, "/{", 0, none()}), std::logic_error);
  CHECK_THROWS_AS(router.add({Method::get, "/{}", 0, none()}), std::logic_error);
  CHECK_THROWS_AS(router.add({Method::get, "/{...}", 0, none()}), std::logic_error);
  CHECK_THROWS_AS(router.add({Method::get, "/{a...}/b", 0, none()}), std::logic_error);
}
