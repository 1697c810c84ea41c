#include "gateway/api/cached_answer.hpp"

#include <catch2/catch.hpp>

using namespace chopay;
using namespace chopay::api;

namespace {

http::Response answer(std::string_view body, std::string_view if_none_match) {
  http::Request request;
  if (!if_none_match.empty()) request.headers.add("If-None-Match", if_none_match);
  return cached_answer(request, body, "image/png");
}

}  // namespace

TEST_CASE("A client that has the bytes is told so and sent nothing") {
  const auto first = answer("bytes", "");
  const std::string tag{first.headers.get("ETag")};
  CHECK(first.status == 200);
  CHECK(first.body == "bytes");
  for (const auto& list : {tag, "W/" + tag, "\"other\", " + tag, std::string{"*"}}) {
    INFO(list);
    const auto again = answer("bytes", list);
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(again.headers.get("ETag") == tag);
  }
}

TEST_CASE("Other bytes have another tag, and a broken list of tags is no match") {
  const std::string tag{answer("bytes", "").headers.get("ETag")};
  CHECK(answer("other bytes", tag).status == 200);
  for (const auto* list : {",", "\"\"", "W/", ", ,", "bytes"}) {
    INFO(list);
    CHECK(answer("bytes", list).status == 200);
  }
}

TEST_CASE("A body whose tag is kept is answered as one whose tag is reckoned anew") {
  const TaggedBody kept{"bytes"};
  const auto first = cached_answer({}, kept, "image/png");
  CHECK(first.body == "bytes");
  CHECK(first.headers.get("ETag") == answer("bytes", "").headers.get("ETag"));
  http::Request again;
  again.headers.add("If-None-Match", kept.tag);
  CHECK(cached_answer(again, kept, "image/png").status == 304);
}
