#include "merchant/utf8.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace chopay::merchant;

TEST_CASE("A text that is too long is cut before the letter that does not fit whole") {
  const std::string text = "muống 🥬";  // ố has three bytes, the leaf four
  CHECK(cut_utf8(text, 2) == "mu");
  CHECK(cut_utf8(text, 3) == "mu");
  CHECK(cut_utf8(text, 4) == "mu");
  CHECK(cut_utf8(text, 5) == "muố");
  CHECK(cut_utf8(text, 11) == "muống ");
  CHECK(cut_utf8(text, 12) == text);
  CHECK(cut_utf8(text, 100) == text);
  for (std::size_t most = 0; most <= text.size(); ++most) {
    const auto cut = cut_utf8(text, most);
    CHECK(is_utf8(cut));
    CHECK(cut.size() <= most);
    CHECK(text.starts_with(cut));
  }
}

TEST_CASE("Where not even the first letter fits nothing is left") {
  CHECK(cut_utf8("ố", 0).empty());
  CHECK(cut_utf8("ố", 2).empty());
}

TEST_CASE("A file of another encoding, or cut in a letter, is not taken for text") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("Chợ Hạ Long I"));
  CHECK_FALSE(is_utf8("Ch\xE7 H\xB9 Long"));  // TCVN3, as old spreadsheets have it
  CHECK_FALSE(is_utf8("mu\xE1\xBB"));
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));
}
