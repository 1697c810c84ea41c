#include "gateway/bank/kept_message.hpp"

#include <catch2/catch.hpp>

using namespace chopay;

namespace {

bank::KeptMessage message(std::string body) {
  return {"sepay-main", "no market has the receiving account",
          ledger::parse_instant("2026-11-24T01:30:00.000Z").value(), std::move(body)};
}

}  // namespace

TEST_CASE("A message that is kept is read back as it came, byte for byte") {
  const auto kept = message("{\"note\":\"Chị Hà\"}\r\n\t\x01");
  CHECK(bank::read_kept(*bank::kept_row(kept).value) == kept);
}

TEST_CASE("A message that is sent again takes no second row, another one does") {
  auto later = message("a");
  later.received_at += std::chrono::hours(1);
  CHECK(bank::kept_row(later).name == bank::kept_row(message("a")).name);
  CHECK(bank::kept_row(message("b")).name != bank::kept_row(message("a")).name);
}

TEST_CASE("What is not a kept message is not shown as one") {
  for (const char* value : {"", "{}", "[]", "{\"source\":\"a\"}", "{\"source\":1}"}) {
    CHECK_FALSE(bank::read_kept(value).has_value());
  }
}
