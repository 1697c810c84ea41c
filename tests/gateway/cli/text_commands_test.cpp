#include <catch2/catch.hpp>

#include "merchant/reference_code.hpp"
#include "tests/gateway/cli/running.hpp"

using namespace chopay;
using testing::Running;

TEST_CASE("Every line of texts gives one line of codes, put right, empty where there is none") {
  const std::string one{merchant::make_reference(7).text()};
  const std::string two{merchant::make_reference(1'000'000).text()};
  std::string wrong = one;
  wrong[10] = wrong[10] == '2' ? '3' : '2';
  std::string lower = two;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  Running run;
  run.in.str("MBVCB.1." + one + ".CT tu 1\nkhong co gi\n" + one + " va " + lower + "\n\n" + wrong +
             " mua rau\nlast without line end " + two);
  CHECK(run({"reference", "scan"}) == 0);
  CHECK(run.take() == one + "\n\n" + one + ' ' + two + "\n\n" + one + '\n' + two + '\n');
}

TEST_CASE("Another prefix is looked for when it is given, and must be one") {
  Running run;
  const auto prefix = merchant::ReferencePrefix::parse("ZXQ").value();
  const std::string code{merchant::make_reference(9, prefix).text()};
  run.in.str(code + "\n");
  CHECK(run({"reference", "scan", "--prefix", "zxq"}) == 0);
  CHECK(run.take() == code + '\n');
  CHECK(run({"reference", "scan", "--prefix", "AB"}) == 2);
  CHECK_FALSE(run.complaint().empty());
}

TEST_CASE("Amounts are written in words, northern or southern") {
  Running run;
  CHECK(run({"words", "85000"}) == 0);
  CHECK(run.take() == "tám mươi lăm nghìn\n");
  CHECK(run({"words", "--southern", "85000"}) == 0);
  CHECK(run.take() == "tám mươi lăm ngàn\n");
  CHECK(run({"words", "0"}) == 0);
  CHECK(run.take() == "không\n");
  CHECK(run({"words", "--", "-5"}) == 0);
  CHECK(run.take() == "âm năm\n");
  for (const std::string number : {"", "five", "1.5", "9223372036854775808", "+5"}) {
    CHECK(run({"words", number}) == 2);
    CHECK_FALSE(run.complaint().empty());
  }
}
