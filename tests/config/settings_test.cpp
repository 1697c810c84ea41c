#include "config/settings.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay::config;
using Catch::Matchers::Contains;

namespace {

std::string write(const chopay::testing::TemporaryDirectory& directory, const std::string& text) {
  const auto path = directory.path() + "/chopay.toml";
  std::ofstream{path} << text;
  return path;
}

}  // namespace

TEST_CASE("The settings file that is shipped says what the defaults are") {
  const auto shipped = read_settings(CHOPAY_TESTS "/../config/chopay.toml");
  const Settings defaults;
  CHECK(shipped.address == defaults.address);
  CHECK(shipped.port == defaults.port);
  CHECK(shipped.data == defaults.data);
  CHECK(shipped.request_lifetime == defaults.request_lifetime);
  CHECK(shipped.payee_cool_off == defaults.payee_cool_off);
  CHECK(shipped.io_threads == defaults.io_threads);
  CHECK(shipped.reader_threads == defaults.reader_threads);
  CHECK(shipped.bank_app_links == defaults.bank_app_links);
  CHECK(shipped.image_service == defaults.image_service);
  CHECK(shipped.image_requests_per_minute == defaults.image_requests_per_minute);
  CHECK(shipped.sources.empty());
}

TEST_CASE("A source is read with its secret's file and realm") {
  chopay::testing::TemporaryDirectory directory;
  const auto settings = read_settings(write(directory, R"(
listen = "[::1]:0"
[[source]]
id = "sepay-main"
kind = "sepay"
secret_file = "s"
sandbox = true
)"));
  CHECK(settings.address == "::1");
  CHECK(settings.port == 0);
  REQUIRE(settings.sources.size() == 1);
  CHECK(settings.sources[0].id == "sepay-main");
  CHECK(settings.sources[0].sandbox);
}

TEST_CASE("What cannot be used is refused in one line that names the place") {
  chopay::testing::TemporaryDirectory directory;
  const auto [text, says] = GENERATE(table<std::string, std::string>({
      {"listne = \"x\"", "unknown key \"listne\""},
      {"listen = 8080", "listen must be a text"},
      {"listen = \"8080\"", "listen must be an address and a port"},
      {"request_lifetime_minutes = 5", "from 10 to 1440"},
      {"payee_cool_off_hours = -1", "from 0 to 720"},
      {"io_threads = \"2\"", "io_threads must be a whole number"},
      {"[[source]]\nid = \"Ngân hàng\"\nkind = \"sepay\"", "id must be"},
      {"[[source]]\nid = \"a\"", "source a: kind is missing"},
      {"source = 3", "source must be a list"},
      {"listen = ", "line 1"},
  }));
  INFO(text);
  CHECK_THROWS_WITH(read_settings(write(directory, text)), Contains(says));
}

TEST_CASE("A secret that others may read is refused") {
  chopay::testing::TemporaryDirectory directory;
  const auto path = directory.path() + "/secret";
  std::ofstream{path} << "whsec_abc\n";
  ::chmod(path.c_str(), 0644);
  CHECK_THROWS_WITH(read_secret(path), Contains("chmod 600"));
  ::chmod(path.c_str(), 0600);
  CHECK(read_secret(path) == "whsec_abc");
  CHECK_THROWS_AS(read_secret(path + "-not"), BadSettings);
}
