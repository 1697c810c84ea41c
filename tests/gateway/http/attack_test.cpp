#include <catch2/catch.hpp>

#include <atomic>
#include <string>
#include <vector>

#include "tests/gateway/http/raw_client.hpp"
#include "tests/gateway/http/serving.hpp"

using namespace chopay;
using namespace chopay::testing;
using http::Method;

namespace {

struct Attack {
  std::string name;
  int status;
  std::string bytes;
};

const std::string post = "POST /pay HTTP/1.1\r\nHost: localhost\r\n";
const std::string get = "GET /pay HTTP/1.1\r\nHost: localhost\r\n";

std::string many_fields(int count) {
  std::string text = get;
  for (int i = 1; i < count; ++i) text += "X-" + std::to_string(i) + ": a\r\n";
  return text + "\r\n";
}

std::vector<Attack> framing_attacks() {
  return {
      {"Content-Length before chunked", 400,
       post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"chunked before Content-Length", 400,
       post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
      {"chunked", 411, post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
      {"chunked twice", 400,
       post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"gzip with Content-Length", 400,
       post + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"},
      {"xchunked with Content-Length", 400,
       post + "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\nhello"},
      {"gzip alone", 501, post + "Transfer-Encoding: gzip\r\n\r\nhello"},
      {"xchunked alone", 501, post + "Transfer-Encoding: xchunked\r\n\r\nhello"},
      {"identity", 501, post + "Transfer-Encoding: identity\r\n\r\nhello"},
      {"chunked, identity", 501,
       post + "Transfer-Encoding: chunked, identity\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
      {"identity, then chunked", 501,
       post + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"a tab before chunked", 411, post + "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n"},
      {"a coding of another case", 411, post + "TRANSFER-ENCODING: CHUNKED\r\n\r\n0\r\n\r\n"},
      {"chunked with a huge extension", 411,
       post + "Transfer-Encoding: chunked\r\n\r\n5;" + std::string(200'000, 'x')},
      {"GET with gzip", 501, get + "Transfer-Encoding: gzip\r\n\r\n"},
      {"chunked in HTTP/1.0", 505,
       "POST /pay HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"differing Content-Length", 400,
       post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"},
      {"the same Content-Length twice", 400,
       post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"},
      {"a list of lengths", 400, post + "Content-Length: 5, 5\r\n\r\nhello"},
      {"a space before the colon", 400, post + "Content-Length : 5\r\n\r\nhello"},
      {"a signed length", 400, post + "Content-Length: +5\r\n\r\nhello"},
      {"a negative length", 400, post + "Content-Length: -5\r\n\r\nhello"},
      {"a hexadecimal length", 400, post + "Content-Length: 0x5\r\n\r\nhello"},
      {"a length with a unit", 400, post + "Content-Length: 5b\r\n\r\nhello"},
      {"an empty length", 400, post + "Content-Length: \r\n\r\nhello"},
      {"a length beyond 64 bits", 400, post + "Content-Length: 18446744073709551621\r\n\r\nhello"},
      {"no length", 411, post + "\r\nhello"},
      {"a body one byte too large", 413,
       post + "Content-Length: 65537\r\n\r\n" + std::string(65'537, 'x')},
      {"a body beyond what any route takes", 413, post + "Content-Length: 99999999\r\n\r\n"},
      {"GET with a body", 400, get + "Content-Length: 5\r\n\r\nhello"},
      {"Expect", 417, post + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"},
      {"a WebSocket for another site's page", 403,
       get + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://evil.example\r\n\r\n"},
      {"half a WebSocket", 400, get + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"},
      {"Upgrade", 501, get + "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"},
  };
}

std::vector<Attack> head_attacks() {
  using namespace std::string_literals;
  return {
      {"two hosts", 400, get + "Host: localhost\r\n\r\n"},
      {"no host", 400, "GET /pay HTTP/1.1\r\n\r\n"},
      {"an empty host", 400, "GET /pay HTTP/1.1\r\nHost:\r\n\r\n"},
      {"a foreign host", 421, "GET /pay HTTP/1.1\r\nHost: evil.example\r\n\r\n"},
      {"a known host with a tail", 421,
       "GET /pay HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n"},
      {"an address where names are served", 421, "GET /pay HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n"},
      {"a host with user and password", 421, "GET /pay HTTP/1.1\r\nHost: a@localhost:1\r\n\r\n"},
      {"a host with an odd port", 421, "GET /pay HTTP/1.1\r\nHost: localhost:8o\r\n\r\n"},
      {"absolute form", 400, "GET http://localhost/pay HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"asterisk form", 400, "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"authority form", 501, "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"an unknown method", 501, "BREW /pay HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"TRACE", 501, "TRACE /pay HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"a method in small letters", 400, "get /pay HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"a folded line", 400, get + "X-A: b\r\n c\r\n\r\n"},
      {"a line folded with a tab", 400, get + "X-A: b\r\n\tc\r\n\r\n"},
      {"a folded first line", 400, "GET /pay HTTP/1.1\r\n Host: localhost\r\n\r\n"},
      {"bare line feeds", 400, "GET /pay HTTP/1.1\nHost: localhost\n\n"},
      {"one bare line feed", 400, "GET /pay HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n"},
      {"a bare carriage return", 400, get + "X-A: b\rX-B: c\r\n\r\n"},
      {"NUL in a value", 400, get + "X-A: b\0c\r\n\r\n"s},
      {"NUL in a name", 400, get + "X\0A: b\r\n\r\n"s},
      {"NUL in the target", 400, "GET /pay\0 HTTP/1.1\r\nHost: localhost\r\n\r\n"s},
      {"an escaped NUL", 400, "GET /pay%00 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"an escaped line feed", 400, "GET /pay%0d%0aX:y HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"a broken escape", 400, "GET /pay%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"half an escape", 400, "GET /pay?a=%4 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"a fragment", 400, "GET /pay#x HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"a control character in the target", 400, "GET /p\x01y HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"a byte beyond ASCII in the target", 400,
       "GET /ch\xe1\xbb\xa3 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"a space in the target", 400, "GET /pa y HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"two spaces", 400, "GET  /pay HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"an empty name", 400, get + ": b\r\n\r\n"},
      {"a line without a colon", 400, get + "nonsense\r\n\r\n"},
      {"HTTP/1.0", 505, "GET /pay HTTP/1.0\r\nHost: localhost\r\n\r\n"},
      {"HTTP/2.0", 505, "GET /pay HTTP/2.0\r\nHost: localhost\r\n\r\n"},
      {"HTTP/0.9", 400, "GET /pay\r\n\r\n"},
      {"the HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"a version that is none", 400, "GET /pay HTTQ/1.1\r\nHost: localhost\r\n\r\n"},
      {"a TLS greeting", 400, "\x16\x03\x01\x02\x00\x01\x00"s},
      {"an empty line first", 400, "\r\n" + get + "\r\n"},
      {"a head too large", 431, get + "X-A: " + std::string(9'000, 'a') + "\r\n\r\n"},
      {"a head without an end", 431, get + "X-A: " + std::string(20'000, 'a')},
      {"a target too long", 414,
       "GET /" + std::string(2'048, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"65 fields", 431, many_fields(65)},
  };
}

/// Sends the attack with a hidden request behind it; it must get one refusal and nothing else.
void check_refused(std::uint16_t port, const Attack& attack, const std::atomic<int>& reached) {
  INFO(attack.name);
  RawClient client(port);
  client.send(attack.bytes);
  client.send("GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto answer = client.read_to_end();
  CHECK(status_of(answer) == attack.status);
  CHECK(answers_in(answer) == 1);
  CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
  CHECK(answer.find("\r\nContent-Type: application/problem+json\r\n") != std::string::npos);
  CHECK(reached == 0);
}

http::Handler counting(std::atomic<int>& reached) {
  return [&reached](http::Exchange&) -> net::Task<http::Response> {
    ++reached;
    co_return http::Response{};
  };
}

http::Router counted_router(std::atomic<int>& reached) {
  http::Router router;
  router.add({Method::get, "/pay", 64 * 1024, counting(reached)});
  router.add({Method::post, "/pay", 64 * 1024, counting(reached)});
  router.add({Method::get, "/hidden", 64 * 1024, counting(reached)});
  return router;
}

}  // namespace

TEST_CASE("No shape of framing smuggles a second request") {
  std::atomic<int> reached{0};
  Serving serving(counted_router(reached), loopback());
  for (const auto& attack : framing_attacks()) check_refused(serving.port(), attack, reached);
}

TEST_CASE("A malformed or unusual head is refused and ends the connection") {
  std::atomic<int> reached{0};
  Serving serving(counted_router(reached), loopback());
  for (const auto& attack : head_attacks()) check_refused(serving.port(), attack, reached);
}

TEST_CASE("An attack that arrives byte by byte is refused like one that arrives at once") {
  std::atomic<int> reached{0};
  Serving serving(counted_router(reached), loopback());
  for (const auto& attack : framing_attacks()) {
    if (attack.bytes.size() > 300) continue;
    INFO(attack.name);
    RawClient client(serving.port());
    for (const char byte : attack.bytes) client.send({&byte, 1});
    const auto answer = client.read_to_end();
    CHECK(status_of(answer) == attack.status);
    CHECK(answers_in(answer) == 1);
  }
  CHECK(reached == 0);
}

TEST_CASE("What is at a limit is served") {
  std::atomic<int> reached{0};
  Serving serving(counted_router(reached), loopback());
  const std::vector<std::string> honest{
      post + "Content-Length: 65536\r\n\r\n" + std::string(65'536, 'x'),
      many_fields(64),
      "GET /pay?" + std::string(2'043, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /pay HTTP/1.1\r\nhost: LOCALHOST:" + std::to_string(serving.port()) + "\r\n\r\n",
      post + "Content-Length: 0\r\n\r\n",
      get + "Content-Length: 0\r\n\r\n",
  };
  for (const auto& bytes : honest) {
    RawClient client(serving.port());
    client.send(bytes);
    CHECK(status_of(client.read_answer()) == 200);
  }
  CHECK(reached == static_cast<int>(honest.size()));
}

TEST_CASE("Garbage behind a good request gets its own refusal and no more") {
  std::atomic<int> reached{0};
  Serving serving(counted_router(reached), loopback());
  RawClient client(serving.port());
  client.send(get + "\r\n" + "\x01\x02garbage\r\n\r\n" + get + "\r\n");
  CHECK(status_of(client.read_answer()) == 200);
  const auto rest = client.read_to_end();
  CHECK(status_of(rest) == 400);
  CHECK(answers_in(rest) == 1);
  CHECK(reached == 1);
}
