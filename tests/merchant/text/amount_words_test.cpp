#include "merchant/amount_words.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <set>
#include <sstream>

#include "tests/merchant/text/shared_texts.hpp"

using namespace chopay::merchant;
using chopay::ledger::Dong;

TEST_CASE("Amounts are read as the reference table has them") {
  const auto lines = chopay::testing::read_lines(CHOPAY_SHARED "/vectors/vi_amounts.tsv");
  if (!lines) {
    WARN("no reference vectors beside the checkout");
    return;
  }
  CHECK(lines->size() == 30);
  for (const std::string& line : *lines) {
    const auto cells = chopay::testing::split_tabs(line);
    REQUIRE(cells.size() == 2);
    CHECK(amount_in_words(Dong{std::stoll(cells[0])}) == cells[1]);
  }
}

TEST_CASE("Amounts of a market day are read as people say them") {
  const auto words = [](std::int64_t amount) { return amount_in_words(Dong{amount}); };
  CHECK(words(85'000) == "tám mươi lăm nghìn");
  CHECK(words(14) == "mười bốn");
  CHECK(words(40) == "bốn mươi");
  CHECK(words(44'444) == "bốn mươi tư nghìn bốn trăm bốn mươi tư");
  CHECK(words(31'051) == "ba mươi mốt nghìn không trăm năm mươi mốt");
  CHECK(words(110'011) == "một trăm mười nghìn không trăm mười một");
  CHECK(words(6'230'000) == "sáu triệu hai trăm ba mươi nghìn");
  CHECK(words(60'000'007) == "sáu mươi triệu không trăm linh bảy");
  CHECK(words(499'999'999) ==
        "bốn trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín");
}

TEST_CASE("Beyond a billion the billions are read as a number of their own") {
  const auto words = [](std::int64_t amount) { return amount_in_words(Dong{amount}); };
  CHECK(words(1'000'000'000) == "một tỷ");
  CHECK(words(1'000'000'005) == "một tỷ không trăm linh năm");
  CHECK(words(12'000'001'000) == "mười hai tỷ không trăm linh một nghìn");
  CHECK(words(105'000'000'000) == "một trăm linh năm tỷ");
  CHECK(words(2'004'000'000'000) == "hai nghìn không trăm linh bốn tỷ");
  CHECK(words(1'000'000'000'000'000'000) == "một tỷ tỷ");
}

TEST_CASE("An amount below zero says so, to the very smallest") {
  CHECK(amount_in_words(Dong{-50'000}) == "âm năm mươi nghìn");
  CHECK(amount_in_words(Dong{std::numeric_limits<std::int64_t>::min()}).substr(0, 25) ==
        std::string{"âm chín tỷ hai trăm hai mươi"}.substr(0, 25));
}

TEST_CASE("The south says ngàn and lẻ and nothing else differently") {
  const auto southern = [](std::int64_t n) { return amount_in_words(Dong{n}, Speech::southern); };
  CHECK(southern(101) == "một trăm lẻ một");
  CHECK(southern(1005) == "một ngàn không trăm lẻ năm");
  CHECK(southern(24'000'000) == "hai mươi tư triệu");
}

TEST_CASE("Every amount is said with the twenty recorded words before đồng") {
  const std::set<std::string> recorded{"không", "một",  "mốt",   "hai",   "ba",  "bốn",  "tư",
                                       "năm",   "lăm",  "sáu",   "bảy",   "tám", "chín", "mười",
                                       "mươi",  "trăm", "nghìn", "triệu", "tỷ",  "linh"};
  std::set<std::string> said;
  for (std::int64_t amount = 0; amount < 5'000'000'000; amount += amount < 20'000 ? 1 : 999'983) {
    std::istringstream words{amount_in_words(Dong{amount})};
    for (std::string word; words >> word;) said.insert(word);
  }
  CHECK(said == recorded);
}

TEST_CASE("A sum in words on paper begins with a capital and ends with a full stop") {
  CHECK(amount_on_paper(Dong{2'050'000}) == "Hai triệu không trăm năm mươi nghìn đồng.");
  CHECK(amount_on_paper(Dong{0}) == "Không đồng.");
  CHECK(amount_on_paper(Dong{-1'000}) == "Âm một nghìn đồng.");
  CHECK(amount_on_paper(Dong{1'005}, Speech::southern) == "Một ngàn không trăm lẻ năm đồng.");
  CHECK(amount_on_paper(Dong{500'000}, Speech::northern, SumEnding::dong_chan) ==
        "Năm trăm nghìn đồng chẵn.");
}

TEST_CASE("Any Vietnamese letter gets its capital") {
  const std::vector<std::pair<std::string, std::string>> cases{{"đã nhận", "Đã nhận"},
                                                               {"ăn", "Ăn"},
                                                               {"ơn", "Ơn"},
                                                               {"ưu", "Ưu"},
                                                               {"ỵ", "Ỵ"},
                                                               {"ỹ", "Ỹ"},
                                                               {"ế", "Ế"},
                                                               {"ĩ", "Ĩ"},
                                                               {"ũ", "Ũ"},
                                                               {"ý", "Ý"},
                                                               {"Đã", "Đã"},
                                                               {"1a", "1a"},
                                                               {"₫", "₫"},
                                                               {"", ""},
                                                               {"ngày", "Ngày"}};
  for (const auto& [text, capital] : cases) CHECK(capitalised(text) == capital);
}
