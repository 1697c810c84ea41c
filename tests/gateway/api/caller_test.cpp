#include <catch2/catch.hpp>

#include "gateway/api/access_keys.hpp"
#include "gateway/api/sign_in.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;
using std::chrono::minutes;

namespace {

/// Somebody of the board who has signed in, and a till.
struct Visited {
  testing::ManualClock clock{testing::market_morning()};
  testing::RepeatableRandom random;
  AccessKeys keys{clock};
  std::string session;
  std::string till;

  Visited() {
    const auto market = merchant::MarketId::parse("cho-that").value();
    keys.accounts.add({"lan", {market, Role::board, {}}, "hash", {}});
    const auto now = clock.now();
    session = keys.sessions.open({"lan", "", now, now, now}, random).id;
    till = new_key(random);
    keys.add(key_hash(till), {market, Role::till, merchant::StallId::parse("A12").value()});
  }

  static http::Request request(http::Method method, const std::string& cookie) {
    http::Request request;
    request.method = method;
    request.headers.add("Host", "cho.vn");
    request.headers.add("Cookie", cookie);
    return request;
  }
  http::Request of_session(http::Method method) const {
    return request(method, "chopay_session=" + session);
  }
  bool known(const http::Request& request) const { return Caller{request, keys}.known(); }
};

}  // namespace

TEST_CASE("A session's cookie reads, and does nothing without the token that its page has") {
  const Visited visited;
  CHECK(visited.known(visited.of_session(http::Method::get)));
  for (const auto method : {http::Method::post, http::Method::put, http::Method::delete_}) {
    auto request = visited.of_session(method);
    CHECK_FALSE(visited.known(request));
    request.headers.add("Sec-Fetch-Site", "same-origin");
    CHECK_FALSE(visited.known(request));
    request.headers.add("X-CSRF-Token", csrf_token(visited.session));
    CHECK(visited.known(request));
  }
  auto wrong = visited.of_session(http::Method::post);
  wrong.headers.add("X-CSRF-Token", csrf_token(visited.session + "x"));
  CHECK_FALSE(visited.known(wrong));
}

TEST_CASE("A form's token counts in a form alone, and from another site nothing does") {
  const Visited visited;
  auto form = visited.of_session(http::Method::post);
  form.body = "a=b&csrf=" + csrf_token(visited.session);
  CHECK_FALSE(visited.known(form));
  form.headers.add("Content-Type", "application/x-www-form-urlencoded");
  CHECK(visited.known(form));
  auto elsewhere = form;
  elsewhere.headers.add("Sec-Fetch-Site", "cross-site");
  CHECK_FALSE(visited.known(elsewhere));
  elsewhere = form;
  elsewhere.headers.add("Origin", "https://evil.vn");
  CHECK_FALSE(visited.known(elsewhere));
  // As a page without a referrer says where no Sec-Fetch-Site is sent.
  elsewhere = form;
  elsewhere.headers.add("Origin", "null");
  CHECK(visited.known(elsewhere));
}

TEST_CASE("A session is somebody of the account, in the same name wherever they signed in") {
  Visited visited;
  const auto now = visited.clock.now();
  const auto second = visited.keys.sessions.open({"lan", "", now, now, now}, visited.random).id;
  const Caller one{visited.of_session(http::Method::get), visited.keys};
  const Caller two{Visited::request(http::Method::get, "__Host-chopay_session=" + second),
                   visited.keys};
  CHECK(one.accesses().front().account == "lan");
  CHECK(one.accesses().front().role == Role::board);
  CHECK(one.name() == two.name());
  CHECK(one.name() != one.accesses().front().key);
  visited.keys.accounts.remove("lan");
  CHECK_FALSE(visited.known(visited.of_session(http::Method::get)));
}

TEST_CASE("Whoever has a till's key and a board's session in one browser is one person") {
  const Visited visited;
  auto request = Visited::request(http::Method::post, "chopay_till_A12=" + visited.till +
                                                          "; chopay_session=" + visited.session);
  request.headers.add("Sec-Fetch-Site", "same-origin");
  const Caller as_till{request, visited.keys};
  REQUIRE(as_till.accesses().size() == 1);
  CHECK(as_till.accesses().front().role == Role::till);
  request.headers.add("X-CSRF-Token", csrf_token(visited.session));
  const Caller as_both{request, visited.keys};
  CHECK(as_both.accesses().size() == 2);
  CHECK(as_till.name() == as_both.name());
}

