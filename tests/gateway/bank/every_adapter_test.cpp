#include <catch2/catch.hpp>

#include <set>

#include "tests/gateway/bank/samples.hpp"

// What holds for every adapter.
using namespace chopay;
using namespace chopay::bank;
using namespace chopay::bank::testing;

namespace {

bool is_refused(Action action) {
  return action == Action::reject_auth || action == Action::reject_stale ||
         action == Action::reject_malformed;
}

constexpr Outcome outcomes[] = {Outcome::accepted,  Outcome::duplicate,   Outcome::ignored,
                                Outcome::unmatched, Outcome::conflict,    Outcome::unavailable,
                                Outcome::too_many,  Outcome::reject_auth, Outcome::reject_stale,
                                Outcome::malformed};

}  // namespace

TEST_CASE("Every provider's message becomes the same notice in our words") {
  for (const Adapter& adapter : adapters()) {
    INFO(adapter.kind);
    const Verdict verdict = send(adapter.kind, source_of(adapter.kind), sample(adapter.kind));
    INFO(verdict.why);
    REQUIRE(verdict.action == Action::credit);
    REQUIRE(verdict.notices.size() == 1);
    const auto& notice = verdict.notices.front();
    CHECK(notice.amount == ledger::Dong{85'000});
    CHECK(notice.direction == merchant::Direction::in);
    CHECK(ledger::format_instant(notice.occurred_at) == "2026-11-23T23:50:55.000Z");
    CHECK(to_string(notice.day) == "2026-11-24");
    CHECK(notice.source == "test");
    CHECK_FALSE(notice.provider_id.empty());
    CHECK_FALSE(notice.bank_ref.empty());
  }
}

TEST_CASE("A source without a secret accepts nothing, whatever the provider") {
  for (const Adapter& adapter : adapters()) {
    INFO(adapter.kind);
    CHECK(is_refused(send(adapter.kind, source_with(""), sample(adapter.kind)).action));
    CHECK(is_refused(send(adapter.kind, source_with("another"), sample(adapter.kind)).action));
    CHECK(is_refused(send(adapter.kind, source_of(adapter.kind), {}).action));
  }
}

TEST_CASE("The previous secret of every provider works until its end date") {
  for (const Adapter& adapter : adapters()) {
    INFO(adapter.kind);
    Source source = source_with("the new one");
    source.secrets.previous = std::move(source_of(adapter.kind).secrets.current);
    source.secrets.previous_until = at_unix(now_unix + 1);
    CHECK(send(adapter.kind, source, sample(adapter.kind)).action == Action::credit);
    source.secrets.previous_until = at_unix(now_unix);
    CHECK(send(adapter.kind, source, sample(adapter.kind)).action == Action::reject_auth);
  }
}

TEST_CASE("No byte of a signed body can change without the message being refused") {
  for (const std::string_view kind : whole_body_kinds) {
    INFO(kind);
    const Source source = source_of(kind);
    const Message good = sample(kind);
    for (std::size_t at = 0; at < good.body.size(); ++at) {
      for (const char flip : {'\x01', '\x20', '\x80'}) {
        Message bad = good;
        bad.body[at] = static_cast<char>(bad.body[at] ^ flip);
        if (!is_refused(send(kind, source, bad).action)) FAIL("accepted with a flip at " << at);
      }
    }
  }
}

TEST_CASE("No byte of a body with a signature inside can change what is credited") {
  for (const std::string_view kind : {"payos", "casso-v2", "bidv", "vietinbank"}) {
    INFO(kind);
    const Source source = source_of(kind);
    const Message good = sample(kind);
    const auto wanted = send(kind, source, good).notices.front();
    for (std::size_t at = 0; at < good.body.size(); ++at) {
      Message bad = good;
      bad.body[at] = static_cast<char>(bad.body[at] ^ 1);
      const Verdict verdict = send(kind, source, bad);
      for (const auto& notice : verdict.notices) {
        INFO("flip at " << at);
        CHECK(notice.amount == wanted.amount);
        CHECK(notice.content == wanted.content);
        CHECK(notice.provider_id == wanted.provider_id);
      }
    }
  }
}

TEST_CASE("No byte of a field that a signature covers can change") {
  std::size_t tried = 0;
  for (const Adapter& adapter : adapters()) {
    const Source source = source_of(adapter.kind);
    const std::string body = sample(adapter.kind).body;
    for (const std::string_view field : signed_fields(adapter.kind)) {
      INFO(adapter.kind << ' ' << field);
      const std::string name = '"' + std::string(field) + "\":";
      const auto begin = body.rfind(name);  // in the data: an envelope before it may have one too
      REQUIRE(begin != std::string::npos);
      const auto value = begin + name.size();
      const auto end = body.find_first_of(",}", value);
      for (auto at = value; at < end; ++at) {
        if (body[at] == '"') continue;  // of the JSON, not of the text
        Message bad = sample(adapter.kind);
        bad.body[at] = static_cast<char>(bad.body[at] ^ 1);
        ++tried;
        if (!is_refused(send(adapter.kind, source, bad).action)) FAIL("accepted with " << bad.body);
      }
    }
  }
  CHECK(tried > 150);
}

TEST_CASE("No byte of a signature or key header can change") {
  for (const Adapter& adapter : adapters()) {
    INFO(adapter.kind);
    const Source source = source_of(adapter.kind);
    const Message good = sample(adapter.kind);
    for (std::size_t header = 0; header < good.headers.size(); ++header) {
      const std::string& value = good.headers[header].second;
      // The scheme's name compares without case, and v0 is ignored: only the last part counts.
      for (std::size_t at = value.size() - 1; at + 20 > value.size() && at > 0; --at) {
        Message bad = good;
        bad.headers[header].second[at] ^= 1;
        if (!is_refused(send(adapter.kind, source, bad).action))
          FAIL(good.headers[header].first << " accepted with a flip at " << at);
      }
    }
  }
}

TEST_CASE("Every provider hears a status that makes it stop, or send again") {
  const Verdict verdict;
  for (const Adapter& adapter : adapters()) {
    INFO(adapter.kind);
    for (const Outcome outcome : outcomes) {
      const Reply reply = adapter.reply({outcome, verdict, "choha:17"});
      INFO(reply.status << " " << reply.body);
      CHECK(reply.body.empty() == reply.content_type.empty());
      switch (outcome) {
        case Outcome::conflict:
          CHECK(reply.status == 409);
          break;
        case Outcome::unavailable:
          CHECK(reply.status == 503);
          break;
        case Outcome::too_many:
          CHECK(reply.status == 429);
          break;
        case Outcome::malformed:
          CHECK(reply.status == 400);
          break;
        case Outcome::reject_auth:
        case Outcome::reject_stale:
          CHECK((reply.status == 401 || reply.status == 400));
          break;
        default:
          CHECK((reply.status == 200 || reply.status == 204));
      }
    }
  }
}

TEST_CASE("Kinds and second names are all different") {
  std::set<std::string_view> names;
  for (const Adapter& adapter : adapters()) {
    CHECK(names.insert(adapter.kind).second);
    if (!adapter.other_name.empty()) CHECK(names.insert(adapter.other_name).second);
    CHECK(find_adapter(adapter.kind) == &adapter);
  }
  CHECK(find_adapter("standard-webhooks") == find_adapter("standard"));
  CHECK(find_adapter("") == nullptr);
  CHECK(find_adapter("nobody") == nullptr);
}

TEST_CASE("A body that is broken, deep or huge is malformed for everyone who signed it") {
  for (const std::string_view kind : {"sepay", "sepay-ipn", "casso-v1", "vietqr-vn", "mb", "pay2s",
                                      "tingee", "standard", "stripe", "rfc9421", "camt.054"}) {
    for (const std::string& body :
         {std::string("{"), std::string("[]"), std::string(40'000, '['), std::string("\xFF"),
          std::string("null"), std::string("<a/>"), std::string()}) {
      INFO(kind << " " << body.substr(0, 20));
      const auto action = send(kind, source_of(kind), with_headers(kind, body)).action;
      CHECK(action == Action::reject_malformed);
    }
  }
}
