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
  CHECK(shipped.day_close_hour == defaults.day_close_hour);
  CHECK(shipped.silent_stall_odds == defaults.silent_stall_odds);
  CHECK(shipped.silent_stall == defaults.silent_stall);
  CHECK(shipped.session_idle == defaults.session_idle);
  CHECK(shipped.session_absolute == defaults.session_absolute);
  CHECK(shipped.device_lock == defaults.device_lock);
  CHECK(shipped.device_pin_required == defaults.device_pin_required);
  CHECK(shipped.kept_messages == defaults.kept_messages);
  CHECK(shipped.proxies.empty());
  CHECK(shipped.proxy_protocol.empty());
  CHECK(shipped.io_threads == defaults.io_threads);
  CHECK(shipped.reader_threads == defaults.reader_threads);
  CHECK(shipped.bank_app_links == defaults.bank_app_links);
  CHECK(shipped.image_service == defaults.image_service);
  CHECK(shipped.image_requests_per_minute == defaults.image_requests_per_minute);
  CHECK(shipped.sources.empty());
  CHECK(shipped.push.contact.empty());
  CHECK(shipped.document_drop.folder.empty());
  CHECK(shipped.gateways.address.empty());
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

TEST_CASE("Webhooks and payOS shops are read with their files, limits and realm") {
  chopay::testing::TemporaryDirectory directory;
  const auto settings = read_settings(write(directory, R"(
[[webhook]]
id = "books"
url = "http://127.0.0.1:9000/hook"
market = "cho"
stalls = ["A12"]
events = ["credit.*"]
secret_file = "s"
secret_previous_file = "t"
allow_private = true
timeout_ms = 500
retries_ms = [10, 86400000]
[[payos]]
client_id = "Client-1"
market = "cho"
stall = "A12"
api_key_file = "a"
checksum_key_file = "c"
)"));
  REQUIRE(settings.webhooks.size() == 1);
  CHECK(settings.webhooks[0].stalls == std::vector<std::string>{"A12"});
  CHECK(settings.webhooks[0].previous_secret_file == "t");
  CHECK(settings.webhooks[0].timeout == std::chrono::milliseconds{500});
  CHECK(settings.webhooks[0].retries.size() == 2);
  REQUIRE(settings.payos.size() == 1);
  CHECK(settings.payos[0].client_id == "Client-1");
  CHECK_FALSE(settings.payos[0].allow_private);
}

TEST_CASE("TLS is read with its files, and a source with the certificate it must show") {
  const chopay::testing::TemporaryDirectory directory;
  const auto settings = read_settings(write(directory, R"(
public_url = "https://pay.example.vn"
[tls]
certificate_file = "/c.pem"
key_file = "/k.pem"
[[source]]
id = "bank"
kind = "camt054"
secret_file = "/s"
client_ca_file = "/ca.pem"
client_names = ["notify.bank.vn"]
client_fingerprints = ["ab"]
)"));
  CHECK(settings.tls_certificate_file == "/c.pem");
  CHECK(settings.tls_key_file == "/k.pem");
  const auto& source = settings.sources.at(0);
  CHECK(source.client_ca_file == "/ca.pem");
  CHECK(source.client_names == std::vector<std::string>{"notify.bank.vn"});
  CHECK(source.client_fingerprints == std::vector<std::string>{"ab"});
}

TEST_CASE("What cannot be used is refused in one line that names the place") {
  chopay::testing::TemporaryDirectory directory;
  const auto [text, says] = GENERATE(table<std::string, std::string>({
      {"listne = \"x\"", "unknown key \"listne\""},
      {"listen = 8080", "listen must be a text"},
      {"listen = \"8080\"", "listen must be an address and a port"},
      {"request_lifetime_minutes = 5", "from 10 to 1440"},
      {"payee_cool_off_hours = -1", "from 0 to 720"},
      {"day_close_hour = 24", "from 0 to 23"},
      {"day_close_hour = \"4\"", "from 0 to 23"},
      {"io_threads = \"2\"", "io_threads must be a whole number"},
      {"[[source]]\nid = \"Ngân hàng\"\nkind = \"sepay\"", "id must be"},
      {"[[source]]\nid = \"a\"", "source a: kind is missing"},
      {"source = 3", "source must be a list"},
      {"[[webhook]]\nid = \"b\"\nurl = \"http://a.vn\"\nmarket = \"m\"\nsecret_file = \"s\"",
       "webhook b: url must begin with https://"},
      {"[[webhook]]\nid = \"b\"\nurl = \"https://a.vn\"\nmarket = \"m\"\nsecret_file = \"s\"\n"
       "retries_ms = [5]",
       "from 10 to 86400000"},
      {"[[webhook]]\nid = \"B\"", "webhook's id must be"},
      {"[[payos]]\nclient_id = \"a/b\"", "client_id must be"},
      {"[[payos]]\nclient_id = \"a\"\nmarket = \"m\"", "payos a: stall is missing"},
      {"[[poll]]\nsource = \"a\"\nprovider = \"sepay\"", "poll of a: token_file is missing"},
      {"[[poll]]\nsource = \"a\"\nprovider = \"sepay\"\ntoken_file = \"t\"\nminutes = 0",
       "from 1 to 1440"},
      {"[[poll]]\nsource = \"a\"\nprovider = \"sepay\"\ntoken_file = \"t\"\nurl = \"http://a.vn\"",
       "poll of a: url must begin with https://"},
      {"[tls]\ncertificate_file = \"c\"", "tls: key_file is missing"},
      {"[tls]\nkey_file = \"k\"", "tls: certificate_file is missing"},
      {"[tls]\ncertificate_file = \"c\"\nkey_file = \"k\"\nciphers = \"RC4\"", "unknown key"},
      {"public_url = \"http://a.vn\"\n[tls]\ncertificate_file = \"c\"\nkey_file = \"k\"",
       "public_url must begin with https://"},
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

TEST_CASE("A secret as long as a file may be is read whole, and a longer file is no secret") {
  chopay::testing::TemporaryDirectory directory;
  const auto path = directory.path() + "/secret";
  const std::string longest(16 * 1024, 'k');
  std::ofstream{path} << longest;
  ::chmod(path.c_str(), 0600);
  CHECK(read_secret(path) == longest);
  std::ofstream{path} << longest << 'k';
  CHECK_THROWS_WITH(read_secret(path), Contains("longer than any secret"));
  std::ofstream{path} << "";
  CHECK_THROWS_WITH(read_secret(path), Contains("is empty"));
}

TEST_CASE("Tills are woken only by a gateway that says whom a push service may write to") {
  chopay::testing::TemporaryDirectory directory;
  const auto good = read_settings(write(directory, "[push]\ncontact = \"mailto:it@x.vn\"\n"));
  CHECK(good.push.contact == "mailto:it@x.vn");
  CHECK_FALSE(good.push.allow_private);
  for (const auto* text :
       {"[push]\n", "[push]\ncontact = \"it@x.vn\"\n", "[push]\ncontact = \"mailto:a\\n\"\n",
        "[push]\ncontact = \"mailto:a\"\nkey = \"x\"\n"}) {
    INFO(text);
    CHECK_THROWS_AS(read_settings(write(directory, text)), BadSettings);
  }
}

TEST_CASE("A folder for documents takes formats and a separator that there are") {
  chopay::testing::TemporaryDirectory directory;
  const auto read = [&](const std::string& lines) {
    return read_settings(write(directory, "[document_drop]\n" + lines)).document_drop;
  };
  CHECK(read("folder = \"/x\"").formats == std::vector<std::string>{"pdf", "xlsx", "csv"});
  CHECK(read("folder = \"/x\"").csv_separator == ';');
  CHECK(read("folder = \"/x\"\nformats = [\"pdf\"]\ncsv_separator = \",\"").csv_separator == ',');
  for (const auto* lines :
       {"formats = [\"pdf\"]", "folder = \"/x\"\nformats = []",
        "folder = \"/x\"\nformats = [\"doc\"]", "folder = \"/x\"\ncsv_separator = \"|\"",
        "folder = \"/x\"\nhour = 4"}) {
    CHECK_THROWS_AS(read(lines), BadSettings);
  }
}

TEST_CASE("Where the other gateways reach this one is an address and a port, beside a secret") {
  const chopay::testing::TemporaryDirectory directory;
  const auto own = read_settings(write(directory,
                                       "[gateways]\naddress = \"[fd00::1]:8090\"\n"
                                       "secret_file = \"/etc/chopay/gateways.secret\"\n"))
                       .gateways;
  CHECK(own.address == "fd00::1");
  CHECK(own.port == 8090);
  CHECK(own.secret_file == "/etc/chopay/gateways.secret");
  CHECK_THROWS_WITH(read_settings(write(directory, "[gateways]\naddress = \"10.0.0.1:8090\"\n")),
                    Contains("secret_file is missing"));
  CHECK_THROWS_AS(read_settings(write(directory,
                                      "[gateways]\naddress = \"10.0.0.1\"\n"
                                      "secret_file = \"x\"\n")),
                  BadSettings);
}
