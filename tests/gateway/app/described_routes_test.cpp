#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "gateway/api/limit_class.hpp"
#include "gateway/app/clock_route.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/set_up_routes.hpp"
#include "gateway/app/try_route.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
namespace json = boost::json;

namespace {

std::string secret_file(const testing::TemporaryDirectory& folder, const std::string& name) {
  const auto path = folder.path() + '/' + name;
  std::ofstream{path} << "secret";
  ::chmod(path.c_str(), 0600);
  return path;
}

using Rows = std::vector<std::pair<http::Method, std::string>>;

/// Every route of a gateway that has all that can be configured.
Rows served_rows() {
  const testing::TemporaryDirectory folder;
  config::Settings settings;
  settings.data = folder.path() + "/data";
  settings.log_host.clear();
  settings.payos.push_back(
      {"shop", "cho", "A12", secret_file(folder, "api"), secret_file(folder, "checksum"), false});
  Rows rows;
  sandbox::SettableClock clock{folder.path()};
  app::SetUp set_up;
  app::Gateway::Extras extras;
  extras.add_routes = [&](http::Router& router, api::Services& services) {
    app::add_clock_routes(router, services, clock);
    app::add_try_route(router, services, clock);
    app::add_set_up_routes(router, services, set_up);
    rows = router.rows();
  };
  const app::Gateway gateway{settings, extras};
  return rows;
}

/// "get /v1/stalls" of each.
std::set<std::string> served_routes() {
  std::set<std::string> served;
  for (const auto& [method, pattern] : served_rows()) {
    std::string name{http::name_of(method)};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    served.insert(name + ' ' + pattern);
  }
  return served;
}

std::set<std::string> described_routes() {
  std::ifstream file{CHOPAY_TESTS "/../gateway/api/openapi.json"};
  std::ostringstream text;
  text << file.rdbuf();
  std::set<std::string> described;
  const auto description = json::parse(text.str());
  for (const auto& [path, operations] : description.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object()) {
      described.insert(std::string{method} + ' ' + std::string{path});
    }
  }
  return described;
}

}  // namespace

TEST_CASE("Every route of the program is described in openapi.json, and nothing else is") {
  CHECK(served_routes() == described_routes());
}

TEST_CASE("Every route of the program has a limit class, and only probes go uncounted") {
  for (const auto& [method, pattern] : served_rows()) {
    const auto counted_as = api::limit_class_of(method, pattern);
    INFO(http::name_of(method) << ' ' << pattern);
    REQUIRE(counted_as);
    const bool is_probe = pattern == "/healthz" || pattern == "/readyz";
    CHECK((*counted_as == api::LimitClass::probe) == is_probe);
  }
}

TEST_CASE("Whoever proves who they are is counted apart from who reads, and a bank by itself") {
  using api::LimitClass;
  const auto of = [](http::Method method, std::string_view pattern) {
    return api::limit_class_of(method, pattern).value();
  };
  CHECK(of(http::Method::get, "/sign-in") == LimitClass::page);
  CHECK(of(http::Method::post, "/sign-in") == LimitClass::proof);
  CHECK(of(http::Method::post, "/lock") == LimitClass::proof);
  CHECK(of(http::Method::post, "/callbacks/{source}") == LimitClass::own);
  CHECK_FALSE(api::limit_class_of(http::Method::get, "/nobody-thought-of-this"));
}
