#include "merchant/statement/mt940.hpp"

#include <catch2/catch.hpp>

using namespace chopay::merchant::statement;
using chopay::merchant::Direction;

namespace {

const std::string head = ":20:X\r\n:25:VCBVVNVX/1017595600\r\n:28C:1/1\r\n";

std::string refusal(const std::string& text) {
  const auto read = read_mt940(text);
  REQUIRE(read.has_error());
  return read.error().detail;
}

}  // namespace

TEST_CASE("A message in its blocks, with texts over several lines, is read") {
  const auto read = read_mt940(
      "{1:F01X}{2:O940X}{4:\r\n" + head +
      ":60F:C261124VND1000,\r\n:61:2611241125C85000,00NTRFNONREF//FT26328\r\nmore\r\n"
      ":86:mua ca\r\n JXF\r\n:61:261124RC500,NTRFABC\r\n:62F:C261125VND85500,\r\n-}\r\n");
  REQUIRE(read.has_value());
  CHECK(read->account == "1017595600");
  REQUIRE(read->lines.size() == 2);
  CHECK(to_string(read->lines[0].day) == "2026-11-25");
  CHECK(read->lines[0].reference == "FT26328");
  CHECK(read->lines[0].text == "mua ca JXF");
  CHECK(read->lines[1].direction == Direction::out);
  CHECK(read->lines[1].reversal);
  CHECK(read->lines[1].reference == "ABC");
  CHECK(to_string(read->to) == "2026-11-25");
}

TEST_CASE("An entry date at the turn of the year is in the year beside it") {
  const auto read = read_mt940(head +
                               ":60F:C261231VND0,\r\n:61:2612310101C5,NTRFX\r\n"
                               ":62F:C270101VND5,\r\n");
  REQUIRE(read.has_value());
  CHECK(to_string(read->lines.at(0).day) == "2027-01-01");
}

TEST_CASE("Pages of a statement are one, where each begins at the end of the one before") {
  const std::string one = head + ":60F:C261124VND0,\r\n:61:261124C5,NTRFX\r\n:62M:C261124VND5,\r\n";
  const std::string two =
      head + ":60M:C261124VND5,\r\n:61:261124C7,NTRFY\r\n:62F:C261124VND12,\r\n";
  CHECK(read_mt940(one + "-\r\n" + two)->lines.size() == 2);
  CHECK(refusal(one).find("only half there") != std::string::npos);
  CHECK(refusal(two + two).find("is a page missing?") != std::string::npos);
}

TEST_CASE("A booking that is missing, unreadable or of another account is told by its line") {
  const std::string open = head + ":60F:C261124VND0,\r\n";
  CHECK(refusal(open + ":62F:C261124VND5,\r\n").starts_with("line 5: :62F:"));
  CHECK(refusal(":61:261124C5,NTRFX\r\n").find("before the opening") != std::string::npos);
  CHECK(refusal(head + ":60F:C261124USD0,\r\n").find("whole VND") != std::string::npos);
  CHECK(refusal(open + ":25:999999\r\n").find("another account") != std::string::npos);
  CHECK(refusal("hello\r\n") == "line 1: this is no MT940");
  CHECK(refusal(open + ":61:261124C5,NTRFCh\xE3\r\n").find("not UTF-8") != std::string::npos);
  const auto read = read_mt940(open + ":61:261124C5,50NTRFX\r\n:62F:C261124VND5,\r\n");
  REQUIRE(read.has_value());
  REQUIRE(read->problems.size() == 1);
  CHECK(read->problems[0].row == 5);
}
