#include "gateway/sandbox/bank_client.hpp"

#include <catch2/catch.hpp>

using namespace chopay::sandbox;

TEST_CASE("A notice is posted to the source's own callback address, byte for byte") {
  WebRequest seen;
  const Web web = [&](const WebRequest& request) -> Result<WebAnswer> {
    seen = request;
    return WebAnswer{401, "no", {}};
  };
  const SignedNotice notice{"{\"id\":1}", {{"X-SePay-Timestamp", "5"}}};
  CHECK(deliver(web, {"http://127.0.0.1:8080/", "sandbox"}, notice).value().status == 401);
  CHECK(seen.method == "POST");
  CHECK(seen.url == "http://127.0.0.1:8080/callbacks/sandbox");
  CHECK(seen.body == notice.body);
  CHECK(seen.headers == notice.headers);
}

TEST_CASE("The picture of a pay page is its qr.png, any other address is a picture itself") {
  CHECK(picture_address("http://h:1/pay/pr_7") == "http://h:1/pay/pr_7/qr.png");
  CHECK(picture_address("http://h:1/pay/pr_7?from=till#top") == "http://h:1/pay/pr_7/qr.png");
  CHECK(picture_address("http://h/pay/pr_7/qr.png?px=900") == "http://h/pay/pr_7/qr.png?px=900");
  CHECK(picture_address("http://h/v1/stalls/A1/code.png") == "http://h/v1/stalls/A1/code.png");
  CHECK(picture_address("http://pay/code.png") == "http://pay/code.png");
  CHECK(picture_address("http://h") == "http://h");
}

TEST_CASE("An answer other than 200 is no picture, and no answer stays an error") {
  const Web missing = [](const WebRequest&) -> Result<WebAnswer> {
    return WebAnswer{404, "nothing here", {}};
  };
  CHECK(fetch_picture(missing, "http://h/x.png").error().code == Errc::answer_refused);
  const Web silent = [](const WebRequest&) -> Result<WebAnswer> { return Error{Errc::no_answer}; };
  CHECK(fetch_picture(silent, "http://h/x.png").error().code == Errc::no_answer);
}
