// Transfer texts that were really seen, read from the reference vectors where they are present.
#include "tests/merchant/text/shared_texts.hpp"

#include <catch2/catch.hpp>

#include <cctype>
#include <optional>

#include "merchant/transfer_text.hpp"

using namespace chopay::merchant;
using namespace chopay::testing;

namespace {

const std::string vectors = CHOPAY_SHARED "/vectors";

bool is_alnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Where another system's code stands in a text, whatever stands between its characters:
/// the bytes of its characters, one by one. Empty when it is not in the text.
std::vector<std::size_t> places_of(const std::string& text, const std::string& code) {
  const std::string wanted = squeeze(code);
  std::string stream;
  std::vector<std::size_t> bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_alnum(text[i])) continue;
    stream += static_cast<char>(std::toupper(static_cast<unsigned char>(text[i])));
    bytes.push_back(i);
  }
  const std::size_t at = stream.find(wanted);
  if (at == std::string::npos) return {};
  return {bytes.begin() + static_cast<std::ptrdiff_t>(at),
          bytes.begin() + static_cast<std::ptrdiff_t>(at + wanted.size())};
}

/// The text with the code at these places replaced by ours, broken and cased as the old one.
std::string with_ours(const std::string& text, const std::vector<std::size_t>& places,
                      std::string_view ours) {
  std::string replaced;
  std::size_t used = 0;
  for (std::size_t i = places.front(); i <= places.back() && used < ours.size(); ++i) {
    if (!is_alnum(text[i])) {
      replaced += text[i];
      continue;
    }
    const bool lower = std::islower(static_cast<unsigned char>(text[i])) != 0;
    const auto c = static_cast<unsigned char>(ours[used++]);
    replaced += lower ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
  }
  replaced += ours.substr(used);
  return text.substr(0, places.front()) + replaced + text.substr(places.back() + 1);
}

}  // namespace

TEST_CASE("Our code is found where other systems' codes stood in real texts") {
  const auto lines = read_lines(vectors + "/descriptions.tsv");
  if (!lines) {
    WARN("no reference vectors beside the checkout");
    return;
  }
  int with_code = 0;
  for (std::size_t row = 1; row < lines->size(); ++row) {  // behind the header
    const auto cells = split_tabs((*lines)[row]);
    CAPTURE(cells[0]);
    CHECK(scan(cells[0]).empty());
    if (cells[1].empty()) continue;
    const auto places = places_of(cells[0], cells[1]);
    REQUIRE_FALSE(places.empty());
    ++with_code;
    for (std::uint32_t data = 1000; data < reference_count; data += 1'234'567) {
      const ReferenceCode code = make_reference(data);
      const std::string text = with_ours(cells[0], places, code.text());
      CAPTURE(text);
      const auto found = scan(text);
      REQUIRE(found.size() == 1);
      CHECK(found[0].code == code);
      CHECK_FALSE(found[0].corrected);
    }
  }
  CHECK(with_code > 20);
}

TEST_CASE("No code is found in 60,000 unrelated texts") {
  const auto texts = read_unrelated_texts(vectors);
  if (!texts) {
    WARN("no reference vectors beside the checkout");
    return;
  }
  CHECK(texts->size() == 60'000);
  int exact = 0, prefix_damaged = 0, prefixes = 0;
  for (const std::string& text : *texts) {
    exact += scan(text).empty() ? 0 : 1;
    prefix_damaged += scan(text, {}, PrefixReading::one_wrong).empty() ? 0 : 1;
    prefixes += squeeze(text).find(ReferencePrefix{}.text()) == std::string::npos ? 0 : 1;
  }
  CHECK(exact == 0);
  CHECK(prefix_damaged == 0);
  CHECK(prefixes == 0);
}
