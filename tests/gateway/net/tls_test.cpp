#include <catch2/catch.hpp>

#include <future>

#include "gateway/net/http_client.hpp"
#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"
#include "tests/gateway/net/test_certificate.hpp"

using namespace chopay;
using namespace chopay::testing;
using http::Method;

namespace {

using Answer = ledger::Result<net::ClientAnswer>;

/// Calls with the given authority trusted (empty: the system's).
Answer fetch(const std::string& ca_file, net::ClientRequest request) {
  net::IoThreads threads(1);
  net::HttpClient client(ca_file);
  std::promise<Answer> promise;
  auto call = [](net::HttpClient& caller, net::Loop& loop, net::ClientRequest one,
                 std::promise<Answer>& done) -> net::Task<void> {
    done.set_value(co_await caller.fetch(loop, std::move(one)));
  };
  threads.loop(0).spawn(call(client, threads.loop(0), std::move(request), promise));
  threads.start();
  return promise.get_future().get();
}

http::Router small_router() {
  http::Router router;
  router.add({Method::get, "/hello", 0, answering("xin chao")});
  router.add({Method::post, "/echo", 200'000, echoing()});
  return router;
}

net::TlsFiles files_of(const TestCertificate& certificate) {
  return {certificate.certificate_file(), certificate.key_file()};
}

http::ServerSettings encrypted(const TestCertificate& certificate) {
  auto settings = loopback();
  settings.tls = files_of(certificate);
  return settings;
}

std::string url(const Serving& serving, const std::string& host, const std::string& target) {
  return "https://" + host + ":" + std::to_string(serving.port()) + target;
}

}  // namespace

TEST_CASE("A request over TLS is answered, large ones too, and asks for TLS from then on") {
  const TestCertificate certificate;
  Serving serving(small_router(), encrypted(certificate));
  const std::string body(200'000, 'b');
  const auto answer =
      fetch(certificate.certificate_file(),
            {.method = "POST", .url = url(serving, "localhost", "/echo"), .body = body});
  REQUIRE(answer.has_value());
  CHECK(answer->status == 200);
  CHECK(answer->body == body);
  bool strict = false;
  for (const auto& [name, value] : answer->headers) {
    strict = strict || name == "Strict-Transport-Security";
  }
  CHECK(strict);
}

TEST_CASE("A certificate that nobody vouches for ends the call") {
  const TestCertificate certificate;
  Serving serving(small_router(), encrypted(certificate));
  CHECK(fetch("", {.url = url(serving, "localhost", "/hello")}).has_error());
}

TEST_CASE("A certificate for another name ends the call") {
  const TestCertificate certificate;
  Serving serving(small_router(), encrypted(certificate));
  const auto ca = certificate.certificate_file();
  CHECK(fetch(ca, {.url = url(serving, "127.0.0.1", "/hello")}).has_error());
  CHECK(fetch(ca, {.url = url(serving, "localhost", "/hello")}).has_value());
}

TEST_CASE("A client that talks plain HTTP to the TLS port is let go") {
  const TestCertificate certificate;
  Serving serving(small_router(), encrypted(certificate));
  RawClient client(serving.port());
  client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(answers_in(client.read_to_end()) == 0);
}

TEST_CASE("A client that never shakes hands is let go") {
  const TestCertificate certificate;
  auto settings = encrypted(certificate);
  settings.head_max = std::chrono::milliseconds(30);
  Serving serving(small_router(), settings);
  RawClient client(serving.port());
  CHECK(client.closed());
}

TEST_CASE("A renewed certificate is used without a restart") {
  TestCertificate certificate;
  Serving serving(small_router(), encrypted(certificate));
  certificate.renew();
  const net::ClientRequest request{.url = url(serving, "localhost", "/hello")};
  CHECK(fetch(certificate.certificate_file(), request).has_error());
  CHECK(serving.server().renew_certificate(files_of(certificate)).has_value());
  CHECK(fetch(certificate.certificate_file(), request).has_value());
}

TEST_CASE("A key that does not belong to the certificate, or is not there, is an error") {
  const TestCertificate one;
  const TestCertificate other;
  auto settings = encrypted(one);
  settings.tls.key = other.key_file();
  net::IoThreads threads(1);
  http::Server mismatched(settings, small_router(), threads);
  CHECK(mismatched.start().has_error());
  settings.tls.key = "/nowhere/key.pem";
  http::Server missing(settings, small_router(), threads);
  const auto port = missing.start();
  REQUIRE(port.has_error());
  CHECK_THAT(port.error().detail, Catch::Matchers::StartsWith("/nowhere/key.pem"));
}

TEST_CASE("A key that everybody may read is refused") {
  const TestCertificate certificate;
  std::filesystem::permissions(certificate.key_file(), std::filesystem::perms{0644});
  net::IoThreads threads(1);
  http::Server server(encrypted(certificate), small_router(), threads);
  const auto port = server.start();
  REQUIRE(port.has_error());
  CHECK_THAT(port.error().message(), Catch::Matchers::Contains("chmod 640"));
}
