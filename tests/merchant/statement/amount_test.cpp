#include "merchant/statement/amount.hpp"

#include <catch2/catch.hpp>

using namespace chopay::merchant::statement;
using chopay::ledger::Dong;

TEST_CASE("An amount is read as people write it, with either thousands separator") {
  for (const char* text : {"1.250.000", "1,250,000", "1 250 000", "1250000", "1.250.000,00",
                           "1,250,000.00", "1,250,000.0", "1250000.00", "+1,250,000", "1.250.000 đ",
                           "1,250,000 VND", "1,25\n0,000", "1\u00A0250\u00A0000"}) {
    INFO(text);
    CHECK(read_written_amount(text) == Dong{1'250'000});
  }
  CHECK(read_written_amount("85.000") == Dong{85'000});
  CHECK(read_written_amount("-50,000") == Dong{-50'000});
  CHECK(read_written_amount("50,000-") == Dong{-50'000});
  CHECK(read_written_amount("(50,000)") == Dong{-50'000});
  CHECK(read_written_amount("0") == Dong{});
}

TEST_CASE(
    "What may be another amount is none: parts of a đồng, separators out of place, half a figure") {
  for (const char* text : {"",
                           "-",
                           "1,25",
                           "1.5",
                           "85000.50",
                           "1,250,00",
                           "1,2500,000",
                           ",250",
                           "1,250,",
                           "1.250,000.00",
                           "1.250.000.00",
                           "1,250.000",
                           "12a",
                           "1e6",
                           "-5-",
                           "--5",
                           "0x10",
                           "1234567890123456",
                           "1,234,567,890,123,456",
                           "( )"}) {
    INFO(text);
    CHECK_FALSE(read_written_amount(text).has_value());
  }
}

TEST_CASE("In a message of a bank the point is a point") {
  CHECK(read_decimal_amount("85000", '.') == Dong{85'000});
  CHECK(read_decimal_amount("85000.00", '.') == Dong{85'000});
  CHECK(read_decimal_amount("85000,", ',') == Dong{85'000});
  CHECK(read_decimal_amount("85.000", '.') == Dong{85});
  for (const char* text : {"", ".", "85000.01", "85,000", "1.000000", "9999999999999999"}) {
    INFO(text);
    CHECK_FALSE(read_decimal_amount(text, '.').has_value());
  }
}
