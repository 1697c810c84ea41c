#include "gateway/sandbox/transfer_text.hpp"

#include <catch2/catch.hpp>

#include "merchant/transfer_text.hpp"

using namespace chopay;
using sandbox::NoteStyle;

namespace {

const std::string code{merchant::make_reference(1234567).text()};

std::string text(NoteStyle style, const std::string& memo, std::uint64_t number = 99) {
  return sandbox::transfer_text(style, {memo, "9901000000101", number});
}

}  // namespace

TEST_CASE("The reference code is found again in the text of every bank") {
  for (const auto style : {NoteStyle::plain, NoteStyle::vcb, NoteStyle::mb, NoteStyle::bidv}) {
    for (std::uint64_t number = 1; number < 200; ++number) {
      const auto mangled = text(style, code + " ca thu", number);
      INFO(mangled);
      const auto found = merchant::scan(mangled);
      REQUIRE(found.size() == 1);
      CHECK(found[0].code.text() == code);
      CHECK_FALSE(found[0].corrected);
    }
  }
}

TEST_CASE("Vietcombank puts its number in front and payer and payee behind") {
  const auto mangled = text(NoteStyle::vcb, code);
  CHECK(mangled.starts_with("MBVCB."));
  CHECK(mangled.find('.' + code + ".CT tu ") == 24 - 1);
  CHECK(mangled.ends_with(" toi 9901000000101"));
}

TEST_CASE("MB breaks the text after every 35th character, also inside a word") {
  const auto whole = text(NoteStyle::vcb, code + " hai san tuoi");
  const auto broken = text(NoteStyle::mb, code + " hai san tuoi");
  CHECK(broken.substr(0, 35) == whole.substr(0, 35));
  CHECK(broken[35] == ' ');
  CHECK(broken.substr(36, 35) == whole.substr(35, 35));
  CHECK(broken.find("Trace") != std::string::npos);
}

TEST_CASE("BIDV writes in upper case without punctuation and cuts the payer's text first") {
  const auto mangled = text(NoteStyle::bidv, code + std::string(300, 'x'));
  CHECK(mangled.size() == 269);
  CHECK(mangled.find_first_of("abcdefghijklmnopqrstuvwxyz.-_") == std::string::npos);
  CHECK(mangled.ends_with(" CRE 002"));
}

TEST_CASE("A code without a memo is paid with the payer's own words") {
  CHECK(text(NoteStyle::plain, "") == "NGUYEN VAN KHACH chuyen tien");
  CHECK(text(NoteStyle::plain, "as it is") == "as it is");
}

TEST_CASE("Styles have the names of the command line, and no others") {
  CHECK(sandbox::note_style("vcb") == NoteStyle::vcb);
  CHECK(sandbox::note_style("mb") == NoteStyle::mb);
  CHECK(sandbox::note_style("bidv") == NoteStyle::bidv);
  CHECK(sandbox::note_style("plain") == NoteStyle::plain);
  CHECK_FALSE(sandbox::note_style("VCB"));
  CHECK_FALSE(sandbox::note_style(""));
}
