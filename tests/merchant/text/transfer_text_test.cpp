#include "merchant/transfer_text.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace chopay::merchant;

namespace {

const ReferenceCode code = make_reference(23'456'789);
const std::string text_of_code{code.text()};

/// The code with these strings put in after that many of its characters.
std::string broken(std::size_t after, const std::string& with) {
  return text_of_code.substr(0, after) + with + text_of_code.substr(after);
}

/// Exactly our code, right as it stands?
bool found_whole(std::string_view text) {
  const auto found = scan(text);
  return found.size() == 1 && found[0].code == code && !found[0].corrected;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

}  // namespace

TEST_CASE("A text is squeezed to plain capitals and digits") {
  CHECK(squeeze("Ủng hộ: đồng bào, Số 3 – ❤ ok") == "UNGHODONGBAOSO3OK");
  CHECK(squeeze("Trần Thị Ơ Ư Ỵ ỳ Ắ ặ Ễ Ộ") == "TRANTHIOUYYAAEO");
  CHECK(squeeze("Tra\u0302\u0300n") == "TRAN");  // decomposed
  CHECK(squeeze("\xFFok\xC3") == "OK");          // not UTF-8
  CHECK(squeeze("").empty());
}

TEST_CASE("A code is found wherever it stands in a text") {
  CHECK(found_whole(text_of_code));
  CHECK(found_whole("MBVCB.4125261053.047334." + text_of_code + ".CT tu 9001803154 toi 11220"));
  CHECK(found_whole("NGUYEN VAN A chuyen tien " + text_of_code));
  CHECK(found_whole("QR - " + text_of_code + "-050826-20:53:33"));
  CHECK(found_whole("Thanh toán sạp hải sản " + text_of_code));
}

TEST_CASE("Letters and digits right before and behind do not belong to the code") {
  CHECK(found_whole("0123456789" + text_of_code + "9876543210"));
  CHECK(found_whole("ABC" + text_of_code + "FT24255276428461"));
  CHECK(found_whole("JX" + text_of_code + "JXF"));
}

TEST_CASE("A break after any of its characters does not hide a code") {
  for (std::size_t after = 1; after < ReferenceCode::size; ++after) {
    for (const char* with : {" ", ".", "-", "_", " - ", "\n", "–"}) {
      CAPTURE(after, with);
      CHECK(found_whole("CK " + broken(after, with) + " cam on"));
      CHECK(found_whole(lower(broken(after, with))));
    }
  }
}

TEST_CASE("The position is the byte where the prefix begins") {
  CHECK(scan(text_of_code)[0].position == 0);
  CHECK(scan("Đồng " + text_of_code)[0].position == std::string{"Đồng "}.size());
  CHECK(scan("- - " + broken(2, " "))[0].position == 4);
}

TEST_CASE("One wrong symbol is put right and said so") {
  for (std::size_t at = 3; at < ReferenceCode::size; ++at) {
    for (const char wrong : std::string_view{"04KWZU"}) {
      if (text_of_code[at] == wrong) continue;
      std::string damaged = text_of_code;
      damaged[at] = wrong;
      const auto found = scan("MBVCB.123." + damaged + ".CT tu");
      CAPTURE(damaged);
      REQUIRE(found.size() == 1);
      CHECK(found[0].code == code);
      CHECK(found[0].corrected);
    }
  }
}

TEST_CASE("Two wrong symbols are no code") {
  std::string damaged = text_of_code;
  damaged[4] = damaged[4] == '2' ? '3' : '2';
  damaged[9] = damaged[9] == '2' ? '3' : '2';
  CHECK(scan(damaged).empty());
}

TEST_CASE("The last symbol cut off at the end of a text is put right, two cut off are not") {
  const auto found = scan("CK " + text_of_code.substr(0, 10));
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == code);
  CHECK(found[0].corrected);
  CHECK(scan("CK " + text_of_code.substr(0, 9)).empty());
  CHECK(scan("CK JXF").empty());
}

TEST_CASE("A damaged prefix counts only when asked for, and only before eight right symbols") {
  for (std::size_t at = 0; at < 3; ++at) {
    std::string damaged = text_of_code;
    damaged[at] = 'B';
    CHECK(scan(damaged).empty());
    const auto found = scan(damaged, {}, PrefixReading::one_wrong);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == code);
    CHECK(found[0].corrected);
    damaged[7] = damaged[7] == '2' ? '3' : '2';
    CHECK(scan(damaged, {}, PrefixReading::one_wrong).empty());
  }
}

TEST_CASE("Several codes of one text are given in order, each once") {
  const ReferenceCode other = make_reference(17);
  std::string damaged = text_of_code;
  damaged[6] = 'U';
  const auto found =
      scan(damaged + " " + std::string{other.text()} + " " + text_of_code + text_of_code);
  REQUIRE(found.size() == 2);
  CHECK(found[0].code == code);
  CHECK_FALSE(found[0].corrected);  // by its second, whole appearance
  CHECK(found[1].code == other);
}

TEST_CASE("A code that is damaged each time it stands in a text is one corrected code") {
  std::string first = text_of_code, second = text_of_code;
  first[4] = 'U';
  second[9] = 'U';
  const auto found = scan(first + " " + second);
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == code);
  CHECK(found[0].corrected);
  CHECK(found[0].position == 0);
}
TEST_CASE("A code of another prefix is not ours") {
  CHECK(scan(make_reference(5, ReferencePrefix::parse("QZW").value()).text()).empty());
  CHECK(scan(text_of_code, ReferencePrefix::parse("QZW").value()).empty());
}

TEST_CASE("Any bytes are taken, and no more than the limit of them") {
  CHECK(scan("").empty());
  CHECK(scan(std::string(100'000, '\xFF')).empty());
  CHECK(scan(std::string(100'000, 'J')).empty());
  CHECK(found_whole(std::string(transfer_text_bytes_max - 11, ' ') + text_of_code));
  CHECK(scan(std::string(transfer_text_bytes_max, ' ') + text_of_code).empty());
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  CHECK(scan(all).empty());
}

TEST_CASE("Codes in random bytes around them are found where they stand") {
  std::mt19937 random{11};
  for (int round = 0; round < 20'000; ++round) {
    std::string before(random() % 40, '\0'), behind(random() % 40, '\0');
    for (char& c : before) c = static_cast<char>(random());
    for (char& c : behind) c = static_cast<char>(random());
    const auto found = scan(before + " " + text_of_code + behind);
    REQUIRE_FALSE(found.empty());
    REQUIRE(found.back().code == code);
    REQUIRE(found.back().position == before.size() + 1);
    (void)scan(before + behind, {}, PrefixReading::one_wrong);
  }
}
