#include "merchant/reference_code.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>

using namespace chopay::merchant;

TEST_CASE("A reference code is the prefix and eight symbols without look-alikes") {
  const std::string_view allowed = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (std::uint32_t data = 0; data < reference_count; data += 99'991) {
    const ReferenceCode code = make_reference(data);
    REQUIRE(code.text().size() == 11);
    REQUIRE(code.text().substr(0, 3) == "JXF");
    REQUIRE(code.text().find_first_not_of(allowed) == std::string_view::npos);
    REQUIRE(code.data() == data);
    REQUIRE(code.prefix() == ReferencePrefix{});
    REQUIRE(parse_reference(code.text()) == code);
  }
}

TEST_CASE("Printed codes keep their meaning for ever") {
  // Codes stand on paper and in old entries: the same bits must always give the same code.
  CHECK(make_reference(0).text() == "JXF00000B1T");
  CHECK(make_reference(reference_count - 1).text().substr(0, 8) == "JXFZZZZZ");
  CHECK(make_reference(0x155'5555).text().substr(0, 8) == "JXFNANAN");
}

TEST_CASE("More than 25 bits are a bug of the caller") {
  CHECK_THROWS_AS(make_reference(reference_count), std::invalid_argument);
}

TEST_CASE("Different bits give codes that differ in four symbols at least") {
  const std::string first{make_reference(12'345'678).text()};
  for (unsigned bit = 0; bit < 25; ++bit) {
    const std::string second{make_reference(12'345'678U ^ (1U << bit)).text()};
    int different = 0;
    for (std::size_t i = 0; i < first.size(); ++i) different += first[i] != second[i] ? 1 : 0;
    CHECK(different >= 4);
  }
}

TEST_CASE("A code typed in lower case or with look-alikes is the same code") {
  std::uint32_t data = 1;
  while (make_reference(data).text().find('0', 3) == std::string_view::npos ||
         make_reference(data).text().find('1', 3) == std::string_view::npos) {
    data += 7919;
  }
  const ReferenceCode code = make_reference(data);
  std::string typed{code.text()};
  for (char& c : typed) {
    if (c == '0') c = 'o';
    if (c == '1') c = 'l';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  CHECK(parse_reference(typed) == code);
}

TEST_CASE("A code that stands alone is not corrected") {
  std::string text{make_reference(4711).text()};
  text[5] = text[5] == '7' ? '8' : '7';
  CHECK_FALSE(parse_reference(text));
  CHECK_FALSE(parse_reference(make_reference(4711).text().substr(0, 10)));
  CHECK_FALSE(parse_reference(std::string{make_reference(4711).text()} + "0"));
  CHECK_FALSE(parse_reference(""));
}

TEST_CASE("A prefix is three consonants, in either case") {
  REQUIRE(ReferencePrefix::parse("qzw"));
  CHECK(ReferencePrefix::parse("qzw")->text() == "QZW");
  for (const char* bad : {"", "JX", "JXFF", "JAF", "JX1", "J F", "LXF", "đXF"}) {
    CAPTURE(bad);
    CHECK_FALSE(ReferencePrefix::parse(bad));
  }
}

TEST_CASE("A code of another prefix is read with its own prefix") {
  const auto prefix = ReferencePrefix::parse("QZW").value();
  const ReferenceCode code = make_reference(99, prefix);
  CHECK(parse_reference(code.text()) == code);
  CHECK(parse_reference(code.text())->prefix() == prefix);
  CHECK(code != make_reference(99));
}

TEST_CASE("A character outside the alphabet counts as the one wrong symbol") {
  const ReferenceCode code = make_reference(31'000'000);
  const std::string eight{code.text().substr(3)};
  for (std::size_t at = 0; at < eight.size(); ++at) {
    std::string damaged = eight;
    damaged[at] = 'U';
    const auto read = read_symbols(damaged, {});
    REQUIRE(read);
    CHECK(read->code == code);
    CHECK(read->corrected);
    // With another wrong symbol beside it, it is too much.
    const std::size_t other = (at + 3) % eight.size();
    damaged[other] = damaged[other] == '4' ? '5' : '4';
    CHECK_FALSE(read_symbols(damaged, {}));
  }
}

TEST_CASE("What a hand can type wrong in a code that stands alone is no code, and reads nothing") {
  const std::string right{make_reference(4711).text()};
  const auto with = [&](std::size_t at, char wrong) {
    auto text = right;
    text[at] = wrong;
    return text;
  };
  CHECK_FALSE(parse_reference(with(0, 'A')));  // no prefix has a vowel
  CHECK_FALSE(parse_reference(with(2, '1')));
  CHECK_FALSE(parse_reference(with(7, '~')));
  CHECK_FALSE(parse_reference(with(7, '\xC4')));  // the half of a letter with marks
  auto swapped = right;
  std::swap(swapped[8], swapped[10]);
  REQUIRE(swapped != right);
  CHECK_FALSE(parse_reference(swapped));  // two symbols wrong: not even put right
}

TEST_CASE("Seven symbols or nine are no code") {
  const std::string eight{make_reference(4711).text().substr(3)};
  REQUIRE(read_symbols(eight, {}));
  CHECK_FALSE(read_symbols(eight.substr(0, 7), {}));
  CHECK_FALSE(read_symbols(eight + "0", {}));
}
TEST_CASE("Codes can be keys of ordered and hashed sets") {
  CHECK(std::set<ReferenceCode>{make_reference(1), make_reference(2), make_reference(1)}.size() ==
        2);
  CHECK(std::unordered_set<ReferenceCode>{make_reference(1), make_reference(1)}.size() == 1);
}
