#include "ledger/ids.hpp"

#include <catch2/catch.hpp>

#include "ledger/error.hpp"
#include "ledger/refusal.hpp"

using namespace chopay::ledger;

TEST_CASE("A market's name has 1 to 32 small letters, digits and dashes") {
  for (const char* good : {"a", "z9", "ha-long-1", "0123456789abcdef0123456789abcdef"}) {
    INFO(good);
    CHECK(MarketId::parse(good).value().text() == good);
  }
  for (const char* bad :
       {"", "A", "a b", "a_b", "a.b", "a/b", "chợ", "a{", "0123456789abcdef0123456789abcdef0"}) {
    INFO(bad);
    CHECK(MarketId::parse(bad).error().code == Errc::bad_id);
  }
}

TEST_CASE("A stall's code has 1 to 16 letters, digits, dashes, dots and underscores") {
  for (const char* good : {"A", "Z9", "a-1", "B.2", "c_3", "0123456789ABCDEF"}) {
    INFO(good);
    CHECK(StallId::parse(good).value().text() == good);
  }
  for (const char* bad : {"", "A/1", "A 1", "A[", "A@", "quầy", "0123456789ABCDEF0"}) {
    INFO(bad);
    CHECK(StallId::parse(bad).error().code == Errc::bad_id);
  }
}

TEST_CASE("Every reason to refuse has a name that programs can rely on") {
  CHECK(refusal_name(Refusal::rolled_back) == "ledger_rolled_back");
  CHECK(refusal_name(Refusal::forked) == "ledger_forked");
  CHECK(refusal_name(Refusal::guard_lost) == "head_guard_lost");
  CHECK(refusal_name(Refusal::guard_damaged) == "head_guard_damaged");
  CHECK(refusal_name(Refusal::key_lost) == "log_key_lost");
  CHECK(refusal_name(Refusal::clock_behind) == "clock_behind");
  CHECK(refusal_name(Refusal::disk_full) == "disk_full");
  CHECK(refusal_name(Refusal::disk_read_only) == "disk_read_only");
  CHECK(refusal_name(static_cast<Refusal>(99)) == "refused");
}

TEST_CASE("An error of a number that nobody knows still has a sentence") {
  CHECK(make_error_code(Errc::gap).message() == "a sequence number is missing or out of order");
  CHECK(make_error_code(static_cast<Errc>(9'999)).message() == "unknown ledger error");
  CHECK(std::string_view{make_error_code(Errc::gap).category().name()} == "chopay.ledger");
}
