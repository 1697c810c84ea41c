#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

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

/// "get /v1/stalls" of every route of a gateway that has all that can be configured.
std::set<std::string> served_routes() {
  const testing::TemporaryDirectory folder;
  config::Settings settings;
  settings.data = folder.path() + "/data";
  settings.log_host.clear();
  settings.payos.push_back(
      {"shop", "cho", "A12", secret_file(folder, "api"), secret_file(folder, "checksum"), false});
  std::set<std::string> served;
  sandbox::SettableClock clock{folder.path()};
  app::SetUp set_up;
  app::Gateway::Extras extras;
  extras.add_routes = [&](http::Router& router, api::Services& services) {
    app::add_clock_routes(router, services, clock);
    app::add_try_route(router, services, clock);
    app::add_set_up_routes(router, services, set_up);
    for (const auto& [method, pattern] : router.rows()) {
      std::string name{http::name_of(method)};
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      served.insert(name + ' ' + pattern);
    }
  };
  const app::Gateway gateway{settings, extras};
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
