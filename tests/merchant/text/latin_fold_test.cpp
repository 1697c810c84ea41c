#include "merchant/latin_fold.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace chopay::merchant;

TEST_CASE("A name is found by its plain letters, however its marks were written") {
  const std::string composed = "Đặng Thị Thu Thế";
  const std::string decomposed =
      "\u0110a\u0323\u0306ng Thi\u0323 Thu The\u0302\u0301";  // as a Mac sends it
  CHECK(fold_for_search(composed) == "dang thi thu the");
  CHECK(fold_for_search(decomposed) == fold_for_search(composed));
  CHECK(fold_for_search("DANG THI THU THE") == fold_for_search(composed));
}

TEST_CASE("What is no letter of ours stays as it stands: signs, ligatures, other scripts") {
  CHECK(fold_for_search("3 × 5 ÷ 2") == "3 × 5 ÷ 2");
  CHECK(fold_for_search("85.000 ₫ – ❤") == "85.000 ₫ – ❤");
  CHECK(fold_for_search("Æ ß 海鮮") == "Æ ß 海鮮");
}

TEST_CASE("Bytes that are no text vanish, and take no letter beside them along") {
  CHECK(fold_for_search("mu\xC3") == "mu");                  // cut in the middle of a letter
  CHECK(fold_for_search("m\xE1\xBBu") == "mu");              // a letter that lost its last byte
  CHECK(fold_for_search("m\xC0\xAFu") == "mu");              // overlong
  CHECK(fold_for_search("m\xE0\x80\x80u") == "mu");          // the same in three bytes
  CHECK(fold_for_search("m\xED\xA0\x80u") == "mu");          // half of a pair of UTF-16
  CHECK(fold_for_search("m\xF4\x90\x80\x80u") == "mu");      // behind the last code point
  CHECK(fold_for_search("m\xF8\x88\x80\x80\x80u") == "mu");  // five bytes were never text
  CHECK(fold_for_search("\x80\xBF").empty());                // ends without beginnings
}
