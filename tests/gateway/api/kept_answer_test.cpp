#include "gateway/api/kept_answer.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;
using namespace std::chrono_literals;

namespace {

const AnswerOwner shop{"shop", "the shop's secret key", "order-17"};

http::Response invitation() {
  http::Response response;
  response.status = 201;
  response.content_type = "application/json";
  response.body = R"({"url":"https://cho.vn/enrol/once"})";
  response.headers.add("Location", "/v1/invitations/3");
  return response;
}

http::Request asked(std::string body, std::string query = {}) {
  http::Request request;
  request.body = std::move(body);
  request.query = std::move(query);
  return request;
}

}  // namespace

TEST_CASE("A kept answer comes back to its owner whole") {
  testing::RepeatableRandom random;
  const auto sealed = seal_answer(shop, "answer/1", invitation(), random);
  const auto opened = open_answer(shop, "answer/1", sealed);
  REQUIRE(opened);
  CHECK(opened->status == 201);
  CHECK(opened->content_type == "application/json");
  CHECK(opened->body == invitation().body);
  CHECK(opened->headers.get("Location") == "/v1/invitations/3");
}

TEST_CASE("A kept answer says nothing to whoever has the vault but not the owner's secret") {
  testing::RepeatableRandom random;
  const auto sealed = seal_answer(shop, "answer/1", invitation(), random);
  CHECK(sealed.find("enrol") == std::string::npos);
  CHECK_FALSE(open_answer({"shop", "another secret", "order-17"}, "answer/1", sealed));
  CHECK_FALSE(open_answer({"shop", shop.secret, "order-18"}, "answer/1", sealed));
}

TEST_CASE("A kept answer that was moved to another row, cut or changed is none") {
  testing::RepeatableRandom random;
  const auto sealed = seal_answer(shop, "answer/1", invitation(), random);
  CHECK_FALSE(open_answer(shop, "answer/2", sealed));
  for (std::size_t bytes = 0; bytes < sealed.size(); ++bytes) {
    REQUIRE_FALSE(open_answer(shop, "answer/1", sealed.substr(0, bytes)));
    auto changed = sealed;
    changed[bytes] = static_cast<char>(changed[bytes] ^ 1);
    REQUIRE_FALSE(open_answer(shop, "answer/1", changed));
  }
}

TEST_CASE("Another caller, another path and another key are another row") {
  const auto row = answer_row(shop, "/v1/refunds");
  CHECK(row == answer_row({"shop", "a new secret", "order-17"}, "/v1/refunds"));
  CHECK(row != answer_row(shop, "/v1/keys"));
  CHECK(row != answer_row({"shop2", shop.secret, "order-17"}, "/v1/refunds"));
  CHECK(row != answer_row({"shop", shop.secret, "order-1"}, "7/v1/refunds"));
}

TEST_CASE("What is asked differs by its body and by its query") {
  const auto content = asked_content(shop, asked("{\"amount\":1}"));
  CHECK(content == asked_content(shop, asked("{\"amount\":1}")));
  CHECK(content != asked_content(shop, asked("{\"amount\":2}")));
  CHECK(content != asked_content(shop, asked("{\"amount\":1}", "dry_run=1")));
  CHECK(asked_content(shop, asked("b", "a")) != asked_content(shop, asked("", "ab")));
}

TEST_CASE("What is asked cannot be guessed by whoever has not the owner's secret") {
  CHECK(asked_content(shop, asked("{\"pin\":\"2580\"}")) !=
        asked_content({"shop", "another secret", "order-17"}, asked("{\"pin\":\"2580\"}")));
}

TEST_CASE("A row of a kept answer is read as it was written, begun or done") {
  const auto at = testing::market_morning();
  const auto owner = owner_mark(shop);
  const ledger::Hash content{7};
  const auto begun = read_kept_answer(kept_answer_text({at, owner, content, {}}));
  REQUIRE(begun);
  CHECK(begun->at == at);
  CHECK(begun->owner == owner);
  CHECK(begun->content == content);
  CHECK(begun->sealed.empty());
  const auto done = read_kept_answer(kept_answer_text({at, owner, content, "sealed"}));
  CHECK(done.value().sealed == "sealed");
  for (const auto* text : {"", "{}", R"({"at":"2026-11-25T00:00:00.000Z","content":"00"})"}) {
    CHECK_FALSE(read_kept_answer(text));
  }
}

TEST_CASE("Who has signed in anew is another owner of the same rows") {
  const AnswerOwner anew{shop.caller, "another secret", shop.key};
  CHECK(owner_mark(anew) != owner_mark(shop));
  CHECK(answer_row(anew, "/v1/refunds") == answer_row(shop, "/v1/refunds"));
}

TEST_CASE("An answer is kept for 24 hours, not a moment less") {
  const KeptAnswer kept{testing::market_morning(), {}, {}, {}};
  CHECK_FALSE(is_over(kept, kept.at + 24h - 1ms));
  CHECK(is_over(kept, kept.at + 24h));
}
