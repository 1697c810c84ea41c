#include "merchant/vietnamese_order.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

#include "merchant/latin_fold.hpp"

using namespace chopay::merchant;

namespace {

using Texts = std::vector<std::string>;

/// Shuffles the texts, sorts them by this order, and gives them back.
template <class Less>
Texts sorted(Texts texts, Less less) {
  std::shuffle(texts.begin(), texts.end(), std::mt19937{7});
  std::sort(texts.begin(), texts.end(), less);
  return texts;
}

Texts by_key(const Texts& texts, std::string (*key)(std::string_view)) {
  return sorted(texts, [key](const auto& a, const auto& b) { return key(a) < key(b); });
}

}  // namespace

TEST_CASE("Stall codes are in the order of their numbers") {
  const Texts codes{"A-1", "A-2",  "A-012", "A-12",  "A-13", "A-100", "AB-1", "b-3",
                    "B-4", "B2-1", "B2-10", "B10-1", "Đ-1",  "Đ-2",   "E"};
  CHECK(sorted(codes, [](const auto& a, const auto& b) { return compare_stall_codes(a, b) < 0; }) ==
        codes);
}

TEST_CASE("Stall codes of any length compare, and only the same code is equal") {
  CHECK(std::is_lt(compare_stall_codes("K99999999999999999999999", "K100000000000000000000000")));
  CHECK(std::is_eq(compare_stall_codes("A-2", "A-2")));
  CHECK(std::is_neq(compare_stall_codes("A-02", "A-2")));
  CHECK(std::is_neq(compare_stall_codes("a-2", "A-2")));
  CHECK(std::is_lt(compare_stall_codes("", "0")));
  CHECK(std::is_neq(compare_stall_codes("0", "00")));
  CHECK(std::is_neq(compare_stall_codes("A0", "A-1")));
}

TEST_CASE("Texts are in the order of the Vietnamese alphabet and its tones") {
  const Texts letters{"a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m",
                      "n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"};
  CHECK(by_key(letters, vietnamese_key) == letters);
  const Texts tones{"ma", "mà", "mả", "mã", "má", "mạ"};
  CHECK(by_key(tones, vietnamese_key) == tones);
}

TEST_CASE("Case and the way marks are stored do not matter for order") {
  CHECK(vietnamese_key("HẢI SẢN") == vietnamese_key("hải sản"));
  CHECK(vietnamese_key("tra\u0302\u0300n") == vietnamese_key("trần"));
  CHECK(vietnamese_key("hải") != vietnamese_key("hai"));
}

TEST_CASE("People are in the order of last word, surname, middle") {
  const Texts people{"Nguyễn Văn An", "Trần An",     "TRẦN THỊ AN", "Phạm Ánh",
                     "Bình",          "Lê Thị Bình", "Lê Văn Bình", "Vũ Bình",
                     "Đỗ Dung",       "Bùi Đức",     "Nguyễn Hoà",  "Nguyễn Thị Hòa"};
  CHECK(by_key(people, person_name_key) == people);
}

TEST_CASE("Different people never have the same key, and spaces around a name do not count") {
  CHECK(person_name_key("Trần An") != person_name_key("TRẦN AN"));
  CHECK(person_name_key("  Trần An ") == person_name_key("Trần An"));
  CHECK(person_name_key("").size() > 0);
}

TEST_CASE("A search finds words with and without marks") {
  CHECK(fold_for_search("Thu Thế") == "thu the");
  CHECK(fold_for_search("ĐỖ ĐỨC Ưởng – Ốc Ỷ") == "do duc uong – oc y");
  CHECK(fold_for_search("hòa") == fold_for_search("hoà"));
  CHECK(fold_for_search("The\u0302\u0301") == "the");
  CHECK(fold_for_search("A-012 \xFF海鮮") == "a-012 海鮮");
  CHECK(fold_for_search("").empty());
}

TEST_CASE("Every letter of the Vietnamese alphabet folds to its plain letter") {
  const std::vector<std::pair<char, std::string>> letters{
      {'a', "àảãáạăằẳẵắặâầẩẫấậÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ"},
      {'e', "èẻẽéẹêềểễếệÈẺẼÉẸÊỀỂỄẾỆ"},
      {'i', "ìỉĩíịÌỈĨÍỊ"},
      {'o', "òỏõóọôồổỗốộơờởỡớợÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ"},
      {'u', "ùủũúụưừửữứựÙỦŨÚỤƯỪỬỮỨỰ"},
      {'y', "ỳỷỹýỵỲỶỸÝỴ"},
      {'d', "đĐ"}};
  for (const auto& [plain, marked] : letters) {
    const std::string folded = fold_for_search(marked);
    CAPTURE(marked, folded);
    CHECK(folded.find_first_not_of(plain) == std::string::npos);
  }
}