TEST_CASE("A proof counts for five minutes, and a key without a PIN needs none") {
  Visited visited;
  const auto access = *visited.keys.find_session(visited.session);
  const auto till = *visited.keys.find(visited.till);
  visited.clock.advance(minutes{5} - std::chrono::milliseconds{1});
  CHECK(visited.keys.is_proved(access));
  visited.clock.advance(std::chrono::milliseconds{1});
  CHECK_FALSE(visited.keys.is_proved(access));
  visited.clock.advance(minutes{5'000});
  CHECK(visited.keys.is_proved(till));
}

TEST_CASE("A device with a PIN is proved by it for five minutes, and by nothing else it does") {
  Visited visited;
  const auto hash = key_hash(visited.till);
  const auto till = [&] { return *visited.keys.find(visited.till); };
  CHECK(visited.keys.is_proved(till()));
  visited.keys.pins.set(hash, "hash", visited.clock.now());
  visited.clock.advance(minutes{5} - std::chrono::milliseconds{1});
  CHECK(visited.keys.is_proved(till()));
  visited.clock.advance(std::chrono::milliseconds{1});
  visited.keys.note_use(till());
  CHECK_FALSE(visited.keys.is_proved(till()));
  visited.keys.pins.right(hash, visited.clock.now());
  CHECK(visited.keys.is_proved(till()));
}

TEST_CASE("A locked device's key opens nothing, by cookie, by header or by link") {
  Visited visited;
  const auto hash = key_hash(visited.till);
  visited.keys.pins.set(hash, "hash", visited.clock.now());
  const auto cookie = Visited::request(http::Method::get, "chopay_till_A12=" + visited.till);
  CHECK(visited.known(cookie));
  CHECK(visited.keys.has(hash));
  visited.keys.pins.lock(hash);
  const Caller caller{cookie, visited.keys};
  CHECK_FALSE(caller.known());
  CHECK(caller.locked().front().stall.text() == "A12");
  CHECK_FALSE(visited.keys.has(hash));
  http::Request bearer;
  bearer.headers.add("Authorization", "Bearer " + visited.till);
  CHECK_FALSE(visited.known(bearer));
  Caller by_link{http::Request{}, visited.keys};
  CHECK_FALSE(by_link.present(visited.till, visited.keys));
}

TEST_CASE("A device that was invited opens nothing before it has a PIN, where one is required") {
  Visited visited;
  const auto key = new_key(visited.random);
  const auto hash = key_hash(key);
  Access invited{merchant::MarketId::parse("cho-that").value(), Role::helper,
                 merchant::StallId::parse("A12").value()};
  invited.by_invitation = true;
  visited.keys.add(hash, invited);
  http::Request bearer;
  bearer.headers.add("Authorization", "Bearer " + key);
  const Caller caller{bearer, visited.keys};
  CHECK_FALSE(caller.known());
  CHECK(caller.locked().empty());
  REQUIRE(caller.without_pin().size() == 1);
  CHECK(caller.without_pin().front().key == hash);
  CHECK_FALSE(visited.keys.has(hash));
  CHECK(visited.known(Visited::request(http::Method::get, "chopay_till_A12=" + visited.till)));
  visited.keys.pins.set_required(false);
  CHECK(visited.known(bearer));
  CHECK(visited.keys.has(hash));
  visited.keys.pins.set_required(true);
  visited.keys.pins.set(hash, "hash", visited.clock.now());
  CHECK(visited.known(bearer));
  CHECK(visited.keys.has(hash));
}

TEST_CASE("Whoever only looks lets a device lock itself; whoever does something does not") {
  Visited visited;
  visited.keys.pins.set_idle(minutes{15});
  visited.keys.pins.set(key_hash(visited.till), "hash", visited.clock.now());
  auto request = Visited::request(http::Method::post, "chopay_till_A12=" + visited.till);
  request.headers.add("Sec-Fetch-Site", "same-origin");
  visited.clock.advance(minutes{14});
  CHECK(visited.known(request));
  request.method = http::Method::get;
  visited.clock.advance(minutes{14});
  CHECK(visited.known(request));
  visited.clock.advance(minutes{2});
  CHECK_FALSE(visited.known(request));
}

TEST_CASE(
    "Who comes through a proxy is known by what the proxy wrote, and nobody by what he wrote") {
  http::Request request;
  request.peer = "203.0.113.7";
  request.headers.add("X-Forwarded-For", "198.51.100.1, 192.0.2.9");
  CHECK(client_address(request, {}) == "203.0.113.7");
  CHECK(client_address(request, {"127.0.0.1"}) == "203.0.113.7");
  CHECK(client_address(request, {"203.0.113.7"}) == "192.0.2.9");
  request.peer = "::ffff:203.0.113.7";
  CHECK(client_address(request, {}) == "203.0.113.7");
  CHECK(client_address(request, {"203.0.113.7"}) == "192.0.2.9");
  http::Request six;
  six.peer = "2001:db8:1:2:3:4:5:6";
  CHECK(client_address(six, {}) == "2001:db8:1:2");
  six.peer = "2001:db8::1";
  CHECK(client_address(six, {}) == "2001:db8::");
}
