#include <cstddef>
#include <cstdint>
#include <string>

#include "gateway/api/access.hpp"
#include "gateway/api/access_keys.hpp"
#include "gateway/api/new_key.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/support/ledger_fixture.hpp"

// Fuzzes the cookies and keys that a browser sends. Properties: nothing crashes; nobody is known
// who shows neither the key nor the session; no cookie beside a good one makes another site's page
// one of ours.
using namespace chopay;
using namespace chopay::api;
using testing::require;

namespace {

/// A till's key and somebody's session.
struct House {
  testing::ManualClock clock{testing::market_morning()};
  testing::RepeatableRandom random;
  AccessKeys keys{clock};
  std::string till = new_key(random);
  std::string session;

  House() {
    const auto market = merchant::MarketId::parse("cho-that").value();
    keys.accounts.add({"lan", {market, Role::board, {}}, "hash", {}});
    const auto now = clock.now();
    session = keys.sessions.open({"lan", "", now, now, now}, random).id;
    keys.add(key_hash(till), {market, Role::till, merchant::StallId::parse("A12").value()});
  }
};

http::Request with(http::Method method, const char* field, std::string value) {
  http::Request request;
  request.method = method;
  request.headers.add("Host", "cho.vn");
  request.headers.add(field, std::move(value));
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const House house;
  const std::string input(reinterpret_cast<const char*>(data), size);
  for (const char* const field : {"Cookie", "Authorization"}) {
    const auto request = with(http::Method::get, field, input);
    const Caller caller{request, house.keys};
    const bool shown = input.find(house.till) != std::string::npos ||
                       input.find(house.session) != std::string::npos;
    require(shown || !caller.known());
    const auto value = cookie_of(request, "chopay_session");
    require(value.size() <= input.size());
  }
  auto foreign =
      with(http::Method::post, "Cookie",
           input + "; chopay_session=" + house.session + "; chopay_till_A12=" + house.till);
  foreign.headers.add("Sec-Fetch-Site", "cross-site");
  require(!Caller{foreign, house.keys}.known());
  return 0;
}
